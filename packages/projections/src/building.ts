import { START } from '@cairn/event-store';
import { on } from './checkpoints.js';
import { versioned, type ReadModel } from './define-read-model.js';
import { touchesOf, type Touch } from './fold.js';
import type { ParkedEvent } from './parked.js';
import type { ReadSide } from './read-side.js';
import { pageSize, readPages } from './read-pages.js';
import type { RowTable } from './row-table.js';
import { Shard, shardOf } from './shard.js';

export interface BuildProgress {
  readonly readModel: string;
  /** Events read so far. */
  readonly events: number;
  readonly position: string;
  /** Where it is going; a store that is written to meanwhile has moved on by then. */
  readonly until: string;
}

export interface BuildOptions {
  readonly onProgress?: ((progress: BuildProgress) => void) | undefined;
  /** Into how many parts its rows are divided by their keys; default 4. More than one let writing, folding and reading go on at the same time. */
  readonly shards?: number | undefined;
  /** Rows kept in memory before they are written: what bounds the memory of a rebuild. Default 20,000. */
  readonly rowsInMemory?: number | undefined;
}

/** Pages that the reader may be ahead of the slowest shard. */
const pagesAhead = 4;

/**
 * A read model that is folded from the first event on, in memory, into a table of its own. One reader decodes every event once and hands each touch to the
 * shard of its row; the shards fold in order, write by themselves, and have a checkpoint each.
 */
export class Building {
  position = START;
  private events = 0;
  private readonly shards: readonly Shard[];

  /** Whoever makes one has the read model to itself: the shards' checkpoints are begun anew. */
  static async begin(side: ReadSide, model: ReadModel, table: RowTable, options: BuildOptions = {}): Promise<Building> {
    const { shards = 4 } = options;
    await side.database.transaction((client) => side.rebuilds.beginShards(on(client), model, table.table, shards));
    return new Building(side, model, table, shards, options);
  }

  private constructor(
    private readonly side: ReadSide,
    private readonly model: ReadModel,
    table: RowTable,
    count: number,
    private readonly options: BuildOptions,
  ) {
    const of = { side, model, table, count, rowsInMemory: options.rowsInMemory ?? 20_000 };
    this.shards = Array.from({ length: count }, (_, number) => new Shard(of, number));
  }

  get parked(): ParkedEvent[] {
    return this.shards.flatMap((shard) => shard.parked);
  }

  /**
   * Folds up to the position, at most to the end of the store, and writes all rows. Throws `Poison` for an event whose key is unknown, and for every event
   * that an audit model cannot fold; others are parked with their key.
   */
  async to(until: bigint): Promise<void> {
    const underWay: Promise<unknown>[] = [];
    try {
      for await (const page of readPages(this.side.store, this.position, until)) {
        const folding = this.hand(touchesOf(this.model, page), page.position);
        folding.catch(() => undefined); // thrown where it is awaited
        underWay.push(folding);
        if (underWay.length > pagesAhead) await underWay.shift();
        this.position = page.position;
        this.events += page.events.length;
        this.options.onProgress?.({ readModel: versioned(this.model), events: this.events, position: String(this.position), until: String(until) });
      }
      await Promise.all(underWay);
      await Promise.all(this.shards.map((shard) => shard.flush(this.position)));
    } finally {
      await Promise.allSettled(underWay);
    }
  }

  /** Folds on to what moves on meanwhile, until so little was missing that the rest can be done while somebody waits; or until it comes no closer. */
  async follow(moving: () => Promise<bigint>): Promise<void> {
    for (let last: bigint | undefined; ;) {
      const until = await moving();
      const gap = until - this.position;
      await this.to(until);
      if (gap <= pageSize || (last !== undefined && gap >= last)) return;
      last = gap;
    }
  }

  private hand(touches: readonly Touch[], position: bigint): Promise<unknown> {
    const parts = this.shards.map(() => [] as Touch[]);
    for (const touch of touches) parts[shardOf(touch.id, parts.length)]!.push(touch);
    return Promise.all(this.shards.map((shard, number) => shard.take(parts[number]!, position)));
  }
}
