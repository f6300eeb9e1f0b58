import type { Deadlines, Performance } from '@cairn/event-sourcing';
import { codeOf } from './errors.js';
import { deadlineOf } from './pending.js';
import { dueNow, type Perform } from './perform.js';
import { inOrderPerTarget, isPassing, isRefusal, patience, targetKey, tries } from './performing.js';
import type { ReadSide } from './read-side.js';
import type { Open, Settlement } from './settled.js';
import { BackOff, late, pause, within } from './waiting.js';

/** Longest rest between two looks, in milliseconds: a deadline that was set meanwhile may be due before all others, and clocks are set. */
const poll = 500;
/** Deadlines that are performed and settled together. */
const pageSize = 200;
/** How long the fold of what is pending is waited for before it is looked at again, in milliseconds. */
const foldPatience = 2000;
const foldPoll = 5;

export interface TickerOptions {
  readonly side: ReadSide;
  readonly deadlines: Deadlines;
  readonly perform: Perform;
  readonly now: () => Date;
  /** Where the fold of what is pending stands; undefined while nobody here runs it. */
  readonly position: () => bigint | undefined;
  /** The version of these deadlines is the one that counts, or nobody runs that one. */
  readonly isActive: () => boolean;
}

interface Job {
  readonly open: Open;
  readonly performance: Performance;
}

/**
 * Performs the deadlines of one kind when they are due, in the order in which they are. Before it acts, the fold of what is pending has seen all that was
 * recorded: what was cancelled or moved by then does not fire. Two tickers are harmless: both send the same command, which is done once.
 */
export class Ticker {
  /** Faults that nobody expected, by deadline that is still due. */
  private readonly faults = new Map<string, number>();

  constructor(private readonly options: TickerOptions) {}

  /** Until the signal aborts. Finishes what is in hand. */
  async run(signal: AbortSignal): Promise<void> {
    const { side, deadlines } = this.options;
    const backOff = new BackOff();
    while (!signal.aborted) {
      try {
        const rest = await this.round(signal);
        if (rest !== undefined) backOff.succeeded();
        await pause(rest ?? backOff.failed(), signal);
      } catch (error) {
        side.log('warn', 'deadlines cannot be looked at at the moment; trying again', { service: side.service, deadline: deadlines.name, code: codeOf(error) });
        await pause(backOff.failed(), signal);
      }
    }
  }

  /** Tries everything that is due, each once, so that nothing waits for what cannot be done now. Gives how long to rest; undefined when something is left to do. */
  private async round(signal: AbortSignal): Promise<number | undefined> {
    let done = true;
    let after: Open | undefined;
    while (!signal.aborted) {
      const found = await this.open(after);
      if (!this.ripe(found[0])) {
        // Nothing is left of what was counted: it was done, moved or cancelled.
        if (done) this.faults.clear();
        return done ? this.untilDue(found[0]) : undefined;
      }
      if (!this.options.isActive() || !(await this.seesEverything(signal))) return undefined;
      const ripe = (await this.open(after)).filter((each) => this.ripe(each));
      done = (await this.fire(ripe, signal)) && done;
      after = ripe.at(-1) ?? after;
    }
    return undefined;
  }

  private open(after: Open | undefined): Promise<Open[]> {
    const { side, deadlines } = this.options;
    return side.settled.open(side.database.ask, deadlines, after, pageSize);
  }

  private ripe = (open: Open | undefined): boolean => open !== undefined && open.due <= this.options.now().getTime();
  private untilDue = (open: Open | undefined): number => Math.min(poll, open ? Math.max(1, open.due - this.options.now().getTime()) : poll);

  /** Whether the fold has come to where the store ended when this was asked. */
  private async seesEverything(signal: AbortSignal): Promise<boolean> {
    const { side, position } = this.options;
    const head = await side.store.head();
    const giveUp = performance.now() + foldPatience;
    while ((position() ?? -1n) < head) {
      if (signal.aborted || performance.now() > giveUp) return false;
      await pause(foldPoll, signal);
    }
    return true;
  }

  /** False when some are left to do. */
  private async fire(ripe: readonly Open[], signal: AbortSignal): Promise<boolean> {
    const { side, deadlines } = this.options;
    const settled: Settlement[] = [];
    const jobs: Job[] = [];
    for (const open of ripe) {
      try {
        jobs.push({ open, performance: deadlines.whenDue(deadlineOf(open)) });
      } catch (error) {
        settled.push({ deadline: open, errorCode: codeOf(error) });
      }
    }
    await inOrderPerTarget(
      jobs,
      ({ open, performance }) => targetKey(open.tenant, performance),
      async (job) => {
        const errorCode = signal.aborted ? undefined : await this.attempt(job);
        if (errorCode !== undefined) settled.push({ deadline: job.open, errorCode });
      },
    );
    await side.settled.add(side.database.ask, deadlines, settled);
    for (const { deadline, errorCode } of settled) if (errorCode !== null) this.report(deadline, errorCode);
    return settled.length === ripe.length;
  }

  /** Null when it is done, the code under which it was refused, undefined when it is to be tried again. */
  private async attempt({ open, performance }: Job): Promise<string | null | undefined> {
    const { deadlines, perform } = this.options;
    try {
      if ((await within(perform(performance, dueNow(deadlines, performance, open)), patience)) === late) return undefined;
      this.faults.delete(idOf(open));
      return null;
    } catch (error) {
      return isRefusal(error) || (!isPassing(error) && this.isLastTry(open)) ? codeOf(error) : undefined;
    }
  }

  private isLastTry(open: Open): boolean {
    const id = idOf(open);
    const count = (this.faults.get(id) ?? 0) + 1;
    if (count < tries) this.faults.set(id, count);
    else this.faults.delete(id);
    return count >= tries;
  }

  private report({ setBy, due }: Open, code: string): void {
    const { side, deadlines } = this.options;
    const fields = { service: side.service, deadline: deadlines.name, setBy, due: new Date(due).toISOString(), code };
    side.log('error', 'what was to be done at a deadline was refused; it waits for an operator', fields);
  }
}

const idOf = ({ tenant, key, due }: Open): string => JSON.stringify([tenant, key, due]);
