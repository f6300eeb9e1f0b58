import { exclusionOf, reasonsFor, type Candidate, type Circumstances, type Exclusion, type Reason, type Seeker } from './assess.js';

export interface Proposal {
  readonly practitionerId: string;
  readonly supporterId: string;
  readonly score: number;
  readonly reasons: readonly Reason[];
  /** The place of this supporter among all who could be proposed to this practitioner. */
  readonly rank: number;
  readonly eligible: number;
}

export interface Matched {
  readonly proposals: readonly Proposal[];
  /** For whom there was nobody, and for how many supporters each reason held. `full` counts those whose places went to others, too. */
  readonly unmatched: readonly { readonly practitionerId: string; readonly because: Partial<Record<Exclusion, number>> }[];
}

interface Ranked {
  readonly seeker: Seeker;
  /** Everybody who can be proposed, the best first. */
  readonly choices: readonly { readonly candidate: Candidate; readonly score: number; readonly reasons: readonly Reason[] }[];
  readonly because: Partial<Record<Exclusion, number>>;
}

/**
 * Proposes one supporter to each practitioner, within what each supporter can take on. Everybody gets the best who is free; where nobody is, others make room
 * if they have another choice, so that as many as possible get somebody. Pure, and the same for the same people in whatever order they are given.
 */
export function matchAll(seekers: readonly Seeker[], candidates: readonly Candidate[], circumstances: Circumstances): Matched {
  const supporters = sorted(candidates, ({ supporterId }) => supporterId);
  const all = sorted(seekers, ({ personId }) => personId).map((seeker) => ranked(seeker, supporters, circumstances));
  const places = new Places();
  // Who has the fewest choices chooses first.
  for (const one of [...all].sort((a, b) => a.choices.length - b.choices.length)) places.seat(one, new Set());
  return {
    proposals: all.flatMap((one) => proposalOf(one, places.of(one)) ?? []),
    unmatched: all.filter((one) => places.of(one) === undefined).map(unmatchedOf),
  };
}

function ranked(seeker: Seeker, candidates: readonly Candidate[], circumstances: Circumstances): Ranked {
  const because: Partial<Record<Exclusion, number>> = {};
  const choices = candidates.flatMap((candidate) => {
    const exclusion = exclusionOf(seeker, candidate, circumstances);
    if (exclusion) {
      because[exclusion] = (because[exclusion] ?? 0) + 1;
      return [];
    }
    const reasons = reasonsFor(seeker, candidate, circumstances);
    return [{ candidate, reasons, score: reasons.reduce((sum, { points }) => sum + points, 0) }];
  });
  // The sort is stable, so equal scores stay in the order of the supporters' ids.
  return { seeker, because, choices: choices.sort((a, b) => b.score - a.score) };
}

/** Who sits with whom: paths of exchanges are followed until a free place is found. */
class Places {
  private readonly taken = new Map<string, Set<Ranked>>();
  private readonly supporterOf = new Map<Ranked, string>();

  of(one: Ranked): string | undefined {
    return this.supporterOf.get(one);
  }

  /** @param asked supporters whose places were looked at already on this path */
  seat(one: Ranked, asked: Set<string>): boolean {
    const free = one.choices.find(({ candidate }) => !asked.has(candidate.supporterId) && this.hasPlace(candidate));
    if (free) return this.sit(one, free.candidate.supporterId);
    for (const { candidate } of one.choices) {
      if (asked.has(candidate.supporterId)) continue;
      asked.add(candidate.supporterId);
      for (const other of this.withSupporter(candidate.supporterId)) if (this.seat(other, asked)) return this.sit(one, candidate.supporterId);
    }
    return false;
  }

  private hasPlace({ supporterId, capacity, load }: Candidate): boolean {
    return this.withSupporter(supporterId).size < capacity - load;
  }

  private withSupporter(supporterId: string): Set<Ranked> {
    const seated = this.taken.get(supporterId) ?? new Set();
    this.taken.set(supporterId, seated);
    return seated;
  }

  private sit(one: Ranked, supporterId: string): true {
    const before = this.supporterOf.get(one);
    if (before !== undefined) this.withSupporter(before).delete(one);
    this.withSupporter(supporterId).add(one);
    this.supporterOf.set(one, supporterId);
    return true;
  }
}

function proposalOf({ seeker, choices }: Ranked, supporterId: string | undefined): Proposal | undefined {
  const place = choices.findIndex(({ candidate }) => candidate.supporterId === supporterId);
  const choice = choices[place];
  if (!choice) return undefined;
  const { score, reasons, candidate } = choice;
  return { practitionerId: seeker.personId, supporterId: candidate.supporterId, score, reasons, rank: place + 1, eligible: choices.length };
}

const unmatchedOf = ({ seeker, because, choices }: Ranked) => ({
  practitionerId: seeker.personId,
  because: choices.length === 0 ? because : { ...because, full: (because.full ?? 0) + choices.length },
});

const sorted = <T>(all: readonly T[], id: (one: T) => string): T[] => [...all].sort((a, b) => (id(a) < id(b) ? -1 : 1));
