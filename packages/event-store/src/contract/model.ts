import fc from 'fast-check';
import type { Append, EventStore, ExpectedRevision } from '../port.js';
import { allAfter, conflictOf, newEvents, newStream, newTenant, useStore, type OpenStore } from './fixtures.js';

/** A step of a random history: an append to one of four streams, or one that was accepted before, once more. */
type Step = NewAppend | { readonly repeat: number };
interface NewAppend {
  readonly place: number;
  /** A number is the distance from where the stream is. */
  readonly expected: 'any' | 'exists' | 'no-stream' | number;
  readonly events: number;
}

const expectations = fc.oneof(fc.constantFrom('any' as const, 'exists' as const, 'no-stream' as const), fc.constantFrom(0, 0, 0, -1, 1));
const newAppends: fc.Arbitrary<NewAppend> = fc.record({ place: fc.nat(3), expected: expectations, events: fc.integer({ min: 1, max: 3 }) });
const histories: fc.Arbitrary<Step[]> = fc.array(fc.oneof({ weight: 4, arbitrary: newAppends }, { weight: 1, arbitrary: fc.record({ repeat: fc.nat(20) }) }), {
  minLength: 5,
  maxLength: 25,
});

/** What a store should be after a history: the ids of every stream, and of everything in its order. */
class Model {
  /** Two tenants with the same two stream names. */
  readonly places = modelPlaces();
  readonly order: string[] = [];
  private readonly accepted: { readonly append: Append; readonly revision: bigint; readonly position: bigint }[] = [];

  constructor(private readonly store: EventStore) {}

  take = (step: Step): Promise<void> => ('repeat' in step ? this.repeat(step.repeat) : this.append(step));

  private async repeat(which: number): Promise<void> {
    const earlier = this.accepted[which % (this.accepted.length || 1)];
    if (!earlier) return;
    const { append, revision, position } = earlier;
    expect(await this.store.append(append)).toEqual({ revision, position, idempotent: true });
  }

  private async append(step: NewAppend): Promise<void> {
    const { tenant, stream, ids } = this.places[step.place]!;
    const current = BigInt(ids.length - 1);
    const expected = typeof step.expected === 'number' ? current + BigInt(step.expected) : step.expected;
    if (typeof expected === 'bigint' && expected < 0n) return;
    const append = { tenant, stream, expected, events: newEvents(step.events) };
    const outcome = await conflictOf(this.store.append(append));
    if (!accepts(expected, current)) return expect(outcome).toBe(current);

    const revision = current + BigInt(step.events);
    expect(outcome).toEqual({ revision, position: expect.any(BigInt), idempotent: false });
    // A repetition is promised its first outcome only where the append has said exactly what it expected.
    const strong = typeof expected === 'bigint' || expected === 'no-stream';
    if (strong && typeof outcome === 'object') this.accepted.push({ append, revision, position: outcome.position });
    for (const { id } of append.events) {
      ids.push(id);
      this.order.push(id);
    }
  }
}

function modelPlaces() {
  const names = [newStream('walk'), newStream('run')];
  return [newTenant(), newTenant()].flatMap((tenant) => names.map((stream) => ({ tenant, stream, ids: [] as string[] })));
}

function accepts(expected: ExpectedRevision, current: bigint): boolean {
  if (expected === 'any') return true;
  if (expected === 'exists') return current >= 0n;
  return expected === (current < 0n ? 'no-stream' : current);
}

export function describeModel(open: OpenStore): void {
  describe('any history', () => {
    const store = useStore(open);

    it('goes as the model says', () =>
      fc.assert(
        fc.asyncProperty(histories, async (history) => {
          const start = await store().head();
          const model = new Model(store());
          for (const step of history) await model.take(step);
          for (const { tenant, stream, ids } of model.places) {
            const page = await store().readStream(tenant, stream);
            expect(page.events.map(({ id }) => id)).toEqual(ids);
            expect(page.lastRevision).toBe(BigInt(ids.length - 1));
          }
          expect((await allAfter(store(), start, { limit: 7 })).events.map(({ id }) => id)).toEqual(model.order);
        }),
        { numRuns: 30 },
      ));
  });
}
