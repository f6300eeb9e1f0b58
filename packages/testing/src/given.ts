import {
  DomainError,
  fold,
  replaceAt,
  type AnyEvent,
  type AnyRecorded,
  type Decide,
  type Envelope,
  type NewEvent,
  type Process,
  type Rule,
  type Stream,
} from '@cairn/event-sourcing';

/** What a personal field holds in a spec once its key is gone. */
export const erasedMarker = Object.freeze({ erased: true });

type Decided = { readonly events: readonly NewEvent[] } | { readonly error: unknown };

/**
 * Given what happened, when somebody decides, then that follows: `const { given } = specFor(programme)`.
 *
 * Every decision runs twice: on the events as given, and on the same events with all personal fields erased. Both must come to the same, so that erasing
 * a person never changes what a programme may do. What was decided is folded too: `evolve` must not throw.
 */
export const specFor = <S, E extends AnyEvent>(stream: Stream<S, E>) => ({
  given: (...history: readonly NewEvent<E['type']>[]) => ({
    when: (decide: Decide<S, E>): Outcome<E> => {
      const decided = run(stream, history, decide);
      const blind = run(stream, history.map(erased), decide);
      if (!sameAs(decided, blind)) throw new Error('the decision depends on personal data of earlier events, which may be erased');
      return new Outcome(decided);
    },
  }),
});

class Outcome<E extends AnyEvent> {
  constructor(private readonly decided: Decided) {}

  /** Exactly these events, in this order; compared by type and data. */
  then(...expected: readonly NewEvent<E['type']>[]): void {
    expect(this.events().map(bare)).toEqual(expected.map(bare));
  }

  /** Nothing: what was asked for is so already. */
  thenNothing(): void {
    this.then();
  }

  /** A refusal by this rule. Returns its sentence, for a closer look at the numbers. */
  thenRejects(rule: Pick<Rule, 'code'>): string {
    if (!('error' in this.decided)) throw new Error(`expected ${rule.code}, but it was accepted: ${JSON.stringify(this.decided.events.map(bare))}`);
    const { error } = this.decided;
    if (!(error instanceof DomainError)) throw error;
    expect(error.code).toBe(rule.code);
    return error.message;
  }

  private events(): readonly NewEvent[] {
    if ('error' in this.decided) throw this.decided.error;
    return this.decided.events;
  }
}

/** What a process is expected to get done in one stream. */
export interface Performed {
  /** Category of the stream. */
  readonly stream: string;
  readonly id: string;
  /** What the stream holds already; default: there is no such stream yet. */
  readonly given?: readonly NewEvent[];
  /** What the performance adds to it. */
  readonly events: readonly NewEvent[];
}

/**
 * Given that an event was published, then a process performs: `specForProcess(draftPlanWhenAssessed)`.
 *
 * The event is delivered twice, and once more with its personal fields erased: each time the process must want the same, in the same order, for a
 * redelivery is recognised by the place of a performance in that order.
 */
export const specForProcess = (process: Process) => ({
  given: (event: NewEvent, metadata: Partial<Envelope> = {}) => ({
    /** Exactly these performances, in this order; `[]` when the event does not concern the process. */
    thenPerforms(expected: readonly Performed[]): void {
      for (const delivery of [event, event, erased(event)])
        expect(performancesOf(process, delivery, metadata, expected)).toEqual(
          expected.map(({ stream, id, events }) => ({ stream, id, events: events.map(bare) })),
        );
    },
  }),
});

function performancesOf(process: Process, event: NewEvent, metadata: Partial<Envelope>, expected: readonly Performed[]) {
  const delivered = recorded(event, metadata);
  const performances = process.reactions.filter(({ definition }) => definition.type === event.type).flatMap(({ react }) => react(delivered));
  return performances.map(({ stream, id, decide }) => {
    const target = expected.find((performed) => performed.stream === stream.category && performed.id === id);
    return { stream: stream.category, id, events: decide(stateAfter(stream, target?.given ?? [])).map(bare) };
  });
}

const someone = '00000000-0000-4000-8000-000000000001';
const sometime = '2026-01-05T09:00:00.000Z';

/** The event as a process receives it: stored, with an envelope that a spec may change in part. */
export function recorded(event: NewEvent, metadata: Partial<Envelope> = {}): AnyRecorded {
  const envelope: Envelope = {
    ...{ id: someone, type: event.type, schemaVersion: event.definition.schemaVersion, tenant: 'spec', subjects: [], basis: [] },
    ...{ actor: { person: someone, role: 'someone' }, occurredAt: sometime, recordedAt: sometime },
    ...{ correlationId: someone, causationId: someone, commandId: someone },
    ...metadata,
  };
  return { type: event.type, data: event.data, metadata: envelope, stream: `spec-${someone}`, revision: 0n, position: 0n };
}

/** An event of the history that had occurred at this instant, for streams whose rules are judged as at an instant: `given(dated('2026-05-01T09:00:00.000Z', reports(ben, ana)))`. */
export const dated = <T extends string>(occurredAt: string, event: NewEvent<T>): NewEvent<T> => ({ ...event, ...{ metadata: { occurredAt } } });

/** What a stream has come to after these events. */
export function stateAfter<S, E extends AnyEvent>(stream: Stream<S, E>, history: readonly NewEvent[]): S {
  const known = new Set(stream.events.map((definition) => definition.type));
  for (const { type } of history) if (!known.has(type)) throw new Error(`${type} is not an event of the stream ${stream.category}`);
  // A new event differs from a stored one only in its personal fields, into which `evolve` never looks.
  return fold(stream, history as readonly unknown[] as readonly E[]);
}

function run<S, E extends AnyEvent>(stream: Stream<S, E>, history: readonly NewEvent[], decide: Decide<S, E>): Decided {
  const state = stateAfter(stream, history);
  try {
    const events = decide(state);
    stateAfter(stream, [...history, ...events]);
    return { events };
  } catch (error) {
    return { error };
  }
}

/** The event with all of its personal fields erased. */
export function erased<T extends string>(event: NewEvent<T>): NewEvent<T> {
  const personal = event.definition.marks.filter(({ mark }) => mark.kind === 'personal');
  return { ...event, data: personal.reduce<unknown>((data, { path }) => replaceAt(data, path, () => erasedMarker), event.data) as object };
}

export const bare = ({ type, data }: { readonly type: string; readonly data: unknown }) => ({ type, data });

function sameAs(one: Decided, other: Decided): boolean {
  const said = (decided: Decided) => ('error' in decided ? String(decided.error) : decided.events.map(bare));
  return JSON.stringify(said(one)) === JSON.stringify(said(other));
}
