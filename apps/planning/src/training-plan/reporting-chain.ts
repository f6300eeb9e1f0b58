/** Who reports to whom now. `managerId` is null where a line has ended. */
export interface ReportingLine {
  readonly personId: string;
  readonly managerId: string | null;
}

/** How many levels below `manager` the person stands: 1 reports directly. Undefined when the manager is nowhere above; ends on a cycle too. */
export function levelsBelow(lines: readonly ReportingLine[], personId: string, manager: string): number | undefined {
  const managerOf = new Map(lines.map((line) => [line.personId, line.managerId]));
  const passed = new Set<string>();
  for (let person = managerOf.get(personId); person && !passed.has(person); person = managerOf.get(person)) {
    passed.add(person);
    if (person === manager) return passed.size;
  }
  return undefined;
}
