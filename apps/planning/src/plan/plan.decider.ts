import { planEvents, type planParties, PlanDrafted } from '@cairn/contracts/planning';
import { PlanningWarningRaised } from '@cairn/contracts/planning/internal';
import { defineRule, defineStream, unreachable, type warned, type Decide, type EventIn } from '@cairn/event-sourcing';
import { NotAParty, pairsOf, partiesOf, underWay as engagementUnderWay, type EngagementState } from '../engagement/engagement.decider.js';
import type { PlanTemplate } from '../plan-template/plan-template.decider.js';
import { sameWords } from './template-words.js';

export type Party = (typeof planParties)[number];

/** An objective without its words, which are sealed. */
export interface Objective {
  readonly version: number;
  readonly live: boolean;
  /** Both parties have agreed to version 1 of it, or it was set while the plan was under way. */
  readonly agreed: boolean;
  readonly fromTemplate: boolean;
  readonly organisationObjectiveId: string | null;
}

export interface Plan {
  readonly planId: string;
  readonly engagementId: string;
  readonly practitionerId: string;
  readonly settingId: string;
  readonly supporterId: string;
  readonly status: 'draft' | 'agreed' | 'active' | 'paused' | 'completed' | 'closed early';
  readonly templateId: string | null;
  readonly benefitFromTemplate: boolean;
  /** The revision at which its objectives or its tailoring last changed: what somebody agrees to. */
  readonly contentRevision: number;
  /** Who has agreed to what stands in the plan now. */
  readonly agreedBy: ReadonlySet<Party>;
  readonly objectives: ReadonlyMap<string, Objective>;
  /** Null until there is a tailoring record. */
  readonly tailoring: { readonly adaptations: number; readonly fromTemplate: boolean } | null;
  readonly sources: { readonly peer: number; readonly specialist: number };
  /** How many events the plan has: a correction names one of them by its number. */
  readonly events: number;
}
export type PlanState = { readonly status: 'absent' } | Plan;

export const PlanNotFound = defineRule('000-3', 'NOT_FOUND', () => 'No such plan of this person.', { kind: 'not-found' });
export const PlanOfOthers = defineRule('000-3', 'PLAN_OF_OTHERS', () => 'A plan is changed by its practitioner and its supporter, and by nobody else.', {
  kind: 'forbidden',
});
export const NoServiceUserBenefit = defineRule(
  '004-1',
  'NO_SERVICE_USER_BENEFIT',
  () => 'A plan says what those whom the practitioner serves will have of it; the intended benefit is empty.',
);
export const PlanCompletedImmutable = defineRule(
  '000-3',
  'PLAN_COMPLETED_IMMUTABLE',
  (status: string) => `The plan is ${status} and no longer changes; record a correction instead.`,
);

/** Work between a practitioner and a supporter, from its draft to its end. What it says about the practitioner is sealed, so it is not here. */
export const plan = defineStream({
  category: 'plan',
  events: [...planEvents, PlanningWarningRaised],
  initial: { status: 'absent' } as PlanState,
  evolve: (state, event): PlanState => {
    if (event.type === 'PlanDrafted') return draftOf(event.data);
    if (state.status === 'absent') return state;
    return { ...next(state, event), events: state.events + 1 };
  },
});
export type PlanDecision = Decide<PlanState, EventIn<typeof plan>>;
type PlanEvent = EventIn<typeof plan>;

const draftOf = ({ serviceUserBenefit: _, ...data }: Extract<PlanEvent, { type: 'PlanDrafted' }>['data']): Plan => ({
  ...data,
  ...{ status: 'draft', agreedBy: new Set(), objectives: new Map(), tailoring: null, sources: { peer: 0, specialist: 0 }, contentRevision: 0, events: 1 },
});

function next(state: Plan, event: PlanEvent): Plan {
  switch (event.type) {
    case 'PlanDrafted':
    case 'PlanCorrected':
    case 'AdjustmentAgreed':
    case 'PlanningWarningRaised':
      return state;
    case 'PlanAgreed':
      return agreed({ ...state, agreedBy: new Set(state.agreedBy).add(event.data.party) });
    case 'PlanActivated':
    case 'PlanResumed':
      return { ...state, status: 'active' };
    case 'PlanPaused':
      return { ...state, status: 'paused' };
    case 'PlanCompleted':
      return { ...state, status: 'completed' };
    case 'PlanClosedEarly':
      return { ...state, status: 'closed early' };
    case 'TailoringRecorded':
    case 'TailoringRevised':
      return changed({ ...state, tailoring: { adaptations: event.data.adaptedTo.length, fromTemplate: event.data.fromTemplate } });
    case 'SupportSourceAdded':
      return { ...state, sources: { ...state.sources, [event.data.kind]: state.sources[event.data.kind] + 1 } };
    case 'ObjectiveSet':
      return changed(withObjective(state, event.data.objectiveId, { ...setNow(state), fromTemplate: event.data.fromTemplate }));
    case 'ObjectiveRevised':
      return changed(withObjective(state, event.data.objectiveId, { version: event.data.version, fromTemplate: event.data.fromTemplate }));
    case 'ObjectiveWithdrawn':
      return changed(withObjective(state, event.data.objectiveId, { live: false }));
    case 'ObjectiveAligned':
      return withObjective(state, event.data.objectiveId, { organisationObjectiveId: event.data.organisationObjectiveId });
    default:
      return unreachable(event, state);
  }
}

