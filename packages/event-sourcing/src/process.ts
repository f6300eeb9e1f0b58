import type { AnyEvent, EventDefinition, EventOf, Recorded } from './event.js';
import type { Decide, Stream } from './stream.js';

/** A decision with its address: what a process wants done. */
export interface Performance {
  readonly stream: Stream<unknown, AnyEvent>;
  readonly id: string;
  readonly decide: Decide<unknown, AnyEvent>;
}

export const perform = <S, E extends AnyEvent>(stream: Stream<S, E>, id: string, decide: Decide<S, E>): Performance =>
  ({ stream, id, decide }) as unknown as Performance;

export interface Reaction {
  readonly definition: EventDefinition;
  readonly react: (event: Recorded<AnyEvent>) => readonly Performance[];
}

/** A durable reaction: a published event in, addressed decisions out. Delivered at least once; the runner makes a redelivery an idempotent append. */
export interface Process {
  /** The checkpoint key: never rename. */
  readonly name: string;
  readonly reactions: readonly Reaction[];
}

type When = <D extends EventDefinition>(definition: D, react: (event: Recorded<EventOf<D>>) => readonly Performance[]) => Reaction;
const when: When = (definition, react) => ({ definition, react: react as unknown as Reaction['react'] });

/** Declares a process. It is pure: what must be remembered between two events gets a stream of its own. */
export const defineProcess = (declaration: { name: string; on: (when: When) => readonly Reaction[] }): Process => ({
  name: declaration.name,
  reactions: declaration.on(when),
});
