import { AssessmentWarningRaised, PriorLearningRecorded, ServiceUserOutcomeRecorded } from '@cairn/contracts/assessment/internal';
import { specFor } from '@cairn/testing';
import {
  assessmentId,
  completed,
  day,
  evidenceId,
  frameworkId,
  id,
  identified,
  library,
  observed,
  observerId,
  opened,
  practitionerId,
  selfAssessed,
  settingId,
} from '../fixtures/needs.js';
import {
  CohortTooSmall,
  FrameworkItemUnknown,
  ItemRatedTwice,
  LevelNotOnScale,
  NotYetHappened,
  ObserverIsPractitioner,
  PeriodReversed,
  recordObservation,
  recordPriorLearning,
  recordSelfAssessment,
  recordServiceUserOutcome,
  SelfAssessmentByAnother,
  ServiceUserIdentifiable,
} from './evidence.decider.js';
import { AssessmentClosed, AssessmentFull, AssessmentNotFound, FrameworkNotInForce, needsAssessment } from './needs-assessment.decider.js';

const { given } = specFor(needsAssessment);
type Ratings = { code: string; level: number }[];
const own = { framework: library, by: practitionerId, day };
const others = { framework: library, by: observerId, day };
const assessSelf = (ratings: Ratings, judged = own) => recordSelfAssessment({ assessmentId, evidenceId, ratings, reflection: 'I hold back.' }, judged);
const observation = { assessmentId, evidenceId: id(6, 2), observedOn: day, activity: 'a staff meeting', strengths: 'listens', nextSteps: 'says what follows' };
const observe = (level: number, judged = others) => recordObservation({ ...observation, ratings: [{ code: 'LT4', level }] }, judged);
const disagree = (detail: string) =>
  AssessmentWarningRaised({
    ...{ code: 'SOURCES_DISAGREE', detail, about: { kind: 'needs assessment', id: assessmentId }, personId: practitionerId, settingId },
    taskFor: { role: 'setting-leader', personId: null },
  });

describe('a self-assessment', () => {
  it('rates items on their scale', () =>
    given(opened)
      .when(assessSelf([{ code: 'LT4', level: 3 }]))
      .then(selfAssessed(3)));
  it('is the practitioner’s own', () => {
    given(opened)
      .when(assessSelf([{ code: 'LT4', level: 3 }], others))
      .thenRejects(SelfAssessmentByAnother);
  });
  it('rates no item that the version does not have', () => {
    const sentence = given(opened)
      .when(
        assessSelf([
          { code: 'LT4', level: 3 },
          { code: 'LT8', level: 3 },
        ]),
      )
      .thenRejects(FrameworkItemUnknown);
    expect(sentence).toBe('Item 2 of 2 is not in version 1, which this assessment uses.');
  });
  it.each([
    ['LT4', 6, 'The level 6 is not on the scale of LT4: it can be 1, 2, 3, 4, 5.'],
    ['LT4', 2.5, 'The level 2.5 is not on the scale of LT4: it can be 1, 2, 3, 4, 5.'],
    ['LT9', 1, 'The item LT9 has no scale in this version, so nothing rates it.'],
  ])('does not rate %s with %s', (code, level, detail) => {
    expect(
      given(opened)
        .when(assessSelf([{ code, level }]))
        .thenRejects(LevelNotOnScale),
    ).toBe(detail);
  });
  it('rates an item once', () => {
    const sentence = given(opened)
      .when(
        assessSelf([
          { code: 'LT4', level: 3 },
          { code: 'LT4', level: 4 },
        ]),
      )
      .thenRejects(ItemRatedTwice);
    expect(sentence).toBe('One rater gives an item one level at a time; LT4 has 2 here.');
  });
  it.each(['2018-08-31', '2019-09-01'])('is not made on %s, when the version was not in force', (on) => {
    given(opened)
      .when(assessSelf([{ code: 'LT4', level: 3 }], { ...own, day: on }))
      .thenRejects(FrameworkNotInForce);
  });
  it('takes an assessment that is open', () => {
    const rate = assessSelf([{ code: 'LT4', level: 3 }]);
    given().when(rate).thenRejects(AssessmentNotFound);
    given(opened, identified, completed).when(rate).thenRejects(AssessmentClosed);
  });
  it('is one of at most 200 pieces of evidence', () => {
    const many = Array.from({ length: 200 }, (_, number) => selfAssessed(3, id(6, number)));
    const sentence = given(opened, ...many)
      .when(assessSelf([{ code: 'LT4', level: 3 }]))
      .thenRejects(AssessmentFull);
    expect(sentence).toBe('This assessment has 200 of 200 pieces of evidence.');
  });
});

