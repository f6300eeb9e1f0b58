import type { Violation } from '@cairn/event-sourcing';
import { readTable, type Table, type TableRow } from '@cairn/tables';
import { fault } from '../version-content.decider.js';

/** The place of a cell, as every fault of a file names it. */
export const cellAt = (row: number, column: string): string => `row ${row}, ${column}`;

/** The rows of a CSV file, and what keeps it from being read. */
export function rowsOf<const C extends string>(
  csv: string,
  columns: readonly C[],
  required: readonly C[],
): { readonly rows: readonly TableRow<C>[]; readonly faults: readonly Violation[] } {
  const { rows, faults }: Table<C> = readTable(csv, columns, required);
  return { rows, faults: faults.map(({ row, column, code, detail }) => fault(code, column === null ? `row ${row}` : cellAt(row, column), detail)) };
}
