import {
  ApproachChanged,
  criterionCodes,
  emphases,
  EngagementFocusSet,
  focuses,
  OccasionRecorded,
  occasions,
  RoleEmphasisAgreed,
  type Approach,
  type CriterionCode,
} from '@cairn/contracts/planning';
import { PlanningWarningRaised } from '@cairn/contracts/planning/internal';
import { defineRule, warned } from '@cairn/event-sourcing';
import { agreementInForce, type AgreementState } from '../agreement/agreement.decider.js';
import { aboutIt, idsOf, pairIdsOf, underWay, type EngagementDecision } from './engagement.decider.js';

export const ApproachRationaleRequired = defineRule(
  '002-1',
  'APPROACH_RATIONALE_REQUIRED',
  (what: string, lacks: string) => `${what} takes a rationale that names at least 1 of the ${criterionCodes.length} criteria of the template; ${lacks}.`,
);
export const OccasionUnknown = defineRule('002-2', 'OCCASION_UNKNOWN', () => `This is none of the ${occasions.length} occasions: ${occasions.join(', ')}.`);
export const FocusUnknown = defineRule('002-6', 'FOCUS_UNKNOWN', () => `This is none of the ${focuses.length} focuses: ${focuses.join(', ')}.`);
export const RoleUnknown = defineRule('004-4', 'ROLE_UNKNOWN', () => `One of these is none of the ${emphases.length} roles: ${emphases.join(', ')}.`);
export const CounsellorBoundary = defineRule(
  '004-4',
  'COUNSELLOR_BOUNDARY',
  () => 'The supporter is to be a counsellor too: look at the boundary to counselling, and at where to signpost to.',
  { force: 'W' },
);
export const PeersOnlyInCoCoaching = defineRule(
  '2.1',
  'PEERS_ONLY_IN_CO_COACHING',
  (peers: number) => `Only co-coaching has more than two members; there ${peers === 1 ? 'is 1' : `are ${peers}`} beyond the two.`,
);
export const AssessingRoleNotAllowed = defineRule(
  '2.1',
  'ASSESSING_ROLE_NOT_ALLOWED',
  (approach: Approach) => `Only a mentor may have an assessing role, declared in the agreement; this is ${approach}.`,
);

/** Why one approach and not another, as it was asked for: criteria by their codes, not yet known to be of the template. */
export interface Rationale {
  readonly criteria: readonly string[];
  readonly rationale: string;
}

const isCriterion = (code: string): code is CriterionCode => criterionCodes.some((known) => known === code);
const known = <T extends string>(list: readonly T[], value: string): T | undefined => list.find((one) => one === value);

/** The criteria of the template that a rationale names, once each. */
export function reasoned(what: string, { criteria, rationale }: Rationale): { criteria: CriterionCode[]; rationale: string } {
  if (rationale.trim() === '') throw ApproachRationaleRequired(what, 'it is empty');
  const named = [...new Set(criteria.filter(isCriterion))];
  if (named.length === 0) throw ApproachRationaleRequired(what, 'it names none');
  return { criteria: named, rationale };
}

export function requireOccasion(occasion: string) {
  const found = known(occasions, occasion);
  if (!found) throw OccasionUnknown();
  return found;
}

export function requireFocus(focus: string) {
  const found = known(focuses, focus);
  if (!found) throw FocusUnknown();
  return found;
}

/**
 * Another approach is another decision, with a rationale of its own and a reason for the change.
 * @param agreement what the parties have signed: an assessing role in it is a mentor's
 */
export const changeApproach =
  ({ to, reason, agreement, ...why }: Rationale & { to: Approach; reason: string; agreement: AgreementState }): EngagementDecision =>
  (state) => {
    const found = underWay(state);
    const named = reasoned(`Changing to ${to}`, why);
    if (reason.trim() === '') throw ApproachRationaleRequired(`Changing to ${to}`, 'there is no reason for the change');
    if (to === found.approach) return [];
    const { peerIds } = found.proposed;
    if (to !== 'co-coaching' && peerIds.length > 0) throw PeersOnlyInCoCoaching(peerIds.length);
    if (to !== 'mentoring' && agreementInForce(agreement)?.assesses) throw AssessingRoleNotAllowed(to);
    return [ApproachChanged({ ...pairIdsOf(found), peerIds: [...peerIds], from: found.approach, to, ...named, reason })];
  };

export const recordOccasion =
  (occasion: string): EngagementDecision =>
  (state) => {
    const found = underWay(state);
    const now = requireOccasion(occasion);
    return now === found.occasion ? [] : [OccasionRecorded({ ...idsOf(found), occasion: now, from: found.occasion })];
  };

export const setFocus =
  (focus: string): EngagementDecision =>
  (state) => {
    const found = underWay(state);
    const now = requireFocus(focus);
    return now === found.focus ? [] : [EngagementFocusSet({ ...idsOf(found), focus: now, from: found.focus })];
  };

/** Agreed when they contract. Being a counsellor is not forbidden: somebody looks at where its boundary is. */
export const agreeRoleEmphasis =
  (asked: readonly string[]): EngagementDecision =>
  (state) => {
    const found = underWay(state);
    const roles = emphases.filter((role) => asked.includes(role));
    if (roles.length === 0 || asked.some((role) => !known(emphases, role))) throw RoleUnknown();
    const agreed = RoleEmphasisAgreed({ ...idsOf(found), roles });
    return roles.includes('counsellor') ? [agreed, PlanningWarningRaised(warned(CounsellorBoundary(), aboutIt(found.proposed)))] : [agreed];
  };
