import { PlanningWarningRaised } from '@cairn/contracts/planning/internal';
import { warned, type DomainError, type NewEvent } from '@cairn/event-sourcing';
import { specFor } from '@cairn/testing';
import { need, settingId } from '../fixtures/ipswich.js';
import {
  ana,
  as,
  ben,
  bothAgreed,
  lead,
  needOfBen,
  objective,
  objectiveRevised,
  objectiveSet,
  objectiveWithdrawn,
  planActivated,
  planAgreed,
  planCompleted,
  planDrafted,
  planFromTemplate,
  planId,
  stranger,
  template,
  words,
  written,
} from '../fixtures/plans.js';
import { ObjectiveNotDerivedFromNeed } from './derivation.decider.js';
import {
  NoStretch,
  ObjectiveAlreadyWithdrawn,
  ObjectiveNotAgreed,
  ObjectiveNotFound,
  OneSidedGoal,
  reviseObjective,
  setObjective,
  TooManyObjectives,
  withdrawObjective,
} from './objectives.decider.js';
import { PlanOfOthers, plan, PlanCompletedImmutable, PlanNotFound } from './plan.decider.js';
import { ObjectiveDateInPast, ObjectiveNotSmart } from './smart.decider.js';

const { given } = specFor(plan);
const writing = {
  ...{ practitionerId: ben, objectiveId: objective(1), needIds: [need(1)], written, needs: [needOfBen], template: null },
  ...{ setOn: '2026-11-24', by: as(ana) },
};
const set = (changes: Partial<typeof written> | Record<string, unknown> = {}, more: Partial<typeof writing> = {}) =>
  setObjective({ ...writing, ...more, written: { ...written, ...changes } as typeof written });
const revision = { ...writing, reason: 'The room has changed' };
const withdrawal = { practitionerId: ben, objectiveId: objective(1), reason: 'Reached before', by: as(ana) };
const warning = (broken: DomainError): NewEvent<'PlanningWarningRaised'> => {
  const taskFor = { role: 'supporter', personId: ana };
  return PlanningWarningRaised(warned(broken, { about: { kind: 'plan', id: planId }, personId: ben, settingId, taskFor }));
};

describe('setting an objective', () => {
  it('keeps its words, its measure and its needs', () => given(planDrafted()).when(set()).then(objectiveSet()));
  it('is for the parties of the plan, under the name of its practitioner', () => {
    given(planDrafted())
      .when(set({}, { by: as(lead, 'programme-lead') }))
      .thenRejects(PlanOfOthers);
    given(planDrafted())
      .when(set({}, { practitionerId: stranger }))
      .thenRejects(PlanNotFound);
    given().when(set()).thenRejects(PlanNotFound);
  });
  it('ends with the plan', () => {
    given(planDrafted(), objectiveSet(), planActivated(), planCompleted()).when(set()).thenRejects(PlanCompletedImmutable);
  });
  it('stops at fifty', () => {
    given(planDrafted(), ...Array.from({ length: 50 }, (_, n) => objectiveSet(n + 2)))
      .when(set())
      .thenRejects(TooManyObjectives);
  });
  it('notes that every word of it is the template’s', () => {
    given(planFromTemplate())
      .when(set({}, { template } as object))
      .then(objectiveSet(1, { fromTemplate: true }));
    given(planFromTemplate())
      .when(set({ support: 'A visit' }, { template } as object))
      .then(objectiveSet(1, { words: { ...words, support: 'A visit' } }));
  });
});

describe('the letters', () => {
  it.each<[string, Record<string, unknown>]>([
    ['missing: specific (no statement)', { statement: ' ' }],
    ['missing: specific (no difference that it will make)', { difference: null }],
    ['missing: measurable (no measure)', { instrument: undefined }],
    ['missing: measurable (no baseline)', { baseline: null }],
    ['missing: measurable (no target)', { target: undefined }],
    ['missing: measurable (the target equals the baseline, 3)', { target: 3 }],
    ['missing: achievable (no current level)', { currentLevel: '' }],
    ['missing: achievable (no support)', { support: null }],
    ['missing: relevant (no personal or organisational reason)', { personalReason: null, organisationalReason: ' ' }],
    ['missing: time-bound (no due date)', { dueOn: null }],
    ['missing: measurable (no baseline), time-bound (no due date)', { baseline: null, dueOn: null }],
  ])('%s', (sentence, changes) => expect(given(planDrafted()).when(set(changes)).thenRejects(ObjectiveNotSmart)).toBe(sentence));
  it('tell each gap apart, with its field', () => {
    const gaps = [
      { letter: 'measurable', lacks: 'no baseline', path: 'baseline' } as const,
      { letter: 'time-bound', lacks: 'no due date', path: 'dueOn' } as const,
    ];
    expect(ObjectiveNotSmart(gaps).violations).toEqual([
      { code: 'OBJECTIVE_NOT_SMART', detail: 'missing: measurable (no baseline)', path: 'baseline' },
      { code: 'OBJECTIVE_NOT_SMART', detail: 'missing: time-bound (no due date)', path: 'dueOn' },
    ]);
  });
  it('know no yesterday', () => {
    expect(
      given(planDrafted())
        .when(set({ dueOn: '2026-11-23' }))
        .thenRejects(ObjectiveDateInPast),
    ).toBe('The due date 2026-11-23 lies before 2026-11-24, the day on which the objective is set.');
    given(planDrafted())
      .when(set({ dueOn: '2026-11-24' }))
      .then(objectiveSet(1, { dueOn: '2026-11-24' }));
  });
});

