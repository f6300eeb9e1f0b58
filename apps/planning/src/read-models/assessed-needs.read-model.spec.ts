import { NeedIdentified, NeedsAssessmentCompleted, NeedStandingCorrected, NeedWithdrawn } from '@cairn/contracts/assessment';
import { happened, specForReadModel } from '@cairn/testing';
import { need, person, settingId } from '../fixtures/ipswich.js';
import { assessedNeeds } from './assessed-needs.read-model.js';

const practitionerId = person(1);
const assessmentId = need(9);
const stream = `needsassessment-${assessmentId}`;
const identified = (n: number) =>
  NeedIdentified({
    ...{ assessmentId, needId: need(n), practitionerId, settingId, statement: 'Leading a change' },
    evidence: [{ kind: 'self-assessment', reference: 'a conversation' }],
    items: [{ frameworkId: need(8), version: '1', code: 'N1' }],
  });
const withdrawn = (n: number) => NeedWithdrawn({ assessmentId, needId: need(n), practitionerId, reason: 'Found twice' });
const completed = NeedsAssessmentCompleted({ assessmentId, practitionerId, settingId, needIds: [need(1), need(2)] });
const mistaken = NeedStandingCorrected({
  ...{ assessmentId, needId: need(2), practitionerId, settingId, from: 'standing', to: 'withdrawn', correctsRevision: '0', reason: 'Of somebody else' },
});
const given = (...events: Parameters<typeof happened>[0][]) => specForReadModel(assessedNeeds).given(...events.map((event) => happened(event, {}, stream)));

describe('assessed needs', () => {
  it('are those of completed assessments, with where that was said', () =>
    expect(given(completed).rows()).toEqual([
      { needId: need(1), practitionerId, settingId, status: 'assessed', stream, revision: '0' },
      { needId: need(2), practitionerId, settingId, status: 'assessed', stream, revision: '0' },
    ]));
  it('are told from those of an open assessment, and from those that were withdrawn', () =>
    expect(given(identified(1), identified(2), withdrawn(2)).rows()).toEqual([
      { needId: need(1), practitionerId, settingId, status: 'open', stream, revision: '0' },
      { needId: need(2), practitionerId, settingId, status: 'withdrawn', stream, revision: '2' },
    ]));
  it('are none that were found to be a mistake after the assessment was completed', () =>
    expect(given(completed, mistaken).rows()).toMatchObject([
      { needId: need(1), status: 'assessed' },
      { needId: need(2), status: 'withdrawn', stream, revision: '1' },
    ]));
  it('hold in PostgreSQL', () => given(identified(1), identified(2), identified(3), withdrawn(3), completed, mistaken).throughPostgres());
});
