import { ObjectiveRevised, ObjectiveSet, ObjectiveWithdrawn } from '@cairn/contracts/planning';
import { PlanningWarningRaised } from '@cairn/contracts/planning/internal';
import { defineRule, warned, type DataOf } from '@cairn/event-sourcing';
import type { PlanTemplate } from '../plan-template/plan-template.decider.js';
import { requireDerivation, type AssessedNeed } from './derivation.decider.js';
import { changeable, ofPlan, aboutPlan, type By, type Objective, type Plan, type PlanDecision } from './plan.decider.js';
import { smart, type WrittenObjective } from './smart.decider.js';
import { sameWords } from './template-words.js';

export const ObjectiveNotFound = defineRule('000-2', 'NOT_FOUND', () => 'No such objective in this plan.', { kind: 'not-found' });
export const ObjectiveAlreadyWithdrawn = defineRule('000-2', 'OBJECTIVE_WITHDRAWN', () => 'The objective was withdrawn.');
export const ObjectiveNotAgreed = defineRule(
  '000-2',
  'OBJECTIVE_NOT_AGREED',
  () => 'Version 1 of an objective is what both have agreed to; until then it is withdrawn and set anew, not revised.',
);
export const TooManyObjectives = defineRule('000-2', 'TOO_MANY_OBJECTIVES', (live: number) => `The plan has ${live} objectives; more than 50 are no plan.`);
export const OneSidedGoal = defineRule(
  'P2',
  'P2_ONE_SIDED_GOAL',
  (absent: string) => `The objective gives 1 of 2 reasons: no ${absent} one. A goal attends to the person's priorities and to the organisation's.`,
  { force: 'W' },
);
export const NoStretch = defineRule(
  'P2',
  'P2_NO_STRETCH',
  (baseline: number, target: number) => `The objective leads from ${baseline} to ${target}, and does not say what the practitioner could not yet do alone.`,
  { force: 'W' },
);

interface Writing {
  readonly practitionerId: string;
  readonly objectiveId: string;
  readonly needIds: readonly string[];
  readonly written: WrittenObjective;
  /** Those of the needs that are known. */
  readonly needs: readonly AssessedNeed[];
  /** The template of the plan, where it has one. */
  readonly template: PlanTemplate | null;
  /** The day on which it is set. */
  readonly setOn: string;
  readonly by: By;
}

export const setObjective =
  (writing: Writing): PlanDecision =>
  (state) => {
    const its = changeable(state, writing.practitionerId, writing.by);
    const live = [...its.objectives.values()].filter((objective) => objective.live).length;
    if (live >= 50) throw TooManyObjectives(live);
    const content = contentOf(writing);
    return [ObjectiveSet({ ...ofPlan(its), ...content, version: 1 }), ...warningsOf(its, content)];
  };

/** The whole objective is written again: what stood there before is sealed, and cannot be looked into. */
export const reviseObjective =
  ({ reason, ...writing }: Writing & { readonly reason: string }): PlanDecision =>
  (state) => {
    const its = changeable(state, writing.practitionerId, writing.by);
    const { version, agreed } = liveObjective(its, writing.objectiveId);
    if (!agreed) throw ObjectiveNotAgreed();
    const content = contentOf(writing);
    return [ObjectiveRevised({ ...ofPlan(its), ...content, from: version, version: version + 1, reason }), ...warningsOf(its, content)];
  };

export const withdrawObjective =
  ({ practitionerId, objectiveId, reason, by }: Pick<Writing, 'practitionerId' | 'objectiveId' | 'by'> & { readonly reason: string }): PlanDecision =>
  (state) => {
    const its = changeable(state, practitionerId, by);
    const { version } = liveObjective(its, objectiveId);
    return [ObjectiveWithdrawn({ ...ofPlan(its), objectiveId, version, reason })];
  };

export function liveObjective({ objectives }: Plan, objectiveId: string): Objective {
  const objective = objectives.get(objectiveId);
  if (!objective) throw ObjectiveNotFound();
  if (!objective.live) throw ObjectiveAlreadyWithdrawn();
  return objective;
}

type Content = Pick<DataOf<typeof ObjectiveSet>, 'objectiveId' | 'needIds' | 'words' | 'measure' | 'horizon' | 'dueOn' | 'fromTemplate'>;

function contentOf({ objectiveId, practitionerId, needIds, written, needs, template, setOn }: Writing): Content {
  requireDerivation(needIds, needs, practitionerId);
  const content = smart(written, setOn);
  return { objectiveId, needIds: [...needIds], ...content, fromTemplate: standsIn(template, content.words) };
}

const standsIn = (template: PlanTemplate | null, { statement, difference, support }: Content['words']) =>
  template !== null &&
  template.objectives.some((one) => sameWords(one.statement, statement) && sameWords(one.difference, difference) && sameWords(one.support, support));

function warningsOf(its: Plan, { words, measure }: Content) {
  const absent = words.personalReason === null ? 'personal' : words.organisationalReason === null ? 'organisational' : null;
  return [
    ...(absent === null ? [] : [PlanningWarningRaised(warned(OneSidedGoal(absent), aboutPlan(its)))]),
    ...(words.stretch === null ? [PlanningWarningRaised(warned(NoStretch(measure.baseline, measure.target), aboutPlan(its)))] : []),
  ];
}
