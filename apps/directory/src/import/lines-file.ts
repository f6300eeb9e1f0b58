import type { LineChange } from './people-file.js';
import { circles } from './circles.js';
import type { Fault } from './fault.js';
import { rowsOf } from './table.js';

export const lineColumns = ['personId', 'managerId'] as const;

export interface CheckedLines {
  readonly rows: number;
  readonly faults: readonly Fault[];
  readonly lines: readonly LineChange[];
  /** People who report to nobody from now on. */
  readonly ended: readonly string[];
}

/** Checks a file of reporting lines as a whole: an empty manager ends a line. What is so already is no change. */
export function checkLines(csv: string, known: { readonly people: ReadonlySet<string>; readonly managers: ReadonlyMap<string, string> }): CheckedLines {
  const { rows, faults: tableFaults } = rowsOf(csv, lineColumns, lineColumns);
  if (tableFaults.length > 0) return { rows: rows.length, faults: tableFaults, lines: [], ended: [] };
  const faults: Fault[] = [];
  const fault = (row: number, column: string, code: string, sentence: string) =>
    faults.push({ row, column, code, detail: `row ${row}, column ${column}: ${sentence}` });
  const first = new Map<string, number>();
  const read = rows.map(({ row, cells }) => ({ row, personId: cells.personId.toLowerCase(), managerId: cells.managerId.toLowerCase() }));
  for (const { row, personId, managerId } of read) {
    const earlier = first.get(personId);
    if (earlier !== undefined) fault(row, 'personId', 'PERSON_REPEATED', `row ${earlier} has the same`);
    first.set(personId, earlier ?? row);
    if (!known.people.has(personId)) fault(row, 'personId', 'PERSON_UNKNOWN', 'nobody is registered under this id');
    if (managerId !== '' && !known.people.has(managerId)) fault(row, 'managerId', 'MANAGER_UNKNOWN', 'nobody is registered under this id');
  }
  const lines = read.filter(({ managerId }) => managerId !== '');
  const ends = read.filter(({ personId, managerId }) => managerId === '' && known.managers.has(personId)).map(({ personId }) => personId);
  const standing = new Map([...known.managers].filter(([personId]) => !ends.includes(personId)));
  return {
    rows: rows.length,
    faults: [...faults, ...circles(lines, standing, 'managerId')].sort((a, b) => a.row - b.row),
    lines: lines.filter(({ personId, managerId }) => known.managers.get(personId) !== managerId).map(({ personId, managerId }) => ({ personId, managerId })),
    ended: ends,
  };
}
