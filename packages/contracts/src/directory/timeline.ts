/** What became so at one instant: when it occurred, not when it was recorded. */
export interface Change {
  /** ISO 8601 in UTC with milliseconds, as an envelope has it. */
  readonly at: string;
}

/** Later than everything that has occurred: by this, a rule or a query is judged that names no instant. */
export const latest = '9999-12-31T23:59:59.999Z';

/** The changes with one more, in the order in which they occurred; of two at one instant the later recorded comes later, and counts. */
export function withChange<C extends Change>(changes: readonly C[], change: C): readonly C[] {
  const place = changes.findLastIndex(({ at }) => at <= change.at) + 1;
  return [...changes.slice(0, place), change, ...changes.slice(place)];
}

/** What stood at that instant; undefined before the first change. */
export const standingAt = <C extends Change>(changes: readonly C[], at: string): C | undefined => changes.findLast((change) => change.at <= at);
