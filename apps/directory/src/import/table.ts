import { readTable, type Table } from '@cairn/tables';

/** Rows that one file may have. */
const mostRows = 5000;

/** The rows of an uploaded CSV file, and what keeps it from being read. */
export const rowsOf = <const C extends string>(csv: string, columns: readonly C[], required: readonly C[]): Table<C> =>
  readTable(csv, columns, required, mostRows);
