import { setTimeout as pause } from 'node:timers/promises';
import {
  DomainError,
  fold,
  valuesAt,
  type Actor,
  type AnyEvent,
  type Basis,
  type Decide,
  type Envelope,
  type Mark,
  type NewEvent,
  type Recorded,
  type Stream,
} from '@cairn/event-sourcing';
import { v5 as uuidv5 } from 'uuid';
import type { PersonalFieldCodec } from './codec.js';
import { decoderOf } from './decode.js';
import { START, StoreUnavailable, WrongExpectedRevision, type EventStore, type EventToAppend } from './port.js';
import { StreamQueues } from './stream-queues.js';

/** Who asks, and for what: everything of the envelope that a decision does not know. */
export interface CommandContext {
  readonly tenant: string;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly causationId: string;
  /** The same for every retry of one command: see {@link Streams.transact}. */
  readonly commandId: string;
  readonly commandDigest?: string;
  /** ISO 8601. When it was true; default: when it is recorded. Never later than that. */
  readonly occurredAt?: string;
  /** ISO 8601. The time of the event or the deadline that this follows from, in place of `occurredAt`: where the clock here is behind that, it is of now. */
  readonly follows?: string;
  readonly policyVersion?: string;
}

/** Where a command has left its stream. Revision and position are decimal strings, because JSON numbers end at 2^53. */
export interface Outcome {
  readonly stream: string;
  /** Of the last event of the command; of the stream when the command changed nothing; `-1` when there is no such stream. */
  readonly revision: string;
  readonly position: string;
}

export interface TransactOptions {
  /** What the decision has seen of other streams. */
  readonly basis?: readonly Basis[];
  /** The setting where it happened, for events that do not carry one themselves. */
  readonly setting?: string;
}

/** A stream as it was when it was read. */
export interface Loaded<S> {
  readonly state: S;
  /** -1n when there is no such stream. */
  readonly revision: bigint;
  /** Tells an auditor how far the stream had been seen, see {@link TransactOptions}; empty when there is no such stream. */
  readonly basis: Basis[];
}

/** How long a command may wait for its turn, and be tried again, in milliseconds. */
const patience = 2000;
/** After how long it is answered, whatever it waits for, in milliseconds: the last try has what is left. */
const longest = 3000;
/** Between two tries while the store does not answer, in milliseconds. */
const breath = 50;

/** A command on its way. */
interface Task<S, E extends AnyEvent> {
  readonly stream: Stream<S, E>;
  /** Of the stream. */
  readonly name: string;
  readonly decide: Decide<S, E>;
  readonly context: CommandContext;
  readonly options: TransactOptions;
  readonly since: number;
}

/** The id of what a command creates: the same for every retry of the command, so that a retry addresses the same stream. */
export const newId = (context: Pick<CommandContext, 'commandId'>, name: string): string => uuidv5(name, context.commandId);

/** The streams that one service owns, and the only way to write to them. */
export class Streams {
  private readonly store: EventStore;
  private readonly codec: PersonalFieldCodec;
  private readonly now: () => Date;
  private readonly owned: ReadonlySet<string>;
  private readonly queues = new StreamQueues();

  constructor(options: { store: EventStore; codec: PersonalFieldCodec; now: () => Date; owns: readonly { readonly category: string }[] }) {
    this.store = options.store;
    this.codec = options.codec;
    this.now = options.now;
    this.owned = new Set(options.owns.map((stream) => stream.category));
  }

  /**
   * Loads the stream, decides, and appends what was decided at the revision that the decision has seen; again when somebody was faster.
   *
   * A retry is not decided twice: when the stream holds events of this `commandId`, their outcome is returned. So one command writes to one stream, once.
   * Refusals are not remembered. A decision without events appends nothing.
   *
   * Throws what `decide` throws, and `DomainError` with the codes `IDEMPOTENCY_KEY_REUSED` (this `commandId` with another digest), `NOT_YET_HAPPENED`
   * (`occurredAt` lies in the future) and `CONCURRENT_CHANGE` (others were faster for 2 s); {@link StoreUnavailable} when the store did not answer within 3 s, or others waited for it for 2 s on the same stream: then
   * the outcome is unknown, and the same command may be sent again. An append that is under way by then may still be stored.
   */
  async transact<S, E extends AnyEvent>(
    stream: Stream<S, E>,
    id: string,
    decide: Decide<S, E>,
    context: CommandContext,
    options: TransactOptions = {},
  ): Promise<Outcome> {
    const task = { stream, name: this.nameOf(stream, id), decide, context, options, since: performance.now() };
    return this.queues.run(`${context.tenant}/${task.name}`, () => inTime(task, this.untilAppended(task)));
  }

  /** What a stream has come to, for the decision of another. A consistent read: everything that was appended before the call is in it. */
  async load<S, E extends AnyEvent>(stream: Stream<S, E>, tenant: string, id: string): Promise<Loaded<S>> {
    const name = this.nameOf(stream, id);
    const { state, revision } = await this.read(stream, tenant, name);
    return { state, revision, basis: revision < 0n ? [] : [{ stream: name, revision: String(revision) }] };
  }

  private nameOf(stream: { readonly category: string }, id: string): string {
    if (!this.owned.has(stream.category)) throw new Error(`streams of the category ${stream.category} belong to another service`);
    return `${stream.category}-${id}`;
  }

