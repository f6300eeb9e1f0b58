import { NeedIdentified, NeedsAssessmentCompleted, NeedsAssessmentOpened, NeedStandingCorrected, NeedWithdrawn } from '@cairn/contracts/assessment';
import { ReadinessRecorded } from '@cairn/contracts/assessment/internal';
import { happened, specForReadModel } from '@cairn/testing';
import { needsAssessments } from './needs-assessments.read-model.js';

const assessmentId = '10000000-0000-4000-8000-000000000001';
const practitionerId = 'a0000000-0000-4000-8000-000000000001';
const settingId = '30000000-0000-4000-8000-000000000001';
const roleProfileId = '40000000-0000-4000-8000-000000000001';
const framework = { frameworkId: '60000000-0000-4000-8000-000000000001', version: '1' };
const [first, second] = ['20000000-0000-4000-8000-000000000001', '20000000-0000-4000-8000-000000000002'] as const;

const at = { occurredAt: '2019-01-14T09:00:00.000Z' };
const opening = { assessmentId, practitionerId, settingId, framework };
const opened = happened(NeedsAssessmentOpened(opening), at);
const identified = (needId: string) =>
  NeedIdentified({
    ...{ assessmentId, needId, practitionerId, settingId, statement: 'Leading change' },
    evidence: [{ kind: 'observation', reference: 'a visit' }],
    items: [{ ...framework, code: 'LT4' }],
  });
const withdrawn = NeedWithdrawn({ assessmentId, needId: first, practitionerId, reason: 'met already' });
const ready = happened(ReadinessRecorded({ assessmentId, practitionerId, settingId, model: 'stages-of-change', stage: 'action', note: 'has begun' }), {
  ...at,
  actor: { person: practitionerId, role: 'observer' },
});
const completed = happened(NeedsAssessmentCompleted({ assessmentId, practitionerId, settingId, needIds: [second] }), at);
const mistaken = NeedStandingCorrected({
  ...{ assessmentId, needId: second, practitionerId, settingId, from: 'standing', to: 'withdrawn', correctsRevision: '3', reason: 'somebody else' },
});
const row = (change: object = {}) => ({
  ...{ assessmentId, practitionerId, settingId, framework, roleProfileId: null, status: 'open', openedAt: at.occurredAt, completedAt: null },
  ...{ needIds: [], readiness: [], ...change },
});
const { given } = specForReadModel(needsAssessments);

describe('needs assessments', () => {
  it('have one row each', () => expect(given(opened).rows()).toEqual([row()]));
  it('say what role they are held against', () => {
    expect(given(happened(NeedsAssessmentOpened({ ...opening, roleProfileId }), at)).rows()).toEqual([row({ roleProfileId })]);
  });
  it('name their needs, without those withdrawn', () => {
    expect(given(opened, identified(first), identified(second), withdrawn).rows()).toEqual([row({ needIds: [second] })]);
  });
  it('are open until they are completed', () => {
    expect(given(opened, identified(second), completed).rows()).toEqual([row({ needIds: [second], status: 'completed', completedAt: at.occurredAt })]);
  });
  it('name no need that was found to be a mistake', () => {
    expect(given(opened, identified(second), completed, mistaken).rows()).toMatchObject([{ needIds: [], status: 'completed' }]);
  });
  it('say how ready somebody was, and by which model', () => {
    const stage = { model: 'stages-of-change', stage: 'action', recordedBy: practitionerId, at: at.occurredAt };
    expect(given(opened, ready).rows()).toEqual([row({ readiness: [stage] })]);
  });
  it('hold in PostgreSQL', () => given(opened, ready, identified(first), identified(second), withdrawn, completed, mistaken).throughPostgres());
});
