import { ConflictFound, ConflictGone, conflictWatchEvents, EngagementWatched, WatchedLineChanged } from '@cairn/contracts/planning/internal';
import { defineStream, type DataOf, type Decide, type EventIn, type EventOf } from '@cairn/event-sourcing';
import { conflictsIn, type Conflict, type Pair } from '../engagement/conflict.decider.js';

type Change = EventOf<typeof WatchedLineChanged> | EventOf<typeof EngagementWatched>;
/** The newest change and those before it. A list, because a map that is copied for each event takes quadratic time; a decision makes its maps once. */
type State = { readonly change: Change; readonly before: State } | null;

/**
 * All reporting lines of one organisation, as far as they were seen, and who supports whom in each engagement that has not ended. Together in one stream,
 * because a conflict is a matter of both: whichever changes, every engagement is looked at again.
 */
export const conflictWatch = defineStream({
  category: 'conflictwatch',
  events: conflictWatchEvents,
  initial: null as State,
  evolve: (before, event): State => (event.type === 'WatchedLineChanged' || event.type === 'EngagementWatched' ? { change: event, before } : before),
});
export type ConflictWatchDecision = Decide<State, EventIn<typeof conflictWatch>>;

interface Seen {
  readonly managers: Map<string, string | null>;
  /** By person: since when the line of now stands. */
  readonly since: Map<string, string>;
  readonly pairs: Map<string, readonly Pair[]>;
}

function seenIn(state: State): Seen {
  const changes: Change[] = [];
  for (let last = state; last; last = last.before) changes.push(last.change);
  const seen: Seen = { managers: new Map(), since: new Map(), pairs: new Map() };
  for (const change of changes.reverse()) see(seen, change);
  return seen;
}

function see({ managers, since, pairs }: Seen, { type, data }: Change): void {
  if (type === 'WatchedLineChanged') {
    managers.set(data.personId, data.managerId);
    since.set(data.personId, data.since);
  } else if (data.pairs.length > 0) pairs.set(data.engagementId, data.pairs);
  else pairs.delete(data.engagementId);
}

/** By engagement and pair. Two paths between the same two are two conflicts, one after the other. */
type Conflicts = ReadonlyMap<string, Conflict & { readonly engagementId: string }>;

const conflictsOf = ({ managers, pairs }: Seen): Conflicts =>
  new Map(
    [...pairs].flatMap(([engagementId, among]) =>
      conflictsIn(among, managers).map((conflict) => [JSON.stringify([engagementId, conflict]), { ...conflict, engagementId }] as const),
    ),
  );

/** What is over comes first, so that another path between the same two ends the old conflict before it begins the new one. */
function compared(organisationId: string, before: Conflicts, now: Conflicts) {
  const gone = [...before].filter(([key]) => !now.has(key)).map(([, { path: _, ...pair }]) => ConflictGone({ organisationId, ...pair }));
  const found = [...now].filter(([key]) => !before.has(key)).map(([, { path, ...pair }]) => ConflictFound({ organisationId, ...pair, path: [...path] }));
  return [...gone, ...found];
}

/** A line that was recorded late, of a time before the line that stands now, changes nothing now. */
export const followLine =
  (line: DataOf<typeof WatchedLineChanged>): ConflictWatchDecision =>
  (state) => {
    const seen = seenIn(state);
    if ((seen.since.get(line.personId) ?? '') > line.since) return [];
    const before = conflictsOf(seen);
    seen.managers.set(line.personId, line.managerId);
    return [WatchedLineChanged(line), ...compared(line.organisationId, before, conflictsOf(seen))];
  };

export const watchEngagement =
  (engagement: DataOf<typeof EngagementWatched>): ConflictWatchDecision =>
  (state) => {
    const seen = seenIn(state);
    const before = conflictsOf(seen);
    seen.pairs.set(engagement.engagementId, engagement.pairs);
    return [EngagementWatched(engagement), ...compared(engagement.organisationId, before, conflictsOf(seen))];
  };
