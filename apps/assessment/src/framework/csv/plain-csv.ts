import { tableFile, type TableRow } from '@cairn/tables';
import type { VersionContent } from '../version-content.decider.js';
import type { FileReading } from './file-reading.js';
import { readItems } from './file-reading.js';
import { rowsOf } from './table.js';

const columns = ['code', 'statement', 'parent', 'sequence', 'type', 'abbreviation', 'notes'] as const;
type Column = (typeof columns)[number];

/** One item a row: `code` and `statement`, and where wanted the rest. */
export function readPlainCsv(csv: string): FileReading {
  const { rows, faults } = rowsOf(csv, columns, ['code', 'statement']);
  if (faults.length > 0) return { faults };
  return readItems(rows.map((row) => ({ row: row.row, item: itemOf(row), columnOf: (field) => field })));
}

function itemOf({ cells }: TableRow<Column>): object {
  const given = Object.entries(cells).filter(([column, cell]) => cell !== '' || column === 'code' || column === 'statement');
  return Object.fromEntries(given.map(([column, cell]) => [column, column === 'sequence' && /^-?\d{1,9}$/.test(cell) ? Number(cell) : cell]));
}

/** The items of a version as {@link readPlainCsv} takes them. Scales, associations and role profiles have no place in such a file: CASE carries those. */
export const plainCsvOf = ({ items }: Pick<VersionContent, 'items'>): string => tableFile(items, columns);
