import { setMaxListeners } from 'node:events';
import type { Process } from '@cairn/event-sourcing';
import { on, type CheckpointKey } from './checkpoints.js';
import type { LaneHost } from './lane.js';
import { after, before, type Page } from './page.js';
import type { Perform } from './perform.js';
import { performAll, type Performed } from './performing.js';
import { Progress } from './progress.js';

/** How long a position that nothing matched may stay in memory only, in milliseconds: seeing those events again costs nothing. */
const idlePatience = 1000;

export const keyOfProcess = ({ name }: Process): CheckpointKey => ({ kind: 'process', name, version: 1 });

/**
 * Runs one process: performs what it decides, then stores where it has come to, so that after a crash some of it is performed again. Stops before an event of a
 * newer release, which goes on there.
 */
export class ProcessLane {
  readonly key: CheckpointKey;
  private readonly types: ReadonlySet<string>;
  private readonly progress: Progress;
  private stopped = false;

  constructor(
    private readonly host: Pick<LaneHost, 'side' | 'feed' | 'advanced' | 'stopped'>,
    private readonly process: Process,
    private readonly perform: Perform,
    position: bigint,
  ) {
    this.key = keyOfProcess(process);
    this.types = new Set(process.reactions.map(({ definition }) => definition.type));
    this.progress = new Progress(host.side, () => [this.key], position, idlePatience);
  }

  get position(): bigint {
    return this.progress.position;
  }

  /** Until the signal aborts, or it has to stop. Finishes what is in hand, unless that waits for a store that cannot be reached. */
  async run(signal: AbortSignal): Promise<void> {
    setMaxListeners(0, signal);
    while (!signal.aborted && !this.stopped) {
      const page = await this.progress.during(this.host.feed.after(this.position, signal));
      if (page) await this.take(after(page, this.position), signal);
      await this.progress.storeWhenDue();
    }
    await this.progress.store();
  }

  private async take(page: Page, signal: AbortSignal): Promise<void> {
    const matching = page.events.filter(({ stored }) => this.types.has(stored.type));
    if (matching.length === 0) {
      this.progress.pass(page.position);
      return this.host.advanced();
    }
    const performed = await performAll(this.process, matching, this.perform, signal);
    if (!performed) return;
    await this.settle(performed, page);
    this.host.advanced();
  }

  private async settle({ parked, obstacle }: Performed, page: Page): Promise<void> {
    const { side } = this.host;
    const { position } = obstacle ? before(page, obstacle.position) : page;
    await side.database.transaction(async (client) => {
      const query = on(client);
      await side.checkpoints.lockAt(query, [this.key], this.progress.checkpoint);
      await side.parked.add(query, this.key, parked);
      await side.checkpoints.move(query, [this.key], this.progress.checkpoint, position);
      if (obstacle) await side.checkpoints.mark(query, [this.key], 'stopped', obstacle);
    });
    this.progress.reach(position);
    for (const each of parked) this.report('a process could not act on an event; the event is parked', each.position, each.errorCode);
    if (!obstacle) return;
    this.report('a process stops before what a newer release has written; that release goes on there', obstacle.position, obstacle.code);
    this.stopped = true;
    this.host.stopped(this);
  }

  private report(message: string, position: bigint, code: string): void {
    const { log, service } = this.host.side;
    log('error', message, { service, process: this.process.name, position: String(position), code });
  }
}
