import { PlanActivated, PlanAgreed, PlanClosedEarly, PlanCompleted, PlanCorrected, PlanPaused, planParties, PlanResumed } from '@cairn/contracts/planning';
import type { PolicyChoices } from '@cairn/contracts/directory';
import { defineRule, type DataOf } from '@cairn/event-sourcing';
import { agreementInForce, type AgreementState } from '../agreement/agreement.decider.js';
import { byPolicy } from '../policy-rule.decider.js';
import { ObjectiveNotAligned } from './alignment.decider.js';
import {
  aboutPlan,
  changeable,
  existing,
  PlanOfOthers,
  ofPlan,
  partyOf,
  unfinished,
  type By,
  type Party,
  type Plan,
  type PlanDecision,
  type PlanState,
} from './plan.decider.js';
import { PlanNotTailored, untailored } from './tailoring.decider.js';

export const PlanAlreadyAgreed = defineRule('000-3', 'PLAN_ALREADY_AGREED', (party: Party) => `The ${party} has agreed to the plan as it stands.`);
export const PlanChangedSince = defineRule(
  '000-3',
  'PLAN_CHANGED_SINCE',
  (seen: number, now: number) => `The plan has changed: its content is of revision ${now}, and revision ${seen} was agreed to.`,
);
export const PlanNotReady = defineRule('000-3', 'PLAN_NOT_READY', (missing: readonly string[]) => `missing: ${missing.join(', ')}`, {
  violations: (missing) => missing.map((one) => ({ code: 'PLAN_NOT_READY', detail: `missing: ${one}` })),
});
export const PlanUnderWay = defineRule('000-3', 'PLAN_UNDER_WAY', (status: string) => `The plan is ${status}; it was agreed and activated before.`);
export const PlanNotActive = defineRule('000-3', 'PLAN_NOT_ACTIVE', (status: string) => `The plan is ${status}, not active.`);
export const PlanNotPaused = defineRule('000-3', 'PLAN_NOT_PAUSED', (status: string) => `The plan is ${status}, not paused.`);
export const PlanNotFinished = defineRule('000-3', 'PLAN_NOT_FINISHED', (status: string) => `The plan is ${status}: it is changed, not corrected.`);
export const CorrectedEventUnknown = defineRule(
  'D-3',
  'CORRECTED_EVENT_UNKNOWN',
  (revision: number, events: number) => `The plan has ${events} events, numbered from 0; there is no number ${revision}.`,
);
export const PeerOnly = defineRule('P7', 'P7_PEER_ONLY', (peers: number) => `The support network has ${peers} peer and 0 specialist sources.`, { force: 'W' });
export const SpecialistOnly = defineRule(
  'P7',
  'P7_SPECIALIST_ONLY',
  (specialists: number) => `The support network has ${specialists} specialist and 0 peer sources.`,
  { force: 'W' },
);

interface Turn {
  readonly practitionerId: string;
  readonly by: By;
}

/** Each party agrees for themselves, to what they have read: a change that was faster is not agreed to unseen. */
export const agreePlan =
  ({ practitionerId, contentRevision, by }: Turn & { readonly contentRevision: number }): PlanDecision =>
  (state) => {
    const its = changeable(state, practitionerId, by);
    const party = partyOf(its, by);
    if (underWay(its)) throw PlanUnderWay(its.status);
    if (its.agreedBy.has(party)) throw PlanAlreadyAgreed(party);
    if (contentRevision !== its.contentRevision) throw PlanChangedSince(contentRevision, its.contentRevision);
    return [PlanAgreed({ ...ofPlan(its), agreedBy: by.person, party, contentRevision })];
  };

