import type { PolicyChoices } from '@cairn/contracts/directory';
import { ApproachSelected, EngagementFocusSet, EngagementProposed, OccasionRecorded, type Approach } from '@cairn/contracts/planning';
import { PlanningWarningRaised } from '@cairn/contracts/planning/internal';
import { defineRule, warned, type DataOf, type DomainError } from '@cairn/event-sourcing';
import { requireAccepted, type MatchingState } from '../matching/matching.decider.js';
import { byPolicy } from '../policy-rule.decider.js';
import { PersonUnknown } from '../programme/seats.decider.js';
import type { Managers } from '../reporting-chain.decider.js';
import { PeersOnlyInCoCoaching, reasoned, requireFocus, requireOccasion, type Rationale } from './approach.decider.js';
import { conflictsIn, levelsOf, SupporterIsLineManager } from './conflict.decider.js';
import { aboutIt, membersOf, pairsOf, type EngagementDecision } from './engagement.decider.js';

export const SelfMatch = defineRule('004-5', 'SELF_MATCH', () => 'Nobody supports themselves: the parties of an engagement are different people.');
export const MentorSameUnit = defineRule('002-8', 'MENTOR_SAME_UNIT', () => 'The mentor works at the same setting as the practitioner.', { force: 'P' });
export const MentorExpertiseGap = defineRule(
  '004-3',
  'MENTOR_EXPERTISE_GAP',
  (claimed: number, areas: number, missing: readonly string[]) =>
    `The supporter claims expertise in ${claimed} of ${areas} ${areas === 1 ? 'area' : 'areas'}; missing: ${missing.join(', ')}.`,
  { force: 'P' },
);
export const SupporterAtCapacity = defineRule(
  '004-5',
  'SUPPORTER_AT_CAPACITY',
  (load: number, capacity: number) => `The supporter has ${load} of ${capacity} engagements.`,
  { force: 'P' },
);
export const CoCoachingWithoutSpecialistSource = defineRule(
  '2.1',
  'CO_COACHING_WITHOUT_SPECIALIST_SOURCE',
  (members: number) => `The co-coaching of these ${members} names no specialist source for the new knowledge.`,
  { force: 'W' },
);

/** What is known of a supporter. Without a profile there is no limit, and no expertise is claimed. */
export interface SupporterKnown {
  readonly settingId: string | null;
  readonly expertise: readonly string[];
  readonly capacity: number | null;
  /** Engagements that have not ended. */
  readonly load: number;
}

type Asked = Omit<DataOf<typeof EngagementProposed>, 'settingId'> & Rationale & { readonly occasion: string; readonly focus: string };

export interface Circumstances {
  /** Where the practitioner works; null when nobody knows. */
  readonly settingId: string | null;
  readonly managers: Managers;
  readonly supporter: SupporterKnown;
  readonly policies: PolicyChoices;
  /** Of the round that the match is of; empty when the proposal names none. */
  readonly matches: MatchingState;
}

/** Who supports whom, how, and why so: everything that is judged of a pair is judged before it begins. */
export const proposeEngagement =
  ({ criteria, rationale, occasion, focus, ...asked }: Asked, { settingId, matches, ...known }: Circumstances): EngagementDecision =>
  () => {
    requireMembers(asked);
    if (asked.matchId !== null) requireAccepted(matches, asked.matchId, asked);
    const why = reasoned(`Choosing ${asked.approach}`, { criteria, rationale });
    const ids = { engagementId: asked.engagementId, practitionerId: asked.practitionerId };
    const named = [
      ApproachSelected({ ...ids, approach: asked.approach, ...why }),
      OccasionRecorded({ ...ids, occasion: requireOccasion(occasion), from: null }),
      EngagementFocusSet({ ...ids, focus: requireFocus(focus), from: null }),
    ];
    if (settingId === null) throw PersonUnknown();
    const proposed = { ...asked, settingId };
    return [EngagementProposed(proposed), ...named, ...judged(proposed, known)];
  };

function requireMembers({ practitionerId, supporterId, peerIds, approach }: Pick<Asked, 'practitionerId' | 'supporterId' | 'peerIds' | 'approach'>): void {
  const members = [practitionerId, supporterId, ...peerIds];
  if (new Set(members).size < members.length) throw SelfMatch();
  if (approach !== 'co-coaching' && peerIds.length > 0) throw PeersOnlyInCoCoaching(peerIds.length);
}

/** What the organisation decides about, and what somebody should look at. */
function judged(proposed: DataOf<typeof EngagementProposed>, { managers, supporter, policies }: Omit<Circumstances, 'settingId' | 'matches'>) {
  const whose = aboutIt(proposed);
  const conflicts = conflictsIn(pairsOf(membersOf(proposed, proposed.approach)), managers);
  return [
    ...byPolicy(
      policies.of('MANAGER_AS_COACH_CONFLICT') === 'forbid' ? 'refuse' : 'warn',
      conflicts.length > 0 ? SupporterIsLineManager(levelsOf(conflicts)) : undefined,
      whose,
    ),
    ...byPolicy(policies.of('MENTOR_SAME_UNIT'), sameUnit(proposed, supporter), whose),
    ...byPolicy(policies.of('MENTOR_EXPERTISE_GAP'), expertiseGap(proposed, supporter), whose),
    ...byPolicy(policies.of('SUPPORTER_AT_CAPACITY'), atCapacity(supporter), whose),
    ...withoutSource(proposed),
  ];
}

type Pair = { readonly approach: Approach; readonly settingId: string; readonly areas: readonly string[] };

export const sameUnit = ({ approach, settingId }: Pick<Pair, 'approach' | 'settingId'>, supporter: SupporterKnown): DomainError | undefined =>
  approach === 'mentoring' && supporter.settingId === settingId ? MentorSameUnit() : undefined;

/** Of co-coaching partners nobody is the expert. */
export function expertiseGap({ approach, areas }: Pick<Pair, 'approach' | 'areas'>, { expertise }: SupporterKnown): DomainError | undefined {
  const missing = areas.filter((area) => !expertise.includes(area));
  if (approach === 'co-coaching' || missing.length === 0) return undefined;
  return MentorExpertiseGap(areas.length - missing.length, areas.length, missing);
}

export const atCapacity = ({ load, capacity }: SupporterKnown): DomainError | undefined =>
  capacity !== null && load >= capacity ? SupporterAtCapacity(load, capacity) : undefined;

const withoutSource = (proposed: DataOf<typeof EngagementProposed>) =>
  proposed.approach === 'co-coaching' && proposed.specialistSource === null
    ? [PlanningWarningRaised(warned(CoCoachingWithoutSpecialistSource(2 + proposed.peerIds.length), aboutIt(proposed)))]
    : [];
