import type { Envelope } from './envelope.js';
import type { AnyEvent, EventDefinition, EventOf, Recorded } from './event.js';
import { perform, type Performance } from './process.js';
import type { Decide, Stream } from './stream.js';

/** An instant at which a stream has something to decide. */
export interface Deadline {
  /** Of the stream. */
  readonly id: string;
  /** Which one, where a stream can have several of a kind: the term of a submission window, the id of an objective. */
  readonly of?: string;
  /** ISO 8601. */
  readonly due: string;
}

/** What an event says of a deadline: from now on it is due at this instant and at no other, or, with null, never. */
export type DeadlineChange = Omit<Deadline, 'due'> & { readonly due: string | null };

export interface DeadlineRule {
  readonly definition: EventDefinition;
  readonly changes: (event: Recorded<AnyEvent>) => readonly DeadlineChange[];
}

/** Deadlines of one kind. What is pending is a fold of events; when one is due, its stream decides, under a command id that is the same however often it is tried. */
export interface Deadlines {
  /** Part of that command id, and the name of the fold: never rename. */
  readonly name: string;
  /** Raise it when `on` changes: what is pending is then folded anew. */
  readonly version: number;
  /** Of the streams that decide. */
  readonly category: string;
  readonly rules: readonly DeadlineRule[];
  readonly whenDue: (deadline: Deadline) => Performance;
}

type When = <D extends EventDefinition>(definition: D, changes: (event: Recorded<EventOf<D>>) => DeadlineChange | readonly DeadlineChange[]) => DeadlineRule;
const when: When = (definition, changes) => ({ definition, changes: (event) => [changes(event as unknown as Parameters<typeof changes>[0])].flat() });

/**
 * Declares deadlines. Pure, like a process: from an event alone it follows what is due when. The decision is made on what the stream has come to by then;
 * it should come to nothing when there is nothing left to do. What it records should also end the deadline: then the fold stays small.
 */
export const defineDeadlines = <S, E extends AnyEvent>(declaration: {
  name: string;
  version: number;
  stream: Stream<S, E>;
  on: (when: When) => readonly DeadlineRule[];
  decide: (deadline: Deadline) => Decide<S, E>;
}): Deadlines => ({
  name: declaration.name,
  version: declaration.version,
  category: declaration.stream.category,
  rules: declaration.on(when),
  whenDue: (deadline) => perform(declaration.stream, deadline.id, declaration.decide(deadline)),
});

/** The instant at which a day is over, in UTC. */
export const endOfDay = (day: string): string => new Date(Date.parse(day) + 24 * 60 * 60 * 1000).toISOString();

/**
 * The instant, unless it had passed when the event was recorded: who writes down in retrospect how something began also writes down how it ended.
 * An instant that passes while nobody runs is another matter: that deadline is kept.
 */
export const unlessPast = (instant: string, { recordedAt }: Pick<Envelope, 'recordedAt'>): string | null =>
  Date.parse(instant) > Date.parse(recordedAt) ? instant : null;