/** Nothing starts on a wish: all that is missing is named at once. What the organisation leaves open is a warning, and the plan starts. */
export const activatePlan =
  ({ policies, agreement, ...turn }: Turn & { readonly policies: PolicyChoices; readonly agreement: AgreementState }): PlanDecision =>
  (state) => {
    const its = led(state, turn);
    if (underWay(its)) throw PlanUnderWay(its.status);
    const live = [...its.objectives].filter(([, objective]) => objective.live);
    const missing = [
      ...(live.length === 0 ? ['an objective'] : []),
      ...planParties.filter((party) => !its.agreedBy.has(party)).map((party) => `the agreement of the ${party}`),
      ...(agreementInForce(agreement) ? [] : ['a learning agreement in force']),
    ];
    if (missing.length > 0) throw PlanNotReady(missing);
    const objectives = live.map(([objectiveId, { version }]) => ({ objectiveId, version }));
    return [PlanActivated({ ...ofPlan(its), objectives }), ...leftOpen(its, policies)];
  };

/** What does not keep the plan from starting. Throws what the organisation refuses. */
function leftOpen(its: Plan, policies: PolicyChoices) {
  const live = [...its.objectives.values()].filter((objective) => objective.live);
  const unaligned = live.filter((objective) => objective.organisationObjectiveId === null).length;
  const findings = untailored(its);
  const { peer, specialist } = its.sources;
  const whose = aboutPlan(its);
  return [
    ...byPolicy(policies.of('PLAN_NOT_TAILORED'), findings.length > 0 ? PlanNotTailored(findings) : undefined, whose),
    ...byPolicy(policies.of('OBJECTIVE_NOT_ALIGNED'), unaligned > 0 ? ObjectiveNotAligned(unaligned, live.length) : undefined, whose),
    ...byPolicy('warn', peer > 0 && specialist === 0 ? PeerOnly(peer) : undefined, whose),
    ...byPolicy('warn', specialist > 0 && peer === 0 ? SpecialistOnly(specialist) : undefined, whose),
  ];
}

export const pausePlan =
  ({ reason, ...turn }: Turn & { readonly reason: string }): PlanDecision =>
  (state) => {
    const its = led(state, turn);
    if (its.status !== 'active') throw PlanNotActive(its.status);
    return [PlanPaused({ ...ofPlan(its), reason })];
  };

export const resumePlan =
  (turn: Turn): PlanDecision =>
  (state) => {
    const its = led(state, turn);
    if (its.status !== 'paused') throw PlanNotPaused(its.status);
    return [PlanResumed(ofPlan(its))];
  };

export const completePlan =
  (turn: Turn): PlanDecision =>
  (state) => {
    const its = led(state, turn);
    if (its.status !== 'active') throw PlanNotActive(its.status);
    return [PlanCompleted(ofPlan(its))];
  };

export const closePlanEarly =
  ({ reason, ...turn }: Turn & { readonly reason: string }): PlanDecision =>
  (state) => [PlanClosedEarly({ ...ofPlan(led(state, turn)), reason })];

/** The way to say that a finished plan has something wrong on record. Nothing is taken away: both stand side by side. */
export const correctPlan =
  ({ practitionerId, by, ...correction }: Turn & Pick<DataOf<typeof PlanCorrected>, 'corrects' | 'field' | 'from' | 'to' | 'reason'>): PlanDecision =>
  (state) => {
    const its = existing(state, practitionerId);
    partyOf(its, by);
    if (its.status !== 'completed' && its.status !== 'closed early') throw PlanNotFinished(its.status);
    if (correction.corrects >= its.events) throw CorrectedEventUnknown(correction.corrects, its.events);
    return [PlanCorrected({ ...ofPlan(its), ...correction })];
  };

const underWay = ({ status }: Plan) => status === 'active' || status === 'paused';

/** Its course is steered by its parties, and by whoever leads the programme: a supporter may be gone. */
function led(state: PlanState, { practitionerId, by }: Turn): Plan {
  const its = existing(state, practitionerId);
  if (by.role !== 'programme-lead' && by.person !== its.practitionerId && by.person !== its.supporterId) throw PlanOfOthers();
  return unfinished(its);
}
