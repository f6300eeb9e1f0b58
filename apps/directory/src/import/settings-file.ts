import { settingKinds } from '@cairn/contracts/directory';
import type { TableRow } from '@cairn/tables';
import type { Fault } from './fault.js';
import { rowsOf } from './table.js';

export const settingColumns = ['settingId', 'name', 'kind', 'region'] as const;
type Row = TableRow<(typeof settingColumns)[number]>;

export interface JoiningSetting {
  readonly settingId: string;
  readonly name: string;
  readonly kind: (typeof settingKinds)[number];
  /** What people call the area, where the organisation has formed no region of this name. */
  readonly region: string | null;
  readonly regionId: string | null;
}
interface Known {
  readonly settings: readonly { readonly settingId: string; readonly name: string }[];
  readonly regions: readonly { readonly regionId: string; readonly name: string }[];
}
export interface CheckedSettings {
  readonly rows: number;
  readonly faults: readonly Fault[];
  readonly settings: readonly JoiningSetting[];
}

const same = (name: string) => name.normalize('NFKC').toLowerCase();

/** Checks a file of settings as a whole. A row with the id of a setting that is registered is passed over, so that an export can be sent back with rows added. */
export function checkSettings(csv: string, known: Known, newId: (row: number) => string): CheckedSettings {
  const { rows, faults: tableFaults } = rowsOf(csv, settingColumns, ['name', 'kind']);
  if (tableFaults.length > 0) return { rows: rows.length, faults: tableFaults, settings: [] };
  const faults: Fault[] = [];
  const names = new Map(known.settings.map(({ name }) => [same(name), 0]));
  const ids = new Set(known.settings.map(({ settingId }) => settingId));
  const joining = rows.flatMap((row): JoiningSetting[] => {
    if (ids.has(newId(row.row))) return []; // the same import, sent again
    if (row.cells.settingId !== '' && ids.has(row.cells.settingId.toLowerCase())) return [];
    const found = faultsOf(row, names);
    faults.push(...found);
    names.set(same(row.cells.name), row.row);
    const kind = settingKinds.find((kind) => kind === kindIn(row));
    return found.length > 0 || !kind ? [] : [{ settingId: newId(row.row), name: row.cells.name, kind, ...regionOf(row, known) }];
  });
  return { rows: rows.length, faults, settings: joining };
}

const kindIn = ({ cells }: Row) => cells.kind.toLowerCase().replaceAll(' ', '-');

function regionOf({ cells }: Row, { regions }: Known) {
  const region = regions.find(({ name }) => same(name) === same(cells.region));
  return region ? { region: null, regionId: region.regionId } : { region: cells.region || null, regionId: null };
}

function faultsOf({ row, cells }: Row, names: ReadonlyMap<string, number>): Fault[] {
  const faults: Fault[] = [];
  const fault = (column: string, code: string, sentence: string) => faults.push({ row, column, code, detail: `row ${row}, column ${column}: ${sentence}` });
  const earlier = names.get(same(cells.name));
  if (cells.name === '') fault('name', 'NAME_MISSING', 'there is no name');
  if (cells.name.length > 200) fault('name', 'NAME_TOO_LONG', `a name has at most 200 characters, and this one has ${cells.name.length}`);
  if (cells.settingId !== '') fault('settingId', 'SETTING_UNKNOWN', 'no setting of this organisation has this id: leave it empty for a setting that joins');
  if (earlier !== undefined && cells.name !== '')
    fault('name', 'SETTING_REPEATED', earlier === 0 ? 'a setting of this name is registered already' : `row ${earlier} has the same`);
  if (!settingKinds.some((kind) => kind === kindIn({ row, cells })))
    fault('kind', 'SETTING_KIND_UNKNOWN', `a kind is one of ${settingKinds.length}: ${settingKinds.join(', ')}`);
  if (cells.region.length > 100) fault('region', 'REGION_TOO_LONG', `a region has at most 100 characters, and this one has ${cells.region.length}`);
  return faults;
}
