import {
  ActionDispositionRecorded,
  ActionImplemented,
  ActionPlanned,
  CycleClosed,
  CycleReviewed,
  QualityCycleOpened,
  SelfEvaluationRecorded,
} from '@cairn/contracts/planning/internal';
import { defineRule, defineStream, unreachable, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';

/** In this order, never back. */
export const phases = ['self-evaluation', 'action-planning', 'implementation', 'review', 'closed'] as const;
export type Phase = (typeof phases)[number];

interface Action {
  readonly ownerId: string;
  readonly status: 'open' | 'implemented' | 'carried-forward' | 'dropped';
}
export interface Cycle {
  readonly cycleId: string;
  readonly settingId: string;
  readonly phase: Phase;
  readonly findings: ReadonlySet<string>;
  readonly actions: ReadonlyMap<string, Action>;
}
export type CycleState = { readonly phase: 'absent' } | Cycle;

/** One round of quality improvement in one setting: self-evaluation, action planning, implementation, review. */
export const qualityCycle = defineStream({
  category: 'qualitycycle',
  events: [QualityCycleOpened, SelfEvaluationRecorded, ActionPlanned, ActionImplemented, ActionDispositionRecorded, CycleReviewed, CycleClosed],
  initial: { phase: 'absent' } as CycleState,
  evolve: (state, event): CycleState => {
    if (event.type === 'QualityCycleOpened') {
      const { cycleId, settingId } = event.data;
      return { cycleId, settingId, phase: 'self-evaluation', findings: new Set(), actions: new Map() };
    }
    if (state.phase === 'absent') return state;
    switch (event.type) {
      case 'SelfEvaluationRecorded':
        return { ...state, findings: new Set(state.findings).add(event.data.findingId) };
      case 'ActionPlanned':
        return { ...settled(state, event.data.actionId, { ownerId: event.data.ownerId, status: 'open' }), phase: 'action-planning' };
      case 'ActionImplemented':
        return { ...settled(state, event.data.actionId, { ownerId: event.data.ownerId, status: 'implemented' }), phase: 'implementation' };
      case 'ActionDispositionRecorded':
        return settled(state, event.data.actionId, { ownerId: event.data.ownerId, status: event.data.disposition });
      case 'CycleReviewed':
        return { ...state, phase: 'review' };
      case 'CycleClosed':
        return { ...state, phase: 'closed' };
      default:
        return unreachable(event, state);
    }
  },
});
export type CycleDecision = Decide<CycleState, EventIn<typeof qualityCycle>>;

const settled = (cycle: Cycle, actionId: string, action: Action): Cycle => ({ ...cycle, actions: new Map(cycle.actions).set(actionId, action) });

export const CycleNotFound = defineRule('000-12', 'NOT_FOUND', () => 'No quality cycle with this id.', { kind: 'not-found' });
export const CycleActionUnknown = defineRule('000-12', 'CYCLE_ACTION_UNKNOWN', (actions: number) => `This is none of the ${actions} actions of the cycle.`);
export const CycleFindingUnknown = defineRule(
  '000-12',
  'CYCLE_FINDING_UNKNOWN',
  (findings: number) => `This is none of the ${findings} findings of the cycle.`,
);
export const CycleActionSettled = defineRule('000-12', 'CYCLE_ACTION_SETTLED', (status: string) => `This action is ${status}, no longer open.`);
export const CyclePhaseOutOfOrder = defineRule(
  '000-12',
  'CYCLE_PHASE_OUT_OF_ORDER',
  (phase: Phase, step: string, why: string) => `The cycle is at ${phase}, step ${phases.indexOf(phase) + 1} of ${phases.length}: ${step} ${why}.`,
);
export const CycleHasOpenActions = defineRule(
  '000-12',
  'CYCLE_HAS_OPEN_ACTIONS',
  (open: number, actions: number) => `${open} of ${actions} actions are open: each is carried out, carried forward or dropped before the cycle closes.`,
);

function at(state: CycleState, step: string, ...allowed: readonly Phase[]): Cycle {
  if (state.phase === 'absent') throw CycleNotFound();
  if (!allowed.includes(state.phase)) throw CyclePhaseOutOfOrder(state.phase, step, `belongs to ${allowed.join(' or ')}`);
  return state;
}

function openAction({ actions }: Cycle, actionId: string): Action {
  const action = actions.get(actionId);
  if (!action) throw CycleActionUnknown(actions.size);
  if (action.status !== 'open') throw CycleActionSettled(action.status);
  return action;
}

const count = ({ actions }: Cycle, status: Action['status']) => [...actions.values()].filter((action) => action.status === status).length;
const idsOf = ({ cycleId, settingId }: Cycle) => ({ cycleId, settingId });

export const openCycle =
  (data: DataOf<typeof QualityCycleOpened>): CycleDecision =>
  (state) =>
    state.phase === 'absent' ? [QualityCycleOpened(data)] : [];

export const recordSelfEvaluation =
  (data: Omit<DataOf<typeof SelfEvaluationRecorded>, 'cycleId' | 'settingId'>): CycleDecision =>
  (state) => [SelfEvaluationRecorded({ ...idsOf(at(state, 'a self-evaluation', 'self-evaluation')), ...data })];

/** An action rests on a finding: what was never found needs no action. */
export const planAction =
  (data: Omit<DataOf<typeof ActionPlanned>, 'cycleId' | 'settingId'>): CycleDecision =>
  (state) => {
    const cycle = at(state, 'planning an action', 'self-evaluation', 'action-planning');
    if (cycle.findings.size === 0) throw CyclePhaseOutOfOrder(cycle.phase, 'planning an action', 'comes after the first of 0 findings');
    if (!cycle.findings.has(data.findingId)) throw CycleFindingUnknown(cycle.findings.size);
    return [ActionPlanned({ ...idsOf(cycle), ...data })];
  };

export const implementAction =
  (actionId: string): CycleDecision =>
  (state) => {
    const cycle = at(state, 'carrying out an action', 'action-planning', 'implementation');
    return [ActionImplemented({ ...idsOf(cycle), actionId, ownerId: openAction(cycle, actionId).ownerId })];
  };

export const disposeOfAction =
  ({ actionId, ...rest }: Pick<DataOf<typeof ActionDispositionRecorded>, 'actionId' | 'disposition' | 'reason'>): CycleDecision =>
  (state) => {
    const cycle = at(state, 'settling what becomes of an action', 'action-planning', 'implementation', 'review');
    return [ActionDispositionRecorded({ ...idsOf(cycle), actionId, ownerId: openAction(cycle, actionId).ownerId, ...rest })];
  };

/** A review looks back on something: at least one action was carried out, or it was settled that none will be. */
export const reviewCycle =
  (data: Omit<DataOf<typeof CycleReviewed>, 'cycleId' | 'settingId'>): CycleDecision =>
  (state) => {
    const cycle = at(state, 'a review', 'action-planning', 'implementation');
    if (cycle.phase === 'action-planning' && count(cycle, 'open') > 0)
      throw CyclePhaseOutOfOrder(cycle.phase, 'a review', `comes after implementation, and 0 of ${cycle.actions.size} actions were carried out`);
    return [CycleReviewed({ ...idsOf(cycle), ...data })];
  };

export const closeCycle = (): CycleDecision => (state) => {
  const cycle = at(state, 'closing', 'review');
  const open = count(cycle, 'open');
  if (open > 0) throw CycleHasOpenActions(open, cycle.actions.size);
  const figures = { implemented: count(cycle, 'implemented'), carriedForward: count(cycle, 'carried-forward'), dropped: count(cycle, 'dropped') };
  return [CycleClosed({ ...idsOf(cycle), ...figures })];
};
