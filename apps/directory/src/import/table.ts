import { parse } from 'csv-parse/sync';
import type { Fault } from './fault.js';

export interface TableRow<C extends string> {
  readonly row: number;
  /** Trimmed; empty where the cell or its column is missing. */
  readonly cells: Readonly<Record<C, string>>;
}

export interface TableOf<C extends string> {
  readonly rows: readonly TableRow<C>[];
  readonly faults: readonly Fault[];
}

/** Rows that one file may have. */
export const mostRows = 5000;

/** Reads a CSV file with a header, in UTF-8, with commas or semicolons, as spreadsheets write it. Columns may come in any order; letter case and spaces in their names count for nothing. */
export function readTable<const C extends string>(csv: string, columns: readonly C[], required: readonly C[]): TableOf<C> {
  let records: string[][];
  try {
    records = parse(csv, { bom: true, delimiter: delimiterOf(csv), skip_empty_lines: true, relax_column_count: true, trim: true });
  } catch (error) {
    const row = error instanceof Error && 'lines' in error && typeof error.lines === 'number' ? error.lines : 1;
    return { rows: [], faults: [{ row, column: null, code: 'CSV_MALFORMED', detail: `the file cannot be read as CSV from line ${row} on` }] };
  }
  const [head = [], ...body] = records;
  const names = head.map((name) => columns.find((column) => plain(column) === plain(name)));
  const faults = [...headFaults(head, names, required), ...sizeFaults(body, head.length)];
  const rows = body.map((record, index) => {
    const cells = Object.fromEntries(columns.map((column) => [column, unescaped(record[names.indexOf(column)] ?? '')]));
    return { row: index + 2, cells: cells as Record<C, string> };
  });
  return { rows: rows.filter(({ cells }) => Object.values(cells).some((cell) => cell !== '')), faults };
}

const plain = (name: string) => name.toLowerCase().replace(/[\s_-]/g, '');
/** An export marks what a spreadsheet would take for a formula with an apostrophe; read again, it is what it was. */
const unescaped = (cell: string) => cell.replace(/^'(?=[=+\-@\t])/, '');

/** European spreadsheets write semicolons. */
function delimiterOf(csv: string): ',' | ';' {
  const head = csv.slice(0, csv.indexOf('\n') < 0 ? csv.length : csv.indexOf('\n'));
  return head.includes(';') && !head.includes(',') ? ';' : ',';
}

function headFaults(head: readonly string[], names: readonly (string | undefined)[], required: readonly string[]): Fault[] {
  const fault = (column: string, code: string, detail: string): Fault => ({ row: 1, column, code, detail });
  return [
    ...head.flatMap((_, index) =>
      names[index] === undefined ? [fault(String(index + 1), 'COLUMN_UNKNOWN', `column ${index + 1} has a name that this file may not have`)] : [],
    ),
    ...names.flatMap((name, index) =>
      name !== undefined && names.indexOf(name) !== index ? [fault(name, 'COLUMN_REPEATED', `the column ${name} stands there twice`)] : [],
    ),
    ...required.filter((column) => !names.includes(column)).map((column) => fault(column, 'COLUMN_MISSING', `the column ${column} is missing`)),
  ];
}

function sizeFaults(body: readonly string[][], width: number): Fault[] {
  if (body.length > mostRows)
    return [{ row: mostRows + 2, column: null, code: 'TOO_MANY_ROWS', detail: `a file has at most ${mostRows} rows, and this one has ${body.length}` }];
  return body.flatMap(({ length }, index) =>
    length > width ? [{ row: index + 2, column: null, code: 'ROW_TOO_LONG', detail: `row ${index + 2} has ${length} cells, and the header ${width}` }] : [],
  );
}
