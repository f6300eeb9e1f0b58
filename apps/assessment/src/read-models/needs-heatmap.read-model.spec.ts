import { NeedIdentified, NeedMet, NeedsAssessmentCompleted, NeedStandingCorrected, NeedWithdrawn } from '@cairn/contracts/assessment';
import { happened, specForReadModel } from '@cairn/testing';
import { needsHeatmap } from './needs-heatmap.read-model.js';

const assessmentId = '10000000-0000-4000-8000-000000000001';
const needId = '20000000-0000-4000-8000-000000000001';
const practitionerId = 'a0000000-0000-4000-8000-000000000001';
const settingId = '30000000-0000-4000-8000-000000000001';
const items = [{ frameworkId: '60000000-0000-4000-8000-000000000001', version: '1', code: 'LT4' }];
const about = { assessmentId, needId, practitionerId, settingId };
const on = (day: string) => ({ occurredAt: `${day}T09:00:00.000Z` });
const stream = `needsassessment-${assessmentId}`;

const identified = happened(
  NeedIdentified({ ...about, statement: 'Leading change', evidence: [{ kind: 'observation', reference: 'a visit' }], items }),
  on('2019-01-14'),
  stream,
);
const completed = happened(NeedsAssessmentCompleted({ assessmentId, practitionerId, settingId, needIds: [needId] }), on('2019-01-15'), stream);
const withdrawn = happened(NeedWithdrawn({ assessmentId, needId, practitionerId, reason: 'met already' }), on('2019-01-16'), stream);
const mistaken = happened(
  NeedStandingCorrected({ ...about, from: 'standing', to: 'withdrawn', correctsRevision: '1', reason: 'somebody else' }),
  on('2019-01-17'),
  stream,
);
const met = happened(NeedMet({ ...about, metOn: '2019-11-04', evidence: [{ kind: 'observation', reference: 'a visit' }] }), on('2019-12-01'));
const row = (change: object = {}) => ({
  ...{ ...about, items, revision: '0', position: '0', identifiedAt: '2019-01-14T09:00:00.000Z', standingAt: null, endedAt: null, ...change },
});
const standingAt = '2019-01-15T09:00:00.000Z';
const { given } = specForReadModel(needsHeatmap);

describe('the needs of the heatmap', () => {
  it('have one row each, with where to find the event', () => expect(given(identified).rows()).toEqual([row()]));
  it('stand from the completion of their assessment on', () => expect(given(identified, completed).rows()).toEqual([row({ standingAt })]));
  it('end when they are withdrawn, or found a mistake', () => {
    expect(given(identified, withdrawn).rows()).toEqual([row({ endedAt: '2019-01-16T09:00:00.000Z' })]);
    expect(given(identified, completed, mistaken).rows()).toEqual([row({ standingAt, endedAt: '2019-01-17T09:00:00.000Z' })]);
  });
  it('end on the day they were met, whenever that was recorded', () => {
    expect(given(identified, completed, met).rows()).toEqual([row({ standingAt, endedAt: '2019-11-04T00:00:00.000Z' })]);
  });
  it('hold in PostgreSQL', () => given(identified, completed, met).throughPostgres());
});
