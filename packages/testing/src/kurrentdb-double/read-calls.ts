import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { handleServerStreamingCall } from '@grpc/grpc-js';
import { notLeader, streamReset } from './errors.js';
import type { LoggedEvent } from './event-log.js';
import { caughtUpMessage, checkpointMessage, confirmationMessage, eventMessage, notFoundMessage } from './messages.js';
import type { Node } from './node.js';
import type { streams } from './protocol.js';
import { readQuery, type ReadQuery } from './read-query.js';

type ReadCall = Parameters<handleServerStreamingCall<streams.ReadReq, streams.ReadResp>>[0];

/** `Streams.Read`: counted reads in both directions, and subscriptions that never end. */
export function read(node: Node): handleServerStreamingCall<streams.ReadReq, streams.ReadResp> {
  return (call) => {
    const left = new AbortController();
    call.on('cancelled', () => left.abort());
    call.on('error', () => left.abort());
    if (node.faults.take('swallow-read')) return;
    if (node.faults.take('read-not-leader')) return void call.emit('error', notLeader(node.host, node.port));
    const reader = new Reader(node, call, left.signal);
    reader.serve(call.request.getOptions()!).then(
      () => call.end(),
      (error: unknown) => call.emit('error', error),
    );
  };
}

class Reader {
  constructor(
    private readonly node: Node,
    private readonly call: ReadCall,
    private readonly left: AbortSignal,
  ) {}

  async serve(options: streams.ReadReq.Options): Promise<void> {
    const query = readQuery(this.node.log, options);
    if (query.missing !== undefined) await this.send(notFoundMessage(query.missing));
    else if (query.count === undefined) await this.subscribe(query);
    else if (query.forwards) await this.readForwards(query, query.count);
    else await this.readBackwards(query, query.count);
  }

  private async readForwards({ track, start, structuredIds }: ReadQuery, count: bigint): Promise<void> {
    let sent = 0n;
    for (let index = track.next(start); sent < count && index < track.length() && !this.left.aborted; index = track.next(index + 1), sent++)
      await this.sendEvent(track.at(index), structuredIds);
  }

  private async readBackwards({ track, start, structuredIds }: ReadQuery, count: bigint): Promise<void> {
    let sent = 0n;
    for (let index = start; sent < count && index >= 0 && !this.left.aborted; index--) {
      if (!track.matches(track.at(index))) continue;
      await this.sendEvent(track.at(index), structuredIds);
      sent++;
    }
  }

  private async subscribe(query: ReadQuery): Promise<void> {
    const { log, counts } = this.node;
    counts.openSubscriptions++;
    try {
      await this.send(confirmationMessage(randomUUID()));
      const catchingUp = new Progress(query);
      await this.follow(query, catchingUp);
      if (query.checkpointEvery !== Infinity && catchingUp.last) await this.send(checkpointMessage(catchingUp.last.position, catchingUp.last.position));
      await this.send(caughtUpMessage(catchingUp.last?.position));
      for (let seen = log.length; !this.left.aborted; seen = log.length) {
        await this.follow(query, catchingUp, true);
        await log.grownBeyond(seen, this.left);
      }
    } finally {
      counts.openSubscriptions--;
    }
  }

  /** Sends what there is, and a checkpoint whenever so many events were examined since the last one. */
  private async follow({ track, checkpointEvery, structuredIds }: ReadQuery, progress: Progress, live = false): Promise<void> {
    while (progress.at < track.length() && !this.left.aborted) {
      const stop = Math.min(track.length(), progress.at + checkpointEvery - progress.examined);
      const next = Math.min(track.next(progress.at), stop);
      if (next < stop) await this.sendEvent(track.at(next), structuredIds);
      progress.moveTo(Math.min(next + 1, stop));
      if (progress.examined < checkpointEvery) continue;
      progress.examined = 0;
      const ahead = !live && progress.at < track.length() ? track.at(progress.at).position : undefined;
      await this.send(ahead === undefined ? checkpointMessage(progress.last!.position, progress.last!.position) : checkpointMessage(ahead, 0n));
    }
  }

  private sendEvent(event: LoggedEvent, structuredIds: boolean): Promise<void> | void {
    this.node.counts.eventsSent++;
    return this.send(eventMessage(event, structuredIds));
  }

  /** Waits while the reader does not read: the network's flow control reaches back to here. */
  private send(message: streams.ReadResp): Promise<void> | void {
    const { faults } = this.node;
    if (faults.take('slow-read')) return pause(20).then(() => this.write(message));
    const written = this.write(message);
    if (faults.take('break-read')) throw streamReset();
    return written;
  }

  private write(message: streams.ReadResp): Promise<void> | void {
    if (this.left.aborted || this.call.write(message)) return;
    return new Promise((resolve) => {
      const done = () => {
        this.call.off('drain', done);
        this.left.removeEventListener('abort', done);
        resolve();
      };
      this.call.on('drain', done);
      this.left.addEventListener('abort', done);
    });
  }
}

/** How far a subscription has come. */
class Progress {
  at: number;
  examined = 0;

  constructor(private readonly query: ReadQuery) {
    this.at = query.start;
  }

  get last(): LoggedEvent | undefined {
    return this.at > 0 ? this.query.track.at(this.at - 1) : undefined;
  }

  moveTo(index: number): void {
    this.examined += index - this.at;
    this.at = index;
  }
}
