import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

/** What is wrong with one row of a file. It names places and numbers, never what a cell holds. */
export interface TableFault {
  /** As a spreadsheet counts: the header is row 1. */
  readonly row: number;
  readonly column: string | null;
  readonly code: string;
  readonly detail: string;
}

export interface TableRow<C extends string> {
  readonly row: number;
  /** Trimmed; empty where the cell or its column is missing. */
  readonly cells: Readonly<Record<C, string>>;
}

export interface Table<C extends string> {
  /** Without those in which every cell is empty. */
  readonly rows: readonly TableRow<C>[];
  readonly faults: readonly TableFault[];
}

/**
 * Reads CSV with a header, in UTF-8, with commas or semicolons, as spreadsheets write it. Columns may come in any order; letter case, spaces and dashes in
 * their names count for nothing. With faults, the rows are not to be used.
 * @param required the columns that must be there
 * @param mostRows rows that the file may have
 */
export function readTable<const C extends string>(csv: string, columns: readonly C[], required: readonly C[], mostRows = Infinity): Table<C> {
  let records: string[][];
  try {
    records = parse(csv, { bom: true, delimiter: delimiterOf(csv), relax_column_count: true, trim: true });
  } catch (error) {
    const row = error instanceof Error && 'lines' in error && typeof error.lines === 'number' ? error.lines : 1;
    return { rows: [], faults: [{ row, column: null, code: 'CSV_MALFORMED', detail: `the file cannot be read as CSV from line ${row} on` }] };
  }
  const [head = [], ...body] = records;
  const names = head.map((name) => columns.find((column) => plain(column) === plain(name)));
  const all = body.map((record, index) => {
    const cells = Object.fromEntries(columns.map((column) => [column, read(record[names.indexOf(column)] ?? '')]));
    return { row: index + 2, cells: cells as Record<C, string> };
  });
  const rows = all.filter(({ cells }) => Object.values<string>(cells).some((cell) => cell !== ''));
  return { rows, faults: [...headFaults(names, required), ...sizeFaults(body, head.length, rows.length, mostRows)] };
}

/** Writes records as {@link readTable} takes them. What a spreadsheet would take for a formula stands behind an apostrophe. */
export const tableFile = (records: readonly Readonly<Record<string, unknown>>[], columns: readonly string[]): string =>
  stringify(
    records.map((record) => columns.map((column) => String(record[column] ?? '').replace(marked, "''"))),
    { header: true, columns: [...columns], escape_formulas: true, record_delimiter: 'windows' },
  );

/** An apostrophe before what `escape_formulas` puts one before. One that is the cell's own is doubled, so that what comes back is what went out. */
const marked = /^'(?=['=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20])/;
const read = (cell: string) => cell.replace(marked, '');

const plain = (name: string) => name.toLowerCase().replace(/[\s_-]/g, '');

/** European spreadsheets write semicolons. */
function delimiterOf(csv: string): ',' | ';' {
  const [head = ''] = csv.split('\n', 1);
  return head.includes(';') && !head.includes(',') ? ';' : ',';
}

function headFaults(names: readonly (string | undefined)[], required: readonly string[]): TableFault[] {
  const fault = (column: string, code: string, detail: string): TableFault => ({ row: 1, column, code, detail });
  return [
    ...names.flatMap((name, index) =>
      name === undefined ? [fault(`column ${index + 1}`, 'COLUMN_UNKNOWN', `column ${index + 1} has a name that a file of this kind does not have`)] : [],
    ),
    ...names.flatMap((name, index) =>
      name !== undefined && names.indexOf(name) !== index ? [fault(name, 'COLUMN_REPEATED', `the column ${name} is there twice`)] : [],
    ),
    ...required.filter((column) => !names.includes(column)).map((column) => fault(column, 'COLUMN_MISSING', `the column ${column} is missing`)),
  ];
}

function sizeFaults(body: readonly string[][], width: number, rows: number, mostRows: number): TableFault[] {
  if (rows > mostRows)
    return [{ row: mostRows + 2, column: null, code: 'TOO_MANY_ROWS', detail: `a file has at most ${mostRows} rows, and this one has ${rows}` }];
  return body.flatMap(({ length }, index) =>
    length > width ? [{ row: index + 2, column: null, code: 'ROW_TOO_LONG', detail: `row ${index + 2} has ${length} cells, and the header ${width}` }] : [],
  );
}
