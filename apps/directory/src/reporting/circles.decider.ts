import { latest, standingAt, withChange, type Change } from '@cairn/contracts/directory';

/** From that instant on a person reports to this manager; to nobody when it is null. */
export interface LineChange extends Change {
  readonly personId: string;
  readonly managerId: string | null;
}

/** By person: whom they report to, since when. */
export type Histories = ReadonlyMap<string, readonly LineChange[]>;

/** @param changes in the order in which they were recorded */
export function historiesOf(changes: readonly LineChange[]): Map<string, readonly LineChange[]> {
  const histories = new Map<string, LineChange[]>();
  for (const change of changes) {
    const history = histories.get(change.personId);
    if (history) history.push(change);
    else histories.set(change.personId, [change]);
  }
  for (const history of histories.values()) history.sort(byInstant);
  return histories;
}

// The sort is stable: of two changes at one instant the later recorded stays the later.
const byInstant = (one: Change, other: Change) => (one.at < other.at ? -1 : Number(one.at > other.at));

export const managerAt = (histories: Histories, personId: string, at: string): string | null =>
  standingAt(histories.get(personId) ?? [], at)?.managerId ?? null;

export interface Circle {
  /** Whose new line closes it. */
  readonly personId: string;
  /** Everybody on it, from that person upwards. */
  readonly people: readonly string[];
  /** The instant at which it would begin, when that lies after the new line. */
  readonly from?: string;
}

/**
 * The circles that new lines would close: at their instant, or at the first later one at which the lines as they stand would meet the new ones.
 * What is recorded already holds no circle at any instant, so each circle has a new line on it.
 */
export function circlesClosedBy(histories: Histories, lines: readonly LineChange[], at: string): Circle[] {
  const changed = new Map(histories);
  for (const line of lines) changed.set(line.personId, withChange(changed.get(line.personId) ?? [], line));

  const managerOf = managersAt(changed, at);
  const atOnce = lines.flatMap(({ personId }) => circleFrom(managerOf, personId) ?? []);
  if (atOnce.length > 0 || at === latest) return atOnce;

  for (const { personId, managerId, at: from } of changesAfter(changed, at)) {
    put(managerOf, personId, managerId);
    const circle = circleFrom(managerOf, personId);
    if (circle) return lines.filter((line) => circle.people.includes(line.personId)).map((line) => ({ ...circle, personId: line.personId, from }));
  }
  return [];
}

const managersAt = (histories: Histories, at: string): Map<string, string> =>
  [...histories.keys()].reduce((managerOf, personId) => put(managerOf, personId, managerAt(histories, personId, at)), new Map<string, string>());

const changesAfter = (histories: Histories, at: string): LineChange[] =>
  [...histories.values()]
    .flat()
    .filter((change) => change.at > at)
    .sort(byInstant);

function put(managerOf: Map<string, string>, personId: string, managerId: string | null): Map<string, string> {
  if (managerId === null) managerOf.delete(personId);
  else managerOf.set(personId, managerId);
  return managerOf;
}

/** Follows the lines upwards until they come back to the person, end, or turn in a circle that the person is not on. */
function circleFrom(managerOf: ReadonlyMap<string, string>, personId: string): Circle | undefined {
  const passed = new Set([personId]);
  for (let above = managerOf.get(personId); above !== undefined; above = managerOf.get(above)) {
    if (above === personId) return { personId, people: [...passed] };
    if (passed.has(above)) return undefined;
    passed.add(above);
  }
  return undefined;
}
