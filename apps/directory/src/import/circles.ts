import type { Fault } from './fault.js';

interface LineOfRow {
  readonly row: number;
  readonly personId: string;
  readonly managerId: string;
}

/** Every row whose line lies on a circle, once all lines of the file stand beside those that are known. */
export function circles(lines: readonly LineOfRow[], known: ReadonlyMap<string, string>, column: string): Fault[] {
  const managers = new Map(known);
  for (const { personId, managerId } of lines) managers.set(personId, managerId);
  const settled = new Map<string, number>();
  const onCircle = (start: string): number => {
    const path: string[] = [];
    const place = new Map<string, number>();
    let person: string | undefined = start;
    while (person !== undefined && !place.has(person) && !settled.has(person)) {
      place.set(person, path.length);
      path.push(person);
      person = managers.get(person);
    }
    const from = person === undefined ? undefined : place.get(person);
    path.forEach((each, index) => settled.set(each, from !== undefined && index >= from ? path.length - from : 0));
    return settled.get(start)!;
  };
  return lines.flatMap(({ row, personId }) => {
    const length = settled.get(personId) ?? onCircle(personId);
    const detail = `row ${row}, column ${column}: the line is one of ${length} that form a circle`;
    return length === 0 ? [] : [{ row, column, code: 'REPORTING_CYCLE', detail }];
  });
}