describe('the need behind an objective', () => {
  const sentence = (needs: number, why: string, one = 1) =>
    `An objective derives from needs that a completed assessment has found for the same practitioner; ${one} of ${needs} do not count: ${why}.`;
  it.each<[string, object]>([
    [sentence(0, 'the objective names no need'), { needIds: [] }],
    [sentence(1, 'no assessment has found it'), { needs: [] }],
    [sentence(1, 'it was found for another person'), { needs: [{ ...needOfBen, practitionerId: stranger }] }],
    [sentence(1, 'its assessment is not completed'), { needs: [{ ...needOfBen, status: 'open' }] }],
    [sentence(1, 'it was withdrawn'), { needs: [{ ...needOfBen, status: 'withdrawn' }] }],
    [sentence(2, 'no assessment has found it'), { needIds: [need(1), need(2)] }],
  ])('%s', (expected, more) => expect(given(planDrafted()).when(set({}, more)).thenRejects(ObjectiveNotDerivedFromNeed)).toBe(expected));
  it('is asked for before the letters', () => {
    given(planDrafted())
      .when(set({ dueOn: null }, { needs: [] }))
      .thenRejects(ObjectiveNotDerivedFromNeed);
  });
});

describe('a challenging and personal goal', () => {
  it('gives both reasons', () => {
    const personal = { ...words, organisationalReason: null };
    given(planDrafted())
      .when(set({ organisationalReason: null }))
      .then(objectiveSet(1, { words: personal }), warning(OneSidedGoal('organisational')));
    given(planDrafted())
      .when(set({ personalReason: null }))
      .then(objectiveSet(1, { words: { ...words, personalReason: null } }), warning(OneSidedGoal('personal')));
  });
  it('says what could not yet be done alone', () =>
    given(planDrafted())
      .when(set({ stretch: '' }))
      .then(objectiveSet(1, { words: { ...words, stretch: null } }), warning(NoStretch(3, 7))));
});

describe('revising an objective', () => {
  const agreed = [planDrafted(), objectiveSet(), ...bothAgreed()];
  it('leaves the agreed version and adds another', () => {
    given(...agreed)
      .when(reviseObjective(revision))
      .then(objectiveRevised());
    given(...agreed, planActivated(), objectiveRevised())
      .when(reviseObjective(revision))
      .then(objectiveRevised(1, 3));
  });
  it('waits until both have agreed to version 1', () => {
    given(planDrafted(), objectiveSet()).when(reviseObjective(revision)).thenRejects(ObjectiveNotAgreed);
    given(planDrafted(), objectiveSet(), planAgreed('supporter')).when(reviseObjective(revision)).thenRejects(ObjectiveNotAgreed);
  });
  it('needs no second agreement for what was set under way', () =>
    given(...agreed, planActivated(), objectiveSet(2))
      .when(reviseObjective({ ...revision, objectiveId: objective(2) }))
      .then(objectiveRevised(2)));
  it('holds to the same rules', () => {
    given(...agreed)
      .when(reviseObjective({ ...revision, written: { ...written, dueOn: '2026-01-01' } }))
      .thenRejects(ObjectiveDateInPast);
    given(...agreed)
      .when(reviseObjective({ ...revision, needs: [] }))
      .thenRejects(ObjectiveNotDerivedFromNeed);
  });
  it('is of one that is there', () => {
    given(...agreed)
      .when(reviseObjective({ ...revision, objectiveId: objective(9) }))
      .thenRejects(ObjectiveNotFound);
    given(...agreed, objectiveWithdrawn())
      .when(reviseObjective(revision))
      .thenRejects(ObjectiveAlreadyWithdrawn);
  });
});

describe('withdrawing an objective', () => {
  it('names the version that it ends with', () => {
    given(planDrafted(), objectiveSet()).when(withdrawObjective(withdrawal)).then(objectiveWithdrawn());
    given(planDrafted(), objectiveSet(), ...bothAgreed(), objectiveRevised())
      .when(withdrawObjective(withdrawal))
      .then(objectiveWithdrawn(1, 2));
  });
  it('is done once', () => {
    given(planDrafted(), objectiveSet(), objectiveWithdrawn()).when(withdrawObjective(withdrawal)).thenRejects(ObjectiveAlreadyWithdrawn);
  });
});