const underWay = ({ status }: Plan) => status === 'active' || status === 'paused';
const setNow = (state: Plan): Objective => ({ version: 1, live: true, agreed: underWay(state), fromTemplate: false, organisationObjectiveId: null });

function withObjective(state: Plan, objectiveId: string, change: Partial<Objective>): Plan {
  const objective = { ...setNow(state), ...state.objectives.get(objectiveId), ...change };
  return { ...state, objectives: new Map(state.objectives).set(objectiveId, objective) };
}

/** What one party has agreed to must not change under their hand: until the plan is active, every change asks both again. */
const changed = (state: Plan): Plan => ({ ...state, contentRevision: state.events, ...(!underWay(state) && { status: 'draft', agreedBy: new Set() }) });

function agreed(state: Plan): Plan {
  if (state.agreedBy.size < 2) return state;
  const objectives = [...state.objectives].map(([id, objective]) => [id, { ...objective, agreed: true }] as const);
  return { ...state, status: 'agreed', objectives: new Map(objectives) };
}

/** Who decides, in which of their roles. */
export interface By {
  readonly person: string;
  readonly role: string;
}

/** The plan, when it is this practitioner's: the path of a request names both. */
export function existing(state: PlanState, practitionerId: string): Plan {
  if (state.status === 'absent' || state.practitionerId !== practitionerId) throw PlanNotFound();
  return state;
}

export function partyOf({ practitionerId, supporterId }: Pick<Plan, 'practitionerId' | 'supporterId'>, { person }: By): Party {
  if (person === practitionerId) return 'practitioner';
  if (person === supporterId) return 'supporter';
  throw PlanOfOthers();
}

/** The plan as one of its parties may change it. */
export function changeable(state: PlanState, practitionerId: string, by: By): Plan {
  const its = existing(state, practitionerId);
  partyOf(its, by);
  return unfinished(its);
}

export function unfinished(its: Plan): Plan {
  if (its.status === 'completed' || its.status === 'closed early') throw PlanCompletedImmutable(its.status);
  return its;
}

export const ofPlan = ({ planId, engagementId, practitionerId, settingId }: Plan) => ({ planId, engagementId, practitionerId, settingId });

/** Whose task a finding on the plan is: the supporter's. */
export const aboutPlan = ({ planId, practitionerId, settingId, supporterId }: Plan): Parameters<typeof warned>[1] => ({
  ...{ about: { kind: 'plan', id: planId }, personId: practitionerId, settingId, taskFor: { role: 'supporter', personId: supporterId } },
});

interface Draft {
  readonly planId: string;
  readonly practitionerId: string;
  /** Who supports them in this plan, where a co-coaching leaves a choice; null: whoever does. */
  readonly supporterId: string | null;
  /** Where the practitioner works; null: where the engagement has it. */
  readonly settingId: string | null;
  readonly serviceUserBenefit: string;
  readonly engagement: EngagementState;
  readonly template: PlanTemplate | null;
  readonly by: By;
}

/** A plan is for a practitioner and a supporter of an engagement, and is drafted by either of them. */
export const draftPlan =
  ({ planId, practitionerId, template, by, ...draft }: Draft): PlanDecision =>
  () => {
    const found = engagementUnderWay(draft.engagement);
    const its = pairsOf(partiesOf(found)).find(
      (pair) => pair.practitionerId === practitionerId && pair.supporterId === (draft.supporterId ?? pair.supporterId),
    );
    if (!its) throw NotAParty();
    partyOf(its, by);
    const serviceUserBenefit = draft.serviceUserBenefit.trim();
    if (serviceUserBenefit === '') throw NoServiceUserBenefit();
    const { engagementId, settingId } = found.proposed;
    const from = {
      templateId: template?.templateId ?? null,
      benefitFromTemplate: template !== null && sameWords(serviceUserBenefit, template.serviceUserBenefit),
    };
    return [PlanDrafted({ planId, engagementId, ...its, settingId: draft.settingId ?? settingId, serviceUserBenefit, ...from })];
  };
