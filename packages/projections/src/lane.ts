import { applyBatch, condemn, poisonFields, sharesOf, type Member } from './batch.js';
import { on } from './checkpoints.js';
import { versioned } from './define-read-model.js';
import { batchOf, type Feed } from './feed.js';
import { Poison } from './fold.js';
import { after, bytesOf, joined, upTo, type Page } from './page.js';
import { Progress } from './progress.js';
import type { ReadSide } from './read-side.js';
import { pause, Turns } from './waiting.js';

/** How often an event is folded before it is given up, and the pauses between, in milliseconds. */
const tries = 3;
const pauseAfter = (failures: number) => 40 * 5 ** failures;
/** How long a position that nothing matched may stay in memory only, in milliseconds. */
const patience = 100;

/** What a lane asks of the service that runs it. */
export interface LaneHost {
  readonly side: ReadSide;
  readonly feed: Feed;
  /** The lane that is furthest ahead. */
  leader(): Lane | undefined;
  advanced(): void;
  /** Another version answers queries now. */
  flipped(): Promise<void>;
  /** This one stopped; it is no longer run. */
  stopped(member: Pick<Member, 'key'>): void;
}

/**
 * Read models of one service that stand at the same position and move together, in one transaction a batch. The lane in front follows the store for ever;
 * one that is behind catches up and then hands its members over to it.
 */
export class Lane {
  private members: Member[];
  private readonly progress: Progress;
  private readonly turns = new Turns();
  /** What comes after the batch in hand. */
  private ahead: { readonly position: bigint; readonly page: Promise<Page | undefined> } | undefined;
  private ended = false;

  constructor(
    private readonly host: LaneHost,
    members: readonly Member[],
    position: bigint,
  ) {
    this.members = [...members];
    this.progress = new Progress(host.side, () => this.members.map(({ key }) => key), position, patience);
  }

  get position(): bigint {
    return this.progress.position;
  }

  has = (name: string, version: number): boolean => this.members.some(({ key }) => key.name === name && key.version === version);

  /** Until the signal aborts, or its members have gone to the lane in front. Finishes the batch in hand. Throws what it cannot cope with; nothing is lost by that. */
  async run(signal: AbortSignal): Promise<void> {
    try {
      await this.turns.take(() => this.goLive(this.host.feed.isHead(this.position)));
      while (!signal.aborted && this.members.length > 0) {
        const leader = this.host.leader();
        const following = leader !== undefined && leader !== this;
        if (following && this.position >= leader.position && (await leader.absorb(this))) return;
        const page = await this.progress.during(this.next(signal), (store) => this.turns.take(store));
        if (page && !following) this.readAhead(page.position, signal);
        await this.turns.take(async () => {
          if (page) await this.take(following ? upTo(page, leader.position) : page);
          await this.progress.storeWhenDue();
        });
      }
      await this.turns.take(() => this.progress.store());
    } finally {
      this.ended = true;
    }
  }

  private next(signal: AbortSignal): Promise<Page | undefined> {
    if (this.ahead?.position === this.position) return this.ahead.page;
    return this.gather(this.position, signal);
  }

  /** What comes next. While that is far from the end of the store, several pages are one batch: a row that many of their events touch is written once. */
  private async gather(position: bigint, signal: AbortSignal): Promise<Page | undefined> {
    const pages: Page[] = [];
    for (let [at, bytes] = [position, 0]; pages.length < batchOf.pages && bytes < batchOf.bytes;) {
      const page = await this.host.feed.after(at, signal);
      if (page) pages.push(page);
      if (!page || page.atHead) break;
      at = page.position;
      bytes += bytesOf(page);
    }
    return joined(pages);
  }

  /** The store reads on while this batch is folded. */
  private readAhead(position: bigint, signal: AbortSignal): void {
    const page = this.gather(position, signal);
    page.catch(() => undefined); // thrown where the page is awaited
    this.ahead = { position, page };
  }

  /** Takes over the members of a lane that has caught up. False when this lane has ended meanwhile. */
  private absorb(other: Lane): Promise<boolean> {
    return this.turns.take(async () => {
      if (this.ended) return false;
      const { signal } = new AbortController();
      while (other.position < this.position) {
        const page = await this.host.feed.after(other.position, signal);
        if (page) await other.take(upTo(page, this.position));
      }
      if (other.position > this.position) return false;
      await other.progress.store();
      await this.progress.store();
      this.members.push(...other.members.splice(0));
      await this.goLive(this.host.feed.isHead(this.position));
      return true;
    });
  }

  /** Folds what of the page is new here. An event that cannot be folded is tried again, then parked with its key, or stops its read model; the others go on. */
  private async take(page: Page): Promise<void> {
    const fresh = after(page, this.position);
    const failures = new Map<string, number>();
    for (;;) {
      try {
        await this.fold(fresh);
        break;
      } catch (error) {
        if (!(error instanceof Poison)) throw error;
        await this.cope(error, failures);
      }
    }
    await this.goLive(page.atHead || this.host.feed.isHead(this.position));
    this.host.advanced();
  }

  private async fold(page: Page): Promise<void> {
    const shares = sharesOf(this.members, page);
    if (shares.every(({ member, touches }) => touches.length === 0 && !member.obstacle)) return this.progress.pass(page.position);
    await applyBatch(this.host.side, shares, this.progress.checkpoint);
    this.progress.reach(page.position);
    const stopped = this.members.filter(({ obstacle }) => obstacle);
    this.members = this.members.filter(({ obstacle }) => !obstacle);
    for (const member of this.members) member.condemned.clear();
    for (const member of stopped) this.host.stopped(member);
  }

  private async cope(poison: Poison, failures: Map<string, number>): Promise<void> {
    const { log, service } = this.host.side;
    const what = `${versioned(poison.model)} ${poison.position} ${poison.id}`;
    const count = (failures.get(what) ?? 0) + 1;
    failures.set(what, count);
    if (count < tries) {
      log('warn', 'an event could not be folded; trying again', poisonFields(service, poison));
      return pause(pauseAfter(count - 1));
    }
    const member = this.members.find(({ model }) => model === poison.model)!;
    condemn(member, poison);
    log(
      'error',
      member.obstacle ? 'an event could not be folded; the read model stops before it' : 'an event could not be folded; it waits with its key',
      poisonFields(service, poison),
    );
  }

  /** When members are at the head for the first time: from here on queries are answered from these versions, unless an operator has chosen another since. */
  private async goLive(atHead: boolean): Promise<void> {
    const { checkpoints, database, log, service } = this.host.side;
    const ready = this.members.filter(({ live }) => !live);
    if (ready.length === 0 || !atHead) return;
    await this.progress.store();
    await database.transaction(async (client) => {
      const query = on(client);
      const keys = ready.map(({ key }) => key);
      const held = await checkpoints.lockAt(query, keys, this.progress.checkpoint);
      const active = await checkpoints.active(query);
      await checkpoints.mark(query, keys, 'live');
      for (const { name, version, built } of held) if (!built && version > (active.get(name) ?? 0)) await checkpoints.activate(query, { name, version });
    });
    for (const member of ready) {
      member.live = true;
      log('info', 'the read model is complete', { service, readModel: versioned(member.model) });
    }
    await this.host.flipped();
  }
}
