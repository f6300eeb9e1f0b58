/** Who reports to whom now. `managerId` is null where a line has ended. */
export interface ReportingLine {
  readonly personId: string;
  readonly managerId: string | null;
}

/** By person: their line manager. */
export type Managers = ReadonlyMap<string, string | null>;
export const managersIn = (lines: readonly ReportingLine[]): Managers => new Map(lines.map((line) => [line.personId, line.managerId]));

/** The managers above the person, nearest first. Ends on a cycle too. */
export function managersAbove(managers: Managers, personId: string): string[] {
  const above = new Set<string>();
  for (let person = managers.get(personId); person && !above.has(person); person = managers.get(person)) above.add(person);
  return [...above];
}

/** The managers above the person up to that one, who is the last; undefined when that one is nowhere above. */
export function pathUp(managers: Managers, personId: string, manager: string): string[] | undefined {
  const above = managersAbove(managers, personId);
  const level = above.indexOf(manager);
  return level < 0 ? undefined : above.slice(0, level + 1);
}

/** How many levels below `manager` the person stands: 1 reports directly. Undefined when the manager is nowhere above. */
export const levelsBelow = (lines: readonly ReportingLine[], personId: string, manager: string): number | undefined =>
  pathUp(managersIn(lines), personId, manager)?.length;