  private async read<S, E extends AnyEvent>(stream: Stream<S, E>, tenant: string, name: string) {
    const page = await this.store.readStream(tenant, name);
    // Each event has been decoded by the stream's own definitions, or is of a type that `evolve` passes over.
    const events = page.events.map(decoderOf(stream.events)) as Recorded<E>[];
    return { events, state: fold(stream, events), revision: page.lastRevision };
  }

  private async untilAppended<S, E extends AnyEvent>(task: Task<S, E>): Promise<Outcome> {
    const late = () => isOver(task, patience);
    if (late()) throw new StoreUnavailable(`the commands before this one have kept ${task.name} busy for ${patience} ms`);
    for (;;) {
      try {
        return await this.once(task);
      } catch (error) {
        if (error instanceof WrongExpectedRevision) {
          if (late()) throw concurrentChange(error);
        } else if (error instanceof StoreUnavailable) {
          if (late()) throw error;
          await pause(breath);
        } else throw error;
      }
    }
  }

  private async once<S, E extends AnyEvent>(task: Task<S, E>): Promise<Outcome> {
    const { stream, name, decide, context, options } = task;
    const { tenant } = context;
    const { events, state, revision } = await this.read(stream, tenant, name);
    const recorded = events.findLast((event) => event.metadata.commandId === context.commandId);
    if (recorded) return recordedOutcome(recorded, context);

    const recordedAt = this.now();
    const stamp = { ...context, ...options, occurredAt: occurrence(context, recordedAt), recordedAt: recordedAt.toISOString() };
    const decided = decide(state);
    if (decided.length === 0) return outcome(name, revision, events.at(-1)?.position ?? START);

    const sealed = await Promise.all(decided.map((event, ordinal) => this.seal(event, tenant, name, uuidv5(`${name}/${ordinal}`, context.commandId), stamp)));
    if (isOver(task, longest)) throw tooLate(name);
    const appended = await this.store.append({ tenant, stream: name, expected: revision < 0n ? 'no-stream' : revision, events: sealed });
    return outcome(name, appended.revision, appended.position);
  }

  private async seal(event: NewEvent, tenant: string, stream: string, id: string, stamp: Stamp): Promise<EventToAppend> {
    const { schemaVersion } = event.definition;
    const data = await this.codec.seal(event, { tenant, stream, eventId: id });
    return { id, type: event.type, schemaVersion, data, metadata: envelopeOf(event, id, stamp) };
  }
}

type Stamp = CommandContext & TransactOptions & { readonly occurredAt: string; readonly recordedAt: string };

function envelopeOf(event: NewEvent, id: string, stamp: Stamp): Envelope {
  const marked = (kind: Mark['kind']) =>
    event.definition.marks.filter(({ mark }) => mark.kind === kind).flatMap(({ path }) => valuesAt(event.data, path)) as string[];
  const setting = marked('setting')[0] ?? stamp.setting;
  return {
    id,
    type: event.type,
    schemaVersion: event.definition.schemaVersion,
    tenant: stamp.tenant,
    ...(setting !== undefined && { setting }),
    subjects: [...new Set(marked('subject'))],
    actor: stamp.actor,
    occurredAt: stamp.occurredAt,
    recordedAt: stamp.recordedAt,
    correlationId: stamp.correlationId,
    causationId: stamp.causationId,
    commandId: stamp.commandId,
    ...(stamp.commandDigest !== undefined && { commandDigest: stamp.commandDigest }),
    basis: [...(stamp.basis ?? [])],
    ...(stamp.policyVersion !== undefined && { policyVersion: stamp.policyVersion }),
  };
}

function occurrence({ occurredAt, follows }: CommandContext, now: Date): string {
  if (occurredAt === undefined) return new Date(Math.min(now.getTime(), Date.parse(follows ?? now.toISOString()))).toISOString();
  const at = new Date(occurredAt);
  if (at > now) throw new DomainError('NOT_YET_HAPPENED', 'invalid', `it cannot have occurred at ${at.toISOString()}: it is ${now.toISOString()}`);
  return at.toISOString();
}

function recordedOutcome(event: Recorded<AnyEvent>, { commandDigest }: CommandContext): Outcome {
  const recorded = event.metadata.commandDigest;
  if (commandDigest !== undefined && recorded !== undefined && commandDigest !== recorded)
    throw new DomainError('IDEMPOTENCY_KEY_REUSED', 'invalid', 'this idempotency key was used before, with another body');
  return outcome(event.stream, event.revision, event.position);
}

const outcome = (stream: string, revision: bigint, position: bigint): Outcome => ({ stream, revision: String(revision), position: String(position) });

const isOver = ({ since }: Pick<Task<unknown, AnyEvent>, 'since'>, ms: number): boolean => performance.now() - since >= ms;
const tooLate = (name: string) => new StoreUnavailable(`the store did not answer within ${longest} ms to what was asked of ${name}`);

/** What the promise gives, unless the time of the command is over first. The promise itself goes on. */
function inTime<T>({ name, since }: Pick<Task<unknown, AnyEvent>, 'name' | 'since'>, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(tooLate(name)), since + longest - performance.now());
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

const concurrentChange = ({ stream, current }: WrongExpectedRevision) =>
  new DomainError('CONCURRENT_CHANGE', 'conflict', `${stream} was changed by others for ${patience} ms and is at revision ${current} now; try again`);
