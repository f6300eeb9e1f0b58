import { START } from '@cairn/event-store';
import { parkedEvent } from './batch.js';
import { versioned, type ReadModel, type Row } from './define-read-model.js';
import { folded, Poison, touchesOf } from './fold.js';
import type { Page } from './page.js';
import type { ParkedEvent } from './parked.js';
import type { ReadSide } from './read-side.js';
import { readPages } from './read-pages.js';
import type { RowTable } from './row-table.js';

export interface BuildProgress {
  readonly readModel: string;
  /** Events read so far. */
  readonly events: number;
  readonly position: string;
  /** Where it is going; a store that is written to meanwhile has moved on by then. */
  readonly until: string;
}

/** Rows that are kept in memory before they are written: what bounds the memory of a rebuild. */
const rowsInMemory = 20_000;

/** A read model that is folded from the first event on, in memory, into a table of its own. */
export class Building {
  position = START;
  readonly parked: ParkedEvent[] = [];
  private events = 0;
  /** Rows as they are now; undefined where there is none. */
  private readonly rows = new Map<string, Row | undefined>();
  private readonly changed = new Set<string>();
  /** Those of `rows` that the table holds, in an older state. */
  private readonly stored = new Set<string>();
  /** Keys that wait behind an event that could not be folded. */
  private readonly waiting = new Set<string>();
  private written = false;

  constructor(
    private readonly side: ReadSide,
    private readonly model: ReadModel,
    private readonly table: RowTable,
    private readonly onProgress: (progress: BuildProgress) => void = () => undefined,
  ) {}

  /**
   * Folds up to the position, at most to the end of the store, and writes all rows. Throws {@link Poison} for an event whose key is unknown, and for every
   * event that an audit model cannot fold; others are parked with their key.
   */
  async to(until: bigint): Promise<void> {
    for await (const page of readPages(this.side.store, this.position, until)) {
      await this.take(page);
      this.position = page.position;
      this.events += page.events.length;
      this.onProgress({ readModel: versioned(this.model), events: this.events, position: String(this.position), until: String(until) });
    }
    await this.write();
  }

  private async take(page: Page): Promise<void> {
    const touches = touchesOf(this.model, page);
    await this.load(touches.map(({ id }) => id));
    for (const touch of touches) {
      if (this.waiting.has(touch.id)) this.parked.push(parkedEvent(touch.id, touch.event, 'EARLIER_EVENT_PARKED'));
      else
        try {
          const before = this.rows.get(touch.id);
          const row = folded(this.model, before, touch);
          this.rows.set(touch.id, row);
          if (row !== before) this.changed.add(touch.id);
        } catch (error) {
          if (!(error instanceof Poison) || this.model.audit) throw error;
          this.waiting.add(touch.id);
          this.parked.push(parkedEvent(touch.id, touch.event, error.code));
        }
    }
    if (this.rows.size > rowsInMemory) await this.write();
  }

  /** Rows that were written and forgotten. */
  private async load(ids: readonly string[]): Promise<void> {
    if (!this.written) return;
    const missing = [...new Set(ids)].filter((id) => !this.rows.has(id));
    if (missing.length === 0) return;
    const found = await this.side.database.transaction((client) => this.table.load(client, missing));
    for (const [id, row] of found) {
      this.rows.set(id, row);
      this.stored.add(id);
    }
  }

  private async write(): Promise<void> {
    const rows = new Map<string, Row | undefined>();
    for (const id of this.changed) rows.set(id, this.rows.get(id));
    await this.side.database.transaction((client) => this.table.write(client, rows, this.stored));
    this.changed.clear();
    this.stored.clear();
    this.rows.clear();
    this.written = true;
  }
}
