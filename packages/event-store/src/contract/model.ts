import fc from 'fast-check';
import type { Append, EventStore, ExpectedRevision } from '../port.js';
import { allAfter, conflictOf, newEvents, newStream, newTenant, useStore, type OpenStore } from './fixtures.js';

/** What a store should be: the ids of every stream, and of everything in its order. */
class Model {
  /** Two tenants with the same two stream names. */
  readonly places = modelPlaces();
  readonly order: Known[] = [];
  /** What was accepted, with its outcome, where a repetition is promised the same. */
  readonly accepted: { readonly append: Append; readonly revision: bigint; readonly position: bigint }[] = [];

  /** @param start where the store was before */
  constructor(readonly start: bigint) {}
}

interface Known {
  readonly id: string;
  readonly category: string;
  /** Of the append that brought it: several events of one append share it. */
  readonly upTo: bigint;
}

function modelPlaces() {
  const names = [newStream('walk'), newStream('run')];
  return [newTenant(), newTenant()].flatMap((tenant) => names.map((stream) => ({ tenant, stream, ids: [] as string[] })));
}

/** One thing that somebody does, and what must come of it. */
type Command = fc.AsyncCommand<Model, EventStore>;

/** Appends to one of the streams. An expectation that is a number is the distance from where the stream is. */
class AppendSome implements Command {
  constructor(
    private readonly place: number,
    private readonly expectation: 'any' | 'exists' | 'no-stream' | number,
    private readonly events: number,
  ) {}

  check = (model: Readonly<Model>): boolean => typeof this.expectation === 'string' || this.revisionIn(model) >= 0n;

  async run(model: Model, store: EventStore): Promise<void> {
    const { tenant, stream, ids } = model.places[this.place]!;
    const current = BigInt(ids.length - 1);
    const expected = typeof this.expectation === 'string' ? this.expectation : this.revisionIn(model);
    const append = { tenant, stream, expected, events: newEvents(this.events) };
    const outcome = await conflictOf(store.append(append));
    if (!accepts(expected, current)) return expect(outcome).toBe(current);

    const revision = current + BigInt(this.events);
    expect(outcome).toEqual({ revision, position: expect.any(BigInt), idempotent: false });
    const { position } = outcome as { position: bigint };
    // A repetition is promised its first outcome only where the append has said exactly what it expected.
    if (typeof expected === 'bigint' || expected === 'no-stream') model.accepted.push({ append, revision, position });
    for (const { id } of append.events) {
      ids.push(id);
      model.order.push({ id, category: stream.split('-')[0]!, upTo: position });
    }
  }

  private revisionIn({ places }: Readonly<Model>): bigint {
    return BigInt(places[this.place]!.ids.length - 1) + BigInt(this.expectation);
  }

  toString = (): string => `append ${this.events} to stream ${this.place}, expecting ${this.expectation}`;
}

/** Appends once more what was accepted before. */
class RepeatOne implements Command {
  constructor(private readonly which: number) {}

  check = ({ accepted }: Readonly<Model>): boolean => accepted.length > 0;

  async run({ accepted }: Model, store: EventStore): Promise<void> {
    const { append, revision, position } = accepted[this.which % accepted.length]!;
    expect(await store.append(append)).toEqual({ revision, position, idempotent: true });
  }

  toString = (): string => `repeat ${this.which}`;
}

/** Reads one of the streams from a revision. */
class ReadOneStream implements Command {
  constructor(
    private readonly place: number,
    private readonly from: number,
    private readonly limit: number,
  ) {}

  check = (): boolean => true;

  async run({ places }: Model, store: EventStore): Promise<void> {
    const { tenant, stream, ids } = places[this.place]!;
    const page = await store.readStream(tenant, stream, { from: BigInt(this.from), limit: this.limit });
    expect(page.lastRevision).toBe(BigInt(ids.length - 1));
    expect(page.events.map(({ id, revision }) => [id, revision])).toEqual(
      ids.slice(this.from, this.from + this.limit).map((id, index) => [id, BigInt(this.from + index)]),
    );
  }

  toString = (): string => `read stream ${this.place} from ${this.from}, at most ${this.limit}`;
}

/** Reads everything, or one category, after an append that was accepted, in pages. */
class ReadOnwards implements Command {
  constructor(
    private readonly which: number,
    private readonly limit: number,
    private readonly category: string | undefined,
  ) {}

  check = (): boolean => true;

  async run({ order, start }: Model, store: EventStore): Promise<void> {
    const after = order[this.which]?.upTo ?? start;
    const following = order.filter(({ upTo, category }) => upTo > after && (this.category ?? category) === category);
    const options = { limit: this.limit, ...(this.category !== undefined && { categories: [this.category] }) };
    expect((await allAfter(store, after, options)).events.map(({ id }) => id)).toEqual(following.map(({ id }) => id));
  }

  toString = (): string => `read ${this.category ?? 'everything'} after ${this.which}, ${this.limit} at a time`;
}

function accepts(expected: ExpectedRevision, current: bigint): boolean {
  if (expected === 'any') return true;
  if (expected === 'exists') return current >= 0n;
  return expected === (current < 0n ? 'no-stream' : current);
}

const places = fc.nat(3);
const limits = fc.integer({ min: 1, max: 8 });
const expectations = fc.oneof(fc.constantFrom('any' as const, 'exists' as const, 'no-stream' as const), fc.constantFrom(0, 0, 0, -1, 1));
const appends = fc.tuple(places, expectations, fc.integer({ min: 1, max: 3 })).map((given) => new AppendSome(...given));
const commands = fc.commands<Model, EventStore, false>(
  [
    appends,
    appends,
    appends,
    fc.nat(20).map((which) => new RepeatOne(which)),
    fc.tuple(places, fc.nat(6), limits).map((given) => new ReadOneStream(...given)),
    fc.tuple(fc.nat(40), limits, fc.constantFrom(undefined, 'walk', 'run')).map((given) => new ReadOnwards(...given)),
  ] as fc.Arbitrary<Command>[],
  { maxCommands: 40 },
);

export function describeModel(open: OpenStore): void {
  describe('any history', () => {
    const store = useStore(open);

    it(
      'goes as the model says',
      () =>
        fc.assert(
          fc.asyncProperty(commands, async (history) => {
            const start = await store().head();
            const model = new Model(start);
            await fc.asyncModelRun(() => ({ model, real: store() }), history);
            await new ReadOnwards(-1, 7, undefined).run(model, store());
            for (const place of model.places.keys()) await new ReadOneStream(place, 0, 1000).run(model, store());
          }),
          { numRuns: process.env['CAIRN_LONG'] ? 500 : 30 },
        ),
      process.env['CAIRN_LONG'] ? 600_000 : 60_000,
    );
  });
}
