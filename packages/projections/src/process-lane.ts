import { setMaxListeners } from 'node:events';
import type { Process } from '@cairn/event-sourcing';
import { on, type CheckpointKey } from './checkpoints.js';
import type { Feed } from './feed.js';
import { after, type Page } from './page.js';
import type { Perform } from './perform.js';
import { performAll } from './performing.js';
import { Progress } from './progress.js';
import type { ReadSide } from './read-side.js';

/** How long a position that nothing matched may stay in memory only, in milliseconds: seeing those events again costs nothing. */
const idlePatience = 1000;

export const keyOfProcess = ({ name }: Process): CheckpointKey => ({ kind: 'process', name, version: 1 });

/** Runs one process: performs what it decides, then stores where it has come to, so that after a crash some of it is performed again. */
export class ProcessLane {
  private readonly key: CheckpointKey;
  private readonly types: ReadonlySet<string>;
  private readonly progress: Progress;

  constructor(
    private readonly side: ReadSide,
    private readonly feed: Feed,
    private readonly process: Process,
    private readonly perform: Perform,
    position: bigint,
    private readonly advanced: () => void,
  ) {
    this.key = keyOfProcess(process);
    this.types = new Set(process.reactions.map(({ definition }) => definition.type));
    this.progress = new Progress(side, () => [this.key], position, idlePatience);
  }

  get position(): bigint {
    return this.progress.position;
  }

  /** Until the signal aborts. Finishes what is in hand, unless that waits for a store that cannot be reached. */
  async run(signal: AbortSignal): Promise<void> {
    setMaxListeners(0, signal);
    while (!signal.aborted) {
      const page = await this.progress.during(this.feed.after(this.position, signal));
      if (page) await this.take(after(page, this.position), signal);
      await this.progress.storeWhenDue();
    }
    await this.progress.store();
  }

  private async take(page: Page, signal: AbortSignal): Promise<void> {
    const matching = page.events.filter(({ stored }) => this.types.has(stored.type));
    if (matching.length === 0) {
      this.progress.pass(page.position);
      return this.advanced();
    }
    const refused = await performAll(this.process, matching, this.perform, signal);
    if (!refused) return;
    const { checkpoints, database, log, parked, service } = this.side;
    await database.transaction(async (client) => {
      const query = on(client);
      await checkpoints.lockAt(query, [this.key], this.progress.checkpoint);
      await parked.add(query, this.key, refused);
      await checkpoints.move(query, [this.key], this.progress.checkpoint, page.position);
    });
    this.progress.reach(page.position);
    for (const { position, errorCode } of refused)
      log('error', 'a process could not act on an event; the event is parked', {
        service,
        process: this.process.name,
        position: String(position),
        code: errorCode,
      });
    this.advanced();
  }
}