describe('an observation', () => {
  it('is recorded with its feedback', () => given(opened).when(observe(3)).then(observed(3)));
  it('is not the practitioner’s own', () => {
    given(opened).when(observe(3, own)).thenRejects(ObserverIsPractitioner);
  });
  it('is judged by the day on which it was made', () => {
    const ratings = [{ code: 'LT4', level: 3 }];
    given(opened)
      .when(recordObservation({ ...observation, observedOn: '2018-08-31', ratings }, others))
      .thenRejects(FrameworkNotInForce);
    const sentence = given(opened)
      .when(recordObservation({ ...observation, observedOn: '2019-01-15', ratings }, others))
      .thenRejects(NotYetHappened);
    expect(sentence).toBe('It cannot have happened on 2019-01-15: it is 2019-01-14.');
  });
});

describe('sources that differ', () => {
  it('by one level are only different', () => given(opened, selfAssessed(4)).when(observe(3)).then(observed(3)));
  it('by two levels disagree: somebody has to look at it, and nothing is averaged', () =>
    given(opened, selfAssessed(4)).when(observe(2)).then(observed(2), disagree('On the item LT4 2 raters lie 2 levels apart: look at the evidence together.')));
  it('raise no second warning while they come no further apart', () => {
    const third = { framework: library, by: id(7, 2), day };
    given(opened, selfAssessed(4), observed(2))
      .when(observe(3, third))
      .then(observed(3, { by: id(7, 2) }));
    given(opened, selfAssessed(4), observed(2))
      .when(observe(1, third))
      .then(observed(1, { by: id(7, 2) }), disagree('On the item LT4 3 raters lie 3 levels apart: look at the evidence together.'));
  });
  it('are compared by what each rater has said last', () => {
    const again = { evidenceId: id(6, 3), ratings: [{ code: 'LT4', level: 3 }] };
    given(opened, selfAssessed(4), observed(3, { evidence: id(6, 4) }))
      .when(recordObservation({ ...observation, ...again }, others))
      .then(observed(3, { evidence: id(6, 3) }));
    given(opened, selfAssessed(1), selfAssessed(4, id(6, 5)))
      .when(observe(3))
      .then(observed(3));
  });
});

describe('prior learning', () => {
  const certificate = { assessmentId, evidenceId, kind: 'qualification' as const, learnedOn: '2017-07-01', title: 'A level 3 diploma' };
  const used = { frameworkId, version: '1' };
  it('is recognised by somebody, with or without a level', () => {
    for (const ratings of [[], [{ code: 'LT4', level: 3 }]])
      given(opened)
        .when(recordPriorLearning({ ...certificate, ratings }, others))
        .then(PriorLearningRecorded({ ...certificate, practitionerId, settingId, framework: used, recognisedBy: observerId, ratings }));
  });
  it('lies behind', () => {
    given(opened)
      .when(recordPriorLearning({ ...certificate, learnedOn: '2019-01-15', ratings: [] }, others))
      .thenRejects(NotYetHappened);
  });
});

describe('an outcome for service users', () => {
  const figures = {
    ...{ assessmentId, evidenceId, codes: ['LT4'], measure: 'children who join in at group time', unit: 'per cent' },
    ...{ from: '2018-09-03', until: '2018-12-21', before: 54, after: 61.5, cohort: 24 },
  };
  const record = (change: Partial<typeof figures> = {}) => recordServiceUserOutcome({ ...figures, ...change }, { framework: library, day });

  it('is a figure over many', () =>
    given(opened)
      .when(record())
      .then(ServiceUserOutcomeRecorded({ ...figures, practitionerId, settingId, framework: { frameworkId, version: '1' } })));
  it.each([0, 4])('is over at least 5, not over %s', (cohort) => {
    expect(given(opened).when(record({ cohort })).thenRejects(CohortTooSmall)).toBe(
      `An outcome is recorded over at least 5 service users, so that nobody can be told; this one is over ${cohort}.`,
    );
  });
  it.each([
    ['words by ann@example.org', 'an e-mail address'],
    ['words, see http://example.org/ann', 'a web address'],
    ['words of 7f3f9f57-3c4c-4b0f-8a84-000000000001', 'an id'],
    ['words of 943 476 5919', 'a number of a record'],
    ['words of the child born 1.2.2015', 'a date'],
    ['words of the child in IP1 2AB', 'a postcode'],
    ['words of Master Ben', 'the name of a person'],
  ])('names nobody: not with "%s"', (measure, found) => {
    expect(given(opened).when(record({ measure })).thenRejects(ServiceUserIdentifiable)).toBe(`An outcome names no service user; this one holds ${found}.`);
  });
  it('may speak of ages and numbers', () => {
    for (const measure of ['children aged 3 - 4 who join in', 'words of 12 or 20 syllables', 'Elklan checklist, part 3']) {
      expect(() => given(opened).when(record({ measure })).thenNothing()).toThrow(/ServiceUserOutcomeRecorded/);
    }
  });
  it('has a period that lies behind', () => {
    given(opened)
      .when(record({ until: '2018-09-02' }))
      .thenRejects(PeriodReversed);
    given(opened)
      .when(record({ until: '2019-01-15' }))
      .thenRejects(NotYetHappened);
  });
  it('belongs to items of the version', () => {
    given(opened)
      .when(record({ codes: ['LT8'] }))
      .thenRejects(FrameworkItemUnknown);
  });
});
