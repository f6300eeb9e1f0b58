import { NeedMet, NeedStandingCorrected } from '@cairn/contracts/assessment';
import { AssessmentWarningRaised, NeedStatementCorrected, RatingCorrected } from '@cairn/contracts/assessment/internal';
import { specFor, stateAfter } from '@cairn/testing';
import {
  assessmentId,
  completed,
  day,
  evidenceId,
  frameworkId,
  id,
  identified,
  library,
  needId,
  observed,
  observerId,
  opened,
  practitionerId,
  selfAssessed,
  settingId,
  withdrawn,
} from '../fixtures/needs.js';
import { correctRating, correctStanding, correctStatement, NeedNotStanding, RatingNotFound, RatingOfAnother, RatingUnchanged } from './corrections.decider.js';
import { LevelNotOnScale, NotYetHappened } from './evidence.decider.js';
import { meetNeed, need as needStream, NeedAlreadyMet } from './need.decider.js';
import { AssessmentNotFound, needsAssessment } from './needs-assessment.decider.js';
import { NeedNotFound, NeedWithoutEvidence } from './needs.decider.js';

const { given } = specFor(needsAssessment);
const closed = [opened, selfAssessed(4), observed(3), identified, completed] as const;

describe('a rating of a completed assessment', () => {
  const used = { frameworkId, version: '1' };
  const correct = (level: number, by = observerId, of = id(6, 2)) =>
    correctRating({ assessmentId, evidenceId: of, code: 'LT4', level, reason: 'a slip of the pen' }, { by, framework: library });
  const corrected = (from: number, to: number, correctsRevision: string) =>
    RatingCorrected({
      ...{ assessmentId, evidenceId: id(6, 2), practitionerId, settingId, framework: used, source: 'observation' as const, raterId: observerId },
      ...{ code: 'LT4', from, to, correctsRevision, reason: 'a slip of the pen' },
    });

  it('is put right: from, to, and which event was wrong', () =>
    given(...closed)
      .when(correct(5))
      .then(corrected(3, 5, '2')));
  it('is put right again: the correction is what is corrected then', () =>
    given(...closed, corrected(3, 5, '2'))
      .when(correct(4))
      .then(corrected(5, 4, '5')));
  it('may show only now that sources disagree', () => {
    const detail = 'On the item LT4 2 raters lie 3 levels apart: look at the evidence together.';
    const warning = { code: 'SOURCES_DISAGREE', detail, about: { kind: 'needs assessment', id: assessmentId }, personId: practitionerId, settingId };
    given(...closed)
      .when(correct(1))
      .then(corrected(3, 1, '2'), AssessmentWarningRaised({ ...warning, taskFor: { role: 'setting-leader', personId: null } }));
  });
  it('is put right by who gave it', () => {
    given(...closed)
      .when(correct(5, practitionerId))
      .thenRejects(RatingOfAnother);
  });
  it('is another level of the same scale', () => {
    expect(
      given(...closed)
        .when(correct(3))
        .thenRejects(RatingUnchanged),
    ).toBe('The rating is 3 already.');
    given(...closed)
      .when(correct(6))
      .thenRejects(LevelNotOnScale);
  });
  it('is there', () => {
    given(...closed)
      .when(correct(5, observerId, id(6, 8)))
      .thenRejects(RatingNotFound);
    given().when(correct(5)).thenRejects(AssessmentNotFound);
  });
});

describe('the statement of a need of a completed assessment', () => {
  const correct = correctStatement({ assessmentId, needId, statement: 'Leading change with a new team', reason: 'the team is new' });
  const corrected = (correctsRevision: string) =>
    NeedStatementCorrected({
      assessmentId,
      needId,
      practitionerId,
      settingId,
      statement: 'Leading change with a new team',
      correctsRevision,
      reason: 'the team is new',
    });
  it('is put right, and the event that was wrong is named', () =>
    given(...closed)
      .when(correct)
      .then(corrected('3')));
  it('is put right again', () =>
    given(...closed, corrected('3'))
      .when(correct)
      .then(corrected('5')));
  it('takes a need that is there', () => {
    given(opened).when(correct).thenRejects(NeedNotFound);
  });
});

describe('a need of a completed assessment that was a mistake', () => {
  const correct = correctStanding({ assessmentId, needId, reason: 'it was about somebody else' });
  const corrected = NeedStandingCorrected({
    ...{ assessmentId, needId, practitionerId, settingId, from: 'standing', to: 'withdrawn', correctsRevision: '4', reason: 'it was about somebody else' },
  });
  it('does not stand any more', () =>
    given(...closed)
      .when(correct)
      .then(corrected));
  it('is found a mistake once', () => {
    expect(
      given(...closed, corrected)
        .when(correct)
        .thenRejects(NeedNotStanding),
    ).toBe('This need does not stand any more.');
  });
  it('is withdrawn instead while the assessment is open', () => {
    expect(given(opened, identified).when(correct).thenRejects(NeedNotStanding)).toBe('The assessment is still open, so its needs do not stand yet.');
  });
  it('was there', () => {
    given(opened).when(correct).thenRejects(NeedNotFound);
  });
});

describe('a need', () => {
  const become = specFor(needStream);
  const assessment = stateAfter(needsAssessment, closed);
  const data = { assessmentId, needId, metOn: day, evidence: [{ kind: 'observation' as const, reference: evidenceId }] };
  const met = NeedMet({ ...data, practitionerId, settingId });
  const meet = (change: Partial<typeof data> = {}, history = assessment) => meetNeed({ ...data, ...change }, { assessment: history, day });

  it('is met, on evidence', () => become.given().when(meet()).then(met));
  it('is met once', () => {
    expect(become.given(met).when(meet()).thenRejects(NeedAlreadyMet)).toBe('This need was met on 2019-01-14 already.');
  });
  it('is met when it stands', () => {
    become.given().when(meet({}, needsAssessment.initial)).thenRejects(AssessmentNotFound);
    become
      .given()
      .when(meet({ needId: id(9, 9) }))
      .thenRejects(NeedNotFound);
    for (const history of [
      [opened, identified],
      [opened, identified, withdrawn],
    ])
      become
        .given()
        .when(meet({}, stateAfter(needsAssessment, history)))
        .thenRejects(NeedNotStanding);
  });
  it('is met on evidence, and not in the future', () => {
    become
      .given()
      .when(meet({ evidence: [] }))
      .thenRejects(NeedWithoutEvidence);
    become
      .given()
      .when(meet({ metOn: '2019-01-15' }))
      .thenRejects(NotYetHappened);
  });
});
