import type { Approach, exclusions, matchReasons } from '@cairn/contracts/planning';

export interface Seeker {
  readonly personId: string;
  readonly settingId: string | null;
  readonly areas: readonly string[];
  /** Supporters whom the practitioner would like, and whom they would not have. */
  readonly preferred: readonly string[];
  readonly avoided: readonly string[];
}

export interface Candidate {
  readonly supporterId: string;
  readonly settingId: string | null;
  readonly approaches: readonly Approach[];
  readonly expertise: readonly string[];
  readonly prefers: { readonly areas: readonly string[]; readonly settingIds: readonly string[] };
  readonly capacity: number;
  readonly load: number;
}

export interface Circumstances {
  readonly approach: Approach;
  /** The managers above each person, nearest first. */
  readonly above: (personId: string) => readonly string[];
  /** Whether the organisation refuses a mentor of the same setting, and one without the expertise. */
  readonly sameUnit: 'refuse' | 'warn';
  readonly expertiseGap: 'refuse' | 'warn';
}

export type Exclusion = (typeof exclusions)[number];

export interface Reason {
  readonly reason: (typeof matchReasons)[number];
  readonly points: number;
  readonly of: number;
  readonly detail: string;
}

/** What each reason can add to a score of 100. Expertise weighs most: it is what the practitioner comes for. */
const most = { expertise: 40, distance: 25, preferences: 20, load: 15 } as const;

/** Why this supporter is not proposed to this practitioner; undefined when they can be. */
export function exclusionOf(seeker: Seeker, candidate: Candidate, circumstances: Circumstances): Exclusion | undefined {
  const { approach, sameUnit, expertiseGap } = circumstances;
  const checks: [Exclusion, boolean][] = [
    ['self', seeker.personId === candidate.supporterId],
    ['line-manager', isForbidden(seeker.personId, candidate.supporterId, circumstances)],
    ['avoided', seeker.avoided.includes(candidate.supporterId)],
    ['other-approach', !candidate.approaches.includes(approach)],
    ['same-unit', approach === 'mentoring' && sameUnit === 'refuse' && atOneSetting(seeker, candidate)],
    ['expertise-gap', approach !== 'co-coaching' && expertiseGap === 'refuse' && covered(seeker, candidate) < seeker.areas.length],
    ['full', candidate.load >= candidate.capacity],
  ];
  return checks.find(([, holds]) => holds)?.[0];
}

/** Among peers each supports the other, so neither may stand above the other. */
const isForbidden = (practitioner: string, supporter: string, { above, approach }: Circumstances) =>
  above(practitioner).includes(supporter) || (approach === 'co-coaching' && above(supporter).includes(practitioner));

const atOneSetting = (seeker: Seeker, candidate: Candidate) => seeker.settingId !== null && seeker.settingId === candidate.settingId;
const covered = ({ areas }: Seeker, { expertise }: Candidate) => areas.filter((area) => expertise.includes(area)).length;

export function reasonsFor(seeker: Seeker, candidate: Candidate, circumstances: Circumstances): Reason[] {
  return [expertiseOf(seeker, candidate), distanceOf(seeker, candidate, circumstances), preferencesOf(seeker, candidate), loadOf(candidate)];
}

const weighed = (reason: Reason['reason'], share: number, detail: string): Reason => ({
  ...{ reason, points: Math.round(most[reason] * share), of: most[reason], detail },
});

function expertiseOf(seeker: Seeker, candidate: Candidate): Reason {
  const asked = seeker.areas.length;
  if (asked === 0) return weighed('expertise', 0.5, 'No area was asked for.');
  const found = covered(seeker, candidate);
  return weighed('expertise', found / asked, `Claims expertise in ${found} of ${asked} ${asked === 1 ? 'area' : 'areas'}.`);
}

/** The farther, the freer to speak. */
function distanceOf(seeker: Seeker, candidate: Candidate, { above }: Circumstances): Reason {
  if (atOneSetting(seeker, candidate)) return weighed('distance', 0, 'Works at the same setting.');
  const [manager] = above(seeker.personId);
  const shared = manager !== undefined && manager === above(candidate.supporterId)[0];
  if (shared) return weighed('distance', 0.6, 'Works at another setting, under the same line manager.');
  return weighed('distance', 1, 'Works elsewhere, under another line manager.');
}

function preferencesOf(seeker: Seeker, { supporterId, prefers }: Candidate): Reason {
  const wishes = [
    { share: 0.6, holds: seeker.preferred.includes(supporterId), detail: 'the practitioner asked for them' },
    { share: 0.2, holds: seeker.areas.some((area) => prefers.areas.includes(area)), detail: 'they prefer one of these areas' },
    { share: 0.2, holds: seeker.settingId !== null && prefers.settingIds.includes(seeker.settingId), detail: 'they prefer this setting' },
  ].filter(({ holds }) => holds);
  const share = wishes.reduce((sum, wish) => sum + wish.share, 0);
  return weighed(
    'preferences',
    share,
    wishes.length === 0 ? 'No preference speaks for it.' : `For it speaks: ${wishes.map(({ detail }) => detail).join('; ')}.`,
  );
}

function loadOf({ load, capacity }: Candidate): Reason {
  return weighed('load', capacity === 0 ? 0 : Math.max(0, capacity - load) / capacity, `Has ${load} of ${capacity} engagements.`);
}
