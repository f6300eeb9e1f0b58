import { VersionItem } from '@cairn/contracts/assessment';
import type { Violation } from '@cairn/event-sourcing';
import type { Tolerated } from '../tolerances.js';
import { fault, faultsOf, type VersionData } from '../version-content.decider.js';
import { cellAt } from './table.js';

/** What a file says of a version, or everything that is wrong with it. */
export type FileReading =
  | { readonly faults: readonly Violation[] }
  | {
      readonly content: Pick<VersionData, 'items' | 'scales' | 'associations' | 'description'>;
      readonly tolerated: readonly Tolerated[];
      /** Where the file itself names the framework. */
      readonly title?: string;
      readonly kept?: Record<string, unknown>;
    };

export interface ItemRow {
  readonly row: number;
  readonly item: object;
  /** The column in which a field of the item stands. */
  readonly columnOf: (field: string) => string;
}

/** Items of rows. Everything that keeps them from being published is told by its row and column. */
export function readItems(rows: readonly ItemRow[], more: Omit<Extract<FileReading, { content: object }>['content'], 'items'> = {}): FileReading {
  if (rows.length === 0) return { faults: [fault('EMPTY', 'row 2', 'the file has no items')] };
  const read = rows.map((row) => ({ ...row, parsed: VersionItem.safeParse(row.item) }));
  const wrong = read.flatMap(({ row, columnOf, parsed }) =>
    (parsed.error?.issues ?? []).map(({ path, message }) => fault('WRONG_VALUE', cellAt(row, columnOf(String(path[0]))), message)),
  );
  if (wrong.length > 0) return { faults: wrong };
  const items = read.flatMap(({ parsed }) => (parsed.success ? [parsed.data] : []));
  const faults = faultsOf({ ...undated, ...more, items }).map((each) => placed(each, rows));
  return faults.length > 0 ? { faults } : { content: { items, ...more }, tolerated: [] };
}

/** The dates come with the request, and are checked with it. */
const undated = { jurisdiction: '-', inForceFrom: '0001-01-01', inForceUntil: null };

function placed({ code, detail, path = '' }: Violation, rows: readonly ItemRow[]): Violation {
  const inFile = (text: string) =>
    text.replace(/items\.(\d+)\.(\w+)/g, (whole, index: string, field: string) => {
      const at = rows[Number(index)];
      return at ? cellAt(at.row, at.columnOf(field)) : whole;
    });
  return fault(code, inFile(path), inFile(detail));
}
