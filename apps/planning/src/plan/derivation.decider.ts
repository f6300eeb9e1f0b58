import { defineRule, type Violation } from '@cairn/event-sourcing';

/** A need as planning knows it from assessment. */
export interface AssessedNeed {
  readonly needId: string;
  readonly practitionerId: string;
  readonly status: 'open' | 'assessed' | 'withdrawn';
}

const reasons = {
  NEED_NOT_NAMED: 'the objective names no need',
  NEED_UNKNOWN: 'no assessment has found it',
  NEED_OF_ANOTHER_PERSON: 'it was found for another person',
  NEED_ASSESSMENT_OPEN: 'its assessment is not completed',
  NEED_WITHDRAWN: 'it was withdrawn',
} as const;
type Underived = keyof typeof reasons;

/** One code for the rule, as its refusal names it; `violations` tell the cases apart, each by a code of its own. */
export const ObjectiveNotDerivedFromNeed = defineRule(
  '000-2',
  'OBJECTIVE_NOT_DERIVED_FROM_NEED',
  (needs: number, underived: readonly Underived[]) =>
    `An objective derives from needs that a completed assessment has found for the same practitioner; ${underived.length} of ${needs} do not count: ${underived.map((why) => reasons[why]).join('; ')}.`,
  {
    violations: (_, underived): readonly Violation[] =>
      underived.map((code) => ({ code, detail: `A need does not count: ${reasons[code]}.`, path: 'needIds' })),
  },
);

/** Without a need of the practitioner's own, found in an assessment that is closed, an objective is somebody's wish. */
export function requireDerivation(needIds: readonly string[], known: readonly AssessedNeed[], practitionerId: string): void {
  if (needIds.length === 0) throw ObjectiveNotDerivedFromNeed(0, ['NEED_NOT_NAMED']);
  const underived = needIds.flatMap((needId) =>
    underivation(
      known.find((need) => need.needId === needId),
      practitionerId,
    ),
  );
  if (underived.length > 0) throw ObjectiveNotDerivedFromNeed(needIds.length, underived);
}

function underivation(need: AssessedNeed | undefined, practitionerId: string): Underived[] {
  if (!need) return ['NEED_UNKNOWN'];
  if (need.practitionerId !== practitionerId) return ['NEED_OF_ANOTHER_PERSON'];
  if (need.status === 'assessed') return [];
  return [need.status === 'open' ? 'NEED_ASSESSMENT_OPEN' : 'NEED_WITHDRAWN'];
}
