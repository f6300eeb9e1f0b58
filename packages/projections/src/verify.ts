import { createHash } from 'node:crypto';
import { canonicalJson } from '@cairn/event-store';
import type pg from 'pg';
import { apart } from './apart.js';
import { keyOf } from './batch.js';
import { Building } from './building.js';
import { on } from './checkpoints.js';
import { inTransaction } from './database.js';
import { versioned, type ReadModel } from './define-read-model.js';
import type { ReadSide } from './read-side.js';
import { keyOfRowId, RowTable, type RowKey } from './row-table.js';

export interface Verification {
  readonly identical: boolean;
  /** Where both stand. */
  readonly position: string;
  /** Rows of the table in use. */
  readonly rows: number;
  /** SHA-256 over the canonical JSON of tenant, key and row, in the order of tenant and key: of the table in use, and of the rebuilt one. */
  readonly checksums: { readonly inUse: string; readonly rebuilt: string };
  /** The first keys whose rows differ, are missing or should not be there. */
  readonly differences: readonly RowKey[];
}

const differencesShown = 10;
const rowsPerPage = 2000;

/** Rebuilds a read model beside the table in use, up to the same position, and compares every row. Changes nothing; queries and runner go on. */
export async function verify(side: ReadSide, model: ReadModel): Promise<Verification> {
  return apart(side, model, async (session, scratch) => {
    const building = await Building.begin(side, model, scratch);
    await building.follow(() => positionOf(side, model, session));
    // The snapshot holds rows and checkpoint of one moment, a little later than the one before.
    const inSnapshot = async (snapshot: pg.ClientBase) => {
      const position = await positionOf(side, model, snapshot);
      await building.to(position);
      return { position: String(position), ...(await compare(side, new RowTable(side.service, model), snapshot, scratch)) };
    };
    return inTransaction(session, inSnapshot, { isolation: 'REPEATABLE READ' });
  });
}

async function positionOf({ checkpoints }: ReadSide, model: ReadModel, client: pg.ClientBase): Promise<bigint> {
  const [checkpoint] = await checkpoints.of(on(client), [keyOf(model)]);
  if (!checkpoint) throw new Error(`${versioned(model)} has never been built here`);
  return checkpoint.position;
}

async function compare(side: ReadSide, inUse: RowTable, snapshot: pg.ClientBase, rebuilt: RowTable): Promise<Omit<Verification, 'position'>> {
  const left = new Side((id) => inUse.page(snapshot, id, rowsPerPage));
  const right = new Side((id) => side.database.transaction((client) => rebuilt.page(client, id, rowsPerPage)));
  const differences: RowKey[] = [];
  for (let [a, b] = [await left.next(), await right.next()]; a ?? b;) {
    const order = inOrder(a, b);
    if ((order !== 0 || a!.json !== b!.json) && differences.length < differencesShown) differences.push(keyOfRowId(order <= 0 ? a!.id : b!.id));
    if (order <= 0) a = await left.next();
    if (order >= 0) b = await right.next();
  }
  const checksums = { inUse: left.checksum(), rebuilt: right.checksum() };
  return { identical: differences.length === 0 && checksums.inUse === checksums.rebuilt, rows: left.rows, checksums, differences };
}

/** Which of the two comes first in the order of their tables: below 0 the left one, above 0 the right one, 0 both. At least one is there. */
function inOrder(left: { readonly id: string } | undefined, right: { readonly id: string } | undefined): number {
  if (left && right) return Buffer.compare(Buffer.from(left.id), Buffer.from(right.id));
  return left ? -1 : 1;
}

/** The rows of one table, in order, a page at a time. */
class Side {
  rows = 0;
  private readonly hash = createHash('sha256');
  private page: { id: string; json: string }[] = [];
  private last: string | undefined;

  constructor(private readonly read: (after: string | undefined) => Promise<Map<string, object>>) {}

  async next(): Promise<{ id: string; json: string } | undefined> {
    if (this.page.length === 0) this.page = [...(await this.read(this.last))].map(([id, row]) => ({ id, json: canonicalJson(row, 'row') })).reverse();
    const next = this.page.pop();
    if (!next) return undefined;
    this.last = next.id;
    this.rows++;
    this.hash.update(`${canonicalJson([...Object.values(keyOfRowId(next.id))], 'key')}${next.json}\n`);
    return next;
  }

  checksum = (): string => this.hash.digest('hex');
}
