import type { AppendResult, AppendStreamState, WrongExpectedVersionError } from '@kurrent/kurrentdb-client';
import type { CanonicalEvent } from '../canonical.js';
import { InvalidAppend, StoreUnavailable, type ExpectedRevision } from '../port.js';
import type { Connection } from './connection.js';
import { eventToSend } from './stored-event.js';
import { Turns } from './turns.js';
import { isType, normalised, within } from './unavailable.js';

/**
 * Messages that may be on their way at a time. The client writes all appends to one stream, which takes 16 before it asks to wait; when such a stream breaks,
 * the client throws for every append that waits where nobody can catch it, and the process dies. So none ever waits there; ours wait in line before it.
 */
const messagesUnderWay = 15;
/** The client cuts an append into messages of up to 3 MiB; with events of up to 1 MiB each holds at least this. */
const leastOfMessage = 2 * 1024 * 1024;
/** The slowest link that we have patience for, in bytes a millisecond: what an append weighs adds to its deadline. */
const slowest = 1024;

/** The stream is elsewhere; `current` is undefined when the server did not tell where. */
export interface Conflict {
  readonly current: bigint | undefined;
}
export interface Accepted {
  /** Of the last event. */
  readonly revision: bigint;
  /** Of the last event; a server that has stored but not yet indexed it does not tell. */
  readonly position: bigint | undefined;
}

/** Sends appends, and finds out what became of them. */
export class Appending {
  private readonly turns: Turns;
  private readonly underWay = new Set<Promise<unknown>>();

  constructor(private readonly connection: Connection) {
    this.turns = new Turns(messagesUnderWay, connection.deadline);
  }

  /**
   * Appends under our own deadline: the client has none, and would wait for ever. When no answer comes the same events are sent a second time; their ids and
   * the expectation tell the server that they are the same. Throws {@link StoreUnavailable} when that brings no answer either: then after three deadlines at
   * most, one of them in line, and a second more for each MiB that is sent.
   */
  async append(name: string, expected: ExpectedRevision, events: readonly CanonicalEvent[]): Promise<Accepted | Conflict> {
    const outcome = this.turns.run(1 + Math.floor(bytesOf(events) / leastOfMessage), () => this.sendTwice(name, expected, events));
    this.underWay.add(outcome);
    try {
      return await outcome;
    } finally {
      this.underWay.delete(outcome);
    }
  }

  /** When all that was asked for so far is answered. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.underWay);
  }

  private async sendTwice(name: string, expected: ExpectedRevision, events: readonly CanonicalEvent[]): Promise<Accepted | Conflict> {
    try {
      return await this.send(name, expected, events);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      return await this.send(name, expected, events);
    }
  }

  private async send(name: string, expected: ExpectedRevision, events: readonly CanonicalEvent[]): Promise<Accepted | Conflict> {
    const { writer, deadline } = this.connection;
    const sent = writer.appendToStream(name, events.map(eventToSend), { streamState: stateOf(expected) });
    try {
      return accepted(await within(deadline + Math.floor(bytesOf(events) / slowest), sent, () => this.connection.replace(writer)));
    } catch (error) {
      if (isType(error, 'wrong-expected-version')) return conflict(error as WrongExpectedVersionError);
      if (isType(error, 'maximum-append-size-exceeded'))
        throw new InvalidAppend('APPEND_TOO_LARGE', 'this KurrentDB takes less at a time than the port promises: raise its MaxAppendSize to 17 MiB');
      throw normalised(error);
    }
  }
}

const bytesOf = (events: readonly CanonicalEvent[]) => events.reduce((sum, event) => sum + event.bytes, 0);

const accepted = ({ nextExpectedRevision, position }: AppendResult): Accepted => ({ revision: nextExpectedRevision, position: position?.commit });

/** "No stream" is also what the client says when the server has not told. */
const conflict = ({ actualState }: WrongExpectedVersionError): Conflict => ({ current: typeof actualState === 'bigint' ? actualState : undefined });

function stateOf(expected: ExpectedRevision): AppendStreamState {
  switch (expected) {
    case 'no-stream':
      return 'no_stream';
    case 'exists':
      return 'stream_exists';
    case 'any':
      return 'any';
    default:
      return expected;
  }
}
