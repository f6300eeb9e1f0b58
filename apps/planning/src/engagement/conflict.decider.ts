import type { ChoiceOf } from '@cairn/contracts/directory';
import { EngagementConflictDetected, EngagementConflictEnded } from '@cairn/contracts/planning';
import { defineRule } from '@cairn/event-sourcing';
import { pathUp, type Managers } from '../reporting-chain.decider.js';
import { existing, pairIdsOf, type Engagement, type EngagementDecision } from './engagement.decider.js';

export type ManagerPolicy = ChoiceOf<'MANAGER_AS_COACH_CONFLICT'>;

const through = (levels: number) => `The supporter manages the practitioner through ${levels} ${levels === 1 ? 'level' : 'levels'}`;

export const SupporterIsLineManager = defineRule('000-5', 'SUPPORTER_IS_LINE_MANAGER', (levels: number) => `${through(levels)}.`, { force: 'P' });
/** @param missing parts of the declaration; none when there is nothing that could allow it */
export const ManagerAsCoachConflict = defineRule('002-7', 'MANAGER_AS_COACH_CONFLICT', (levels: number, missing: readonly string[]) =>
  missing.length === 0 ? `${through(levels)}, which the organisation forbids.` : `${through(levels)}; missing: ${missing.join(', ')}.`,
);
export const ConflictReviewOverdue = defineRule(
  '002-7',
  'CONFLICT_REVIEW_OVERDUE',
  (reviewOn: string, today: string) => `The declared conflict was to be reviewed by ${reviewOn}, and today is ${today}.`,
);

/** Who supports whom. */
export interface Pair {
  readonly practitionerId: string;
  readonly supporterId: string;
}
/** A supporter above the practitioner, at any depth. */
export interface Conflict extends Pair {
  /** The managers above the practitioner, nearest first; the supporter is the last. */
  readonly path: readonly string[];
}

export const conflictsIn = (pairs: readonly Pair[], managers: Managers): Conflict[] =>
  pairs.flatMap(({ practitionerId, supporterId }) => {
    const path = pathUp(managers, practitionerId, supporterId);
    return path ? [{ practitionerId, supporterId, path }] : [];
  });

/** The one with the shortest way up: its number of levels is what a refusal names. */
export const levelsOf = (conflicts: readonly Conflict[]): number => Math.min(...conflicts.map(({ path }) => path.length));

/** What the declaration of each of these conflicts still lacks of its four parts. */
function missingParts({ declaration: made }: Engagement, conflicts: readonly Conflict[]): string[] {
  const declaration = made && conflicts.every((conflict) => samePair(conflict, made)) ? made : null;
  return [
    ...(declaration ? [] : ['the declared conflict and its mitigations']),
    ...(declaration?.consented ? [] : ['the practitioner’s consent']),
    ...(declaration?.reviewOn ? [] : ['a review date']),
    ...(declaration?.approved ? [] : ['the programme lead’s approval']),
  ];
}

/** A manager does not support their own report, unless the organisation allows that and all four parts are on record and in date. */
export function requireNoConflict(found: Engagement, conflicts: readonly Conflict[], policy: ManagerPolicy, today: string): void {
  if (conflicts.length === 0) return;
  if (policy === 'forbid') throw ManagerAsCoachConflict(levelsOf(conflicts), []);
  const missing = missingParts(found, conflicts);
  if (missing.length > 0) throw ManagerAsCoachConflict(levelsOf(conflicts), missing);
  const reviewOn = found.declaration?.reviewOn;
  if (reviewOn && reviewOn < today) throw ConflictReviewOverdue(reviewOn, today);
}

const samePair = (a: Pair, b: Pair) => a.practitionerId === b.practitionerId && a.supporterId === b.supporterId;

/** @param conflictId new for each: the same two can come into conflict again */
export const detectConflict =
  ({ conflictId, ...conflict }: Conflict & { readonly conflictId: string }): EngagementDecision =>
  (state) => {
    const found = existing(state);
    return [EngagementConflictDetected({ ...pairIdsOf(found), ...conflict, conflictId, path: [...conflict.path] })];
  };

/** Also of an engagement that has ended: from then on there is no conflict. */
export const endConflict =
  (pair: Pair): EngagementDecision =>
  (state) => {
    const found = existing(state);
    const standing = [...found.conflicts].filter(([, conflict]) => samePair(conflict, pair));
    return standing.map(([conflictId, { practitionerId, supporterId }]) =>
      EngagementConflictEnded({ ...pairIdsOf(found), practitionerId, supporterId, conflictId }),
    );
  };
