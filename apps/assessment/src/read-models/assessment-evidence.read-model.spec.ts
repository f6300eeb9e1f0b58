import { PriorLearningRecorded, RatingCorrected, ServiceUserOutcomeRecorded } from '@cairn/contracts/assessment/internal';
import { happened, specForReadModel } from '@cairn/testing';
import { assessmentId, day, evidenceId, frameworkId, id, observed, observerId, practitionerId, selfAssessed, settingId } from '../fixtures/needs.js';
import { assessmentEvidence } from './assessment-evidence.read-model.js';

const occurredAt = '2019-01-15T09:00:00.000Z';
const recorded = { assessmentId, practitionerId, settingId, framework: { frameworkId, version: '1' } };
const own = happened(selfAssessed(4), { occurredAt });
const seen = happened(observed(2), { occurredAt });
const learned = happened(
  PriorLearningRecorded({ ...recorded, evidenceId: id(6, 3), recognisedBy: observerId, kind: 'course', learnedOn: '2017-07-01', title: 'Elklan', ratings: [] }),
  { occurredAt },
);
const figures = {
  codes: ['LT4'],
  measure: 'children who join in',
  unit: 'per cent',
  from: '2018-09-03',
  until: '2018-12-21',
  before: null,
  after: 61.5,
  cohort: 24,
};
const outcome = happened(ServiceUserOutcomeRecorded({ ...recorded, evidenceId: id(6, 4), ...figures }), { occurredAt });
const correct = (from: number, to: number, correctsRevision: string) =>
  happened(
    RatingCorrected({ ...recorded, evidenceId, source: 'self-assessment', raterId: practitionerId, code: 'LT4', from, to, correctsRevision, reason: 'a slip' }),
    { occurredAt },
  );
const row = (evidence: string, source: string, change: object) => ({
  ...{ evidenceId: evidence, assessmentId, practitionerId, frameworkId, version: '1', source, raterId: observerId, at: occurredAt, revision: '0' },
  ...{ ratings: [], told: [], figures: null, ...change },
});
const ownRow = (change: object = {}) =>
  row(evidenceId, 'self-assessment', {
    ...{ raterId: practitionerId, ratings: [{ code: 'LT4', level: 4, corrections: [] }], told: [{ what: 'reflection', text: 'I hold back.' }], ...change },
  });
const { given } = specForReadModel(assessmentEvidence);

describe('the evidence of an assessment', () => {
  it('has one row for each piece, with who gave it', () => {
    const told = [
      { what: 'activity', text: 'a staff meeting' },
      { what: 'strengths', text: 'listens' },
      { what: 'next steps', text: 'says what follows' },
    ];
    const ratings = [{ code: 'LT4', level: 2, corrections: [] }];
    expect(given(own, seen, learned, outcome).rows()).toEqual([
      ownRow(),
      row(id(6, 2), 'observation', { at: day, revision: '1', ratings, told }),
      row(id(6, 3), 'prior-learning', { revision: '2', told: [{ what: 'title', text: 'Elklan' }] }),
      row(id(6, 4), 'service-user-outcome', { raterId: null, revision: '3', figures }),
    ]);
  });
  it('shows a rating as it was and as it was put right', () => {
    const corrections = [
      { from: 4, to: 3, correctsRevision: '0', revision: '1', at: occurredAt },
      { from: 3, to: 5, correctsRevision: '1', revision: '2', at: occurredAt },
    ];
    expect(given(own, correct(4, 3, '0'), correct(3, 5, '1')).rows()).toEqual([ownRow({ ratings: [{ code: 'LT4', level: 5, corrections }] })]);
  });
  it('holds in PostgreSQL', () => given(own, seen, learned, outcome, correct(4, 3, '0')).throughPostgres());
});
