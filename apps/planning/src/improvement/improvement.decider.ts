import { ImprovementAdopted, ImprovementProposed, PlanningWarningRaised } from '@cairn/contracts/planning/internal';
import { defineRule, defineStream, unreachable, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';
import { byPolicy } from '../policy-rule.decider.js';

export type Improvement =
  | { readonly status: 'absent' }
  | { readonly status: 'proposed' | 'adopted'; readonly improvementId: string; readonly settingId: string; readonly proposedBy: string };

/** One proposal of how the service could be better, from a reflection or out of the blue, until it is adopted. */
export const improvement = defineStream({
  category: 'improvement',
  events: [ImprovementProposed, ImprovementAdopted, PlanningWarningRaised],
  initial: { status: 'absent' } as Improvement,
  evolve: (state, event): Improvement => {
    switch (event.type) {
      case 'ImprovementProposed': {
        const { improvementId, settingId, proposedBy } = event.data;
        return { status: 'proposed', improvementId, settingId, proposedBy };
      }
      case 'ImprovementAdopted':
        return state.status === 'absent' ? state : { ...state, status: 'adopted' };
      case 'PlanningWarningRaised':
        return state;
      default:
        return unreachable(event, state);
    }
  },
});
export type ImprovementDecision = Decide<Improvement, EventIn<typeof improvement>>;

export const ImprovementNotFound = defineRule('004-2', 'NOT_FOUND', () => 'No improvement with this id.', { kind: 'not-found' });
export const ImprovementAlreadyAdopted = defineRule('004-2', 'IMPROVEMENT_ALREADY_ADOPTED', () => 'This improvement was adopted before.');
export const ImprovementSelfAdopted = defineRule(
  '004-2',
  'IMPROVEMENT_SELF_ADOPTED',
  () => 'The 1 person who would adopt this improvement is the one who proposed it.',
  { force: 'P' },
);

export const proposeImprovement =
  (data: DataOf<typeof ImprovementProposed>): ImprovementDecision =>
  (state) =>
    state.status === 'absent' ? [ImprovementProposed(data)] : [];

/** A second pair of eyes: whether one's own proposal may be adopted is the organisation's policy. */
export const adoptImprovement =
  ({ policy, ...data }: Pick<DataOf<typeof ImprovementAdopted>, 'adoptedBy' | 'cycleId'> & { policy: 'refuse' | 'warn' }): ImprovementDecision =>
  (state) => {
    if (state.status === 'absent') throw ImprovementNotFound();
    if (state.status === 'adopted') throw ImprovementAlreadyAdopted();
    const { improvementId, settingId, proposedBy } = state;
    const adopted = ImprovementAdopted({ improvementId, settingId, proposedBy, ...data });
    const selfAdopted = data.adoptedBy === proposedBy ? ImprovementSelfAdopted() : undefined;
    const about = { kind: 'improvement', id: improvementId };
    const taskFor = { role: 'setting-leader', personId: null };
    return [adopted, ...byPolicy(policy, selfAdopted, { about, taskFor, personId: proposedBy, settingId })];
  };
