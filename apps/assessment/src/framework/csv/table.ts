import type { Violation } from '@cairn/event-sourcing';
import { parse } from 'csv-parse/sync';
import { fault } from '../version-content.decider.js';

export interface TableRow<C extends string> {
  /** As a spreadsheet counts: the header is row 1. */
  readonly row: number;
  /** Trimmed; empty where the cell or its column is missing. */
  readonly cells: Readonly<Record<C, string>>;
}

/** The place of a cell, as every fault of a file names it. */
export const cellAt = (row: number, column: string): string => `row ${row}, ${column}`;

/** Reads CSV with a header, in UTF-8. Columns may come in any order; letter case, spaces and dashes in their names count for nothing. */
export function readTable<const C extends string>(
  csv: string,
  columns: readonly C[],
  required: readonly C[],
): { readonly rows: readonly TableRow<C>[]; readonly faults: readonly Violation[] } {
  let records: string[][];
  try {
    records = parse(csv, { bom: true, relax_column_count: true, trim: true });
  } catch (error) {
    const line = error instanceof Error && 'lines' in error && typeof error.lines === 'number' ? error.lines : 1;
    return { rows: [], faults: [fault('CSV_BROKEN', `line ${line}`, `the file cannot be read as CSV from line ${line} on`)] };
  }
  const [head = [], ...body] = records;
  const names = head.map((name) => columns.find((column) => plain(column) === plain(name)));
  const faults = [...headFaults(names, required), ...lengthFaults(body, head.length)];
  const rows = body.map((record, index) => {
    const cells = Object.fromEntries(columns.map((column) => [column, unescaped(record[names.indexOf(column)] ?? '')]));
    return { row: index + 2, cells: cells as Record<C, string> };
  });
  return { rows: rows.filter(({ cells }) => Object.values<string>(cells).some((cell) => cell !== '')), faults };
}

const plain = (name: string) => name.toLowerCase().replace(/[\s_-]/g, '');

function headFaults(names: readonly (string | undefined)[], required: readonly string[]): Violation[] {
  return [
    ...names.flatMap((name, index) =>
      name === undefined ? [fault('COLUMN_UNKNOWN', `row 1, column ${index + 1}`, 'a file of this kind has no such column')] : [],
    ),
    ...names.flatMap((name, index) =>
      name !== undefined && names.indexOf(name) !== index ? [fault('COLUMN_REPEATED', cellAt(1, name), `the column ${name} is there twice`)] : [],
    ),
    ...required.filter((column) => !names.includes(column)).map((column) => fault('COLUMN_MISSING', cellAt(1, column), `the column ${column} is missing`)),
  ];
}

const lengthFaults = (body: readonly string[][], width: number): Violation[] =>
  body.flatMap(({ length }, index) =>
    length > width ? [fault('ROW_TOO_LONG', `row ${index + 2}`, `it has ${length} cells, and the header has ${width}`)] : [],
  );

/** What a spreadsheet would take for a formula goes out behind an apostrophe, and comes in as it was. */
export const escaped = (cell: string): string => cell.replace(/^(?=[=+\-@\t'])/, "'");
const unescaped = (cell: string) => cell.replace(/^'(?=[=+\-@\t'])/, '');
