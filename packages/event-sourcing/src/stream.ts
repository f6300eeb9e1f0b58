import type { Envelope } from './envelope.js';
import type { AnyEvent, EventDefinition, EventOf, NewEvent } from './event.js';

/** One kind of stream. `category` is a noun without a dash; a stream is named `<category>-<uuid>`. */
export interface Stream<S, E extends AnyEvent> {
  readonly category: string;
  /** Every event that this kind of stream can hold. */
  readonly events: readonly EventDefinition[];
  readonly initial: S;
  /**
   * Total: never throws, never validates, reads no clock. Personal fields are sealed here.
   * @param occurredAt when it was true, for a stream whose rules are judged as at an instant: events may be recorded in another order than they occurred
   */
  evolve(state: S, event: E, occurredAt: string): S;
}

/** Declares a kind of stream; the events it lists are the ones that `evolve` must handle. */
export const defineStream = <S, const D extends readonly EventDefinition[]>(declaration: {
  category: string;
  events: D;
  initial: S;
  evolve: (state: S, event: EventOf<D[number]>, occurredAt: string) => S;
}): Stream<S, EventOf<D[number]>> => declaration;

/** The events of a declared stream, and its state. */
export type EventIn<T> = T extends Stream<infer _S, infer E> ? E : never;
export type StateOf<T> = T extends Stream<infer S, infer _E> ? S : never;

/**
 * A decision: from what a stream has come to, to what happens next. Throws a `DomainError` when a rule is broken.
 * Pure: time and ids are arguments of the function that makes it; no clock, no random, no I/O.
 */
export type Decide<S, E extends AnyEvent> = (state: S) => readonly NewEvent<E['type']>[];

/** The default branch of `evolve`: makes a new event type a compile error, and stays silent for one that a newer release has written. */
export const unreachable = <S>(_event: never, state: S): S => state;

type Dated = { readonly metadata?: Pick<Envelope, 'occurredAt'> };

/** What the events come to. One that was never stored has occurred before all others. */
export const fold = <S, E extends AnyEvent>(stream: Stream<S, E>, events: Iterable<E & Dated>, from: S = stream.initial): S => {
  let state = from;
  for (const event of events) state = stream.evolve(state, event, event.metadata?.occurredAt ?? '');
  return state;
};

/** Later than everything that has occurred. */
const last = '9999-12-31T23:59:59.999Z';

/**
 * Several decisions as one: each sees what the ones before it have decided, and the first that refuses refuses all.
 * @param occurredAt when it will have been true, for streams whose rules are judged as at an instant; by default, now
 */
export const inTurn =
  <S, E extends AnyEvent>(stream: Stream<S, E>, decisions: readonly Decide<S, E>[], occurredAt = last): Decide<S, E> =>
  (state) => {
    const decided: NewEvent<E['type']>[] = [];
    for (const decide of decisions) {
      const events = decide(state);
      // A new event differs from a stored one only in its envelope and its personal fields, and into these `evolve` never looks.
      const dated = events.map((event) => ({ ...event, metadata: { occurredAt } }));
      state = fold(stream, dated as readonly unknown[] as readonly (E & Dated)[], state);
      decided.push(...events);
    }
    return decided;
  };
