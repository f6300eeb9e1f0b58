import pg from 'pg';
import { START } from '@cairn/event-store';
import { parkedEvent } from './batch.js';
import { on } from './checkpoints.js';
import { versioned, type ReadModel, type Row } from './define-read-model.js';
import { codeOf } from './errors.js';
import { folded, Poison, touchesOf, type Touch } from './fold.js';
import type { ParkedEvent } from './parked.js';
import { readPages } from './read-pages.js';
import type { ReadSide } from './read-side.js';
import { rowId, type RowTable } from './row-table.js';
import { BackOff, pause, Turns } from './waiting.js';

/** How often in a row a shard begins again at its checkpoint before the rebuild is given up. */
const tries = 6;

/** What a shard is a part of. */
export interface Shards {
  readonly side: ReadSide;
  readonly model: ReadModel;
  readonly table: RowTable;
  readonly count: number;
  /** Rows that all shards together keep in memory before they are written. */
  readonly rowsInMemory: number;
}

/** In which shard a row lies: FNV-1a over its id. */
export function shardOf(id: string, count: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index++) hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  return (hash >>> 0) % count;
}

/**
 * The rows of a read model that fall to one shard, folded in memory and written together with the shard's own checkpoint. When its connection breaks, even
 * in the middle of a commit, it begins again at that checkpoint, while the other shards go on.
 */
export class Shard {
  /** By position and row: an event may touch a row twice. */
  private readonly parkedHere = new Map<string, ParkedEvent>();
  /** Rows as they are now; undefined where there is none. */
  private readonly rows = new Map<string, Row | undefined>();
  private readonly changed = new Set<string>();
  /** Those of `rows` that the table holds, in an older state. */
  private readonly stored = new Set<string>();
  /** Keys that wait behind an event that could not be folded. */
  private readonly waiting = new Set<string>();
  /** Where its checkpoint stands; {@link START} as long as it has written nothing. */
  private checkpoint = START;
  private readonly turns = new Turns();

  constructor(
    private readonly of: Shards,
    private readonly number: number,
  ) {}

  get parked(): readonly ParkedEvent[] {
    return [...this.parkedHere.values()];
  }

  /**
   * Folds the shard's part of everything up to the position, after what it was given before. Throws {@link Poison} for an event that an audit model cannot
   * fold; others are parked with their key.
   */
  take(touches: readonly Touch[], position: bigint): Promise<void> {
    return this.turns.take(() => this.surely(() => this.fold(touches, position), position));
  }

  /** Writes all rows that are still in memory only. */
  flush(position: bigint): Promise<void> {
    return this.turns.take(() => this.surely(() => this.write(position), position));
  }

  private async surely(work: () => Promise<void>, until: bigint): Promise<void> {
    const backOff = new BackOff();
    for (let attempt = 1, next = work; ; attempt++) {
      try {
        return await next();
      } catch (error) {
        if (attempt === tries || isFinal(error)) throw error;
        const { side, model } = this.of;
        side.log('warn', 'a shard of a rebuild was interrupted; it begins again at its checkpoint', {
          service: side.service,
          readModel: versioned(model),
          shard: this.number,
          code: codeOf(error),
        });
        await pause(backOff.failed());
        next = () => this.again(until);
      }
    }
  }

  /** Forgets all that its checkpoint does not vouch for, and folds from there. */
  private async again(until: bigint): Promise<void> {
    const { side, model, table, count } = this.of;
    this.forget();
    this.checkpoint = await side.database.transaction((client) => side.rebuilds.shardAt(on(client), table.table, this.number));
    this.waiting.clear();
    for (const [name, event] of this.parkedHere)
      if (event.position <= this.checkpoint) this.waiting.add(rowId(event));
      else this.parkedHere.delete(name);
    for await (const page of readPages(side.store, this.checkpoint, until))
      await this.fold(
        touchesOf(model, page).filter(({ id }) => shardOf(id, count) === this.number),
        page.position,
      );
    await this.write(until);
  }

  private async fold(touches: readonly Touch[], position: bigint): Promise<void> {
    const { model, count, rowsInMemory } = this.of;
    await this.load(touches);
    const before = touches.map(() => undefined as Row | undefined);
    for (let index = 0; index < touches.length; index++) {
      const touch = touches[index]!;
      if (this.waiting.has(touch.id)) this.park(touch, 'EARLIER_EVENT_PARKED');
      else
        try {
          before[index] = this.rows.get(touch.id);
          const row = folded(model, before[index], touch);
          this.rows.set(touch.id, row);
          if (row !== before[index]) this.changed.add(touch.id);
        } catch (error) {
          if (!(error instanceof Poison) || model.audit) throw error;
          const first = touches.findIndex(({ id, event }) => id === touch.id && event.position === touch.event.position);
          this.rows.set(touch.id, before[first]); // of an event that touches a row twice, all or nothing counts
          this.waiting.add(touch.id);
          this.park(touch, error.code);
        }
    }
    if (this.rows.size * count > rowsInMemory) await this.write(position);
  }

  private park({ id, event }: Touch, code: string): void {
    const name = `${event.position} ${id}`;
    if (!this.parkedHere.has(name)) this.parkedHere.set(name, parkedEvent(id, event, code));
  }

  /** Rows that were written and forgotten. */
  private async load(touches: readonly Touch[]): Promise<void> {
    if (this.checkpoint === START) return;
    const missing = new Set<string>();
    for (const { id } of touches) if (!this.rows.has(id)) missing.add(id);
    if (missing.size === 0) return;
    const found = await this.of.side.database.transaction((client) => this.of.table.load(client, [...missing]));
    for (const [id, row] of found) {
      this.rows.set(id, row);
      this.stored.add(id);
    }
  }

  private async write(position: bigint): Promise<void> {
    const { side, table } = this.of;
    if (position === this.checkpoint) return;
    const rows = new Map<string, Row | undefined>();
    for (const id of this.changed) rows.set(id, this.rows.get(id));
    await side.database.transaction(async (client) => {
      await table.write(client, rows, this.stored);
      await side.rebuilds.moveShard(on(client), table.table, this.number, this.checkpoint, position);
    });
    this.checkpoint = position;
    this.forget();
  }

  private forget(): void {
    this.rows.clear();
    this.changed.clear();
    this.stored.clear();
  }
}

/** Trying again would not help: an event that cannot be folded, or rows that PostgreSQL refuses. */
const isFinal = (error: unknown): boolean => error instanceof Poison || (error instanceof pg.DatabaseError && /^(22|23|42|54)/.test(error.code ?? ''));
