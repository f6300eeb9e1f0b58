import { WrongExpectedRevision, type Append, type ExpectedRevision } from '../port.js';
import { appenderTo, conflictOf, newEvent, newEvents, newStream, newTenant, useStore, type OpenStore } from './fixtures.js';

export function describeAppending(open: OpenStore): void {
  describe('appending', () => {
    const store = useStore(open);
    const newWalk = (tenant = newTenant(), stream = newStream()) => {
      const append = appenderTo(store(), tenant, stream);
      return {
        tenant,
        stream,
        append,
        attempt: (expected: ExpectedRevision, events: Append['events']) => conflictOf(append(expected, events)),
        stored: async () => (await store().readStream(tenant, stream)).events.map((event) => event.id),
      };
    };

    it('begins a stream at revision 0, at rising positions', async () => {
      const { append } = newWalk();
      const first = await append('no-stream', newEvents(2));
      expect(first).toEqual({ revision: 1n, position: expect.any(BigInt), idempotent: false });
      const second = await append(1n, newEvents(1));
      expect(second).toEqual({ revision: 2n, position: expect.any(BigInt), idempotent: false });
      expect(second.position).toBeGreaterThan(first.position);
    });

    it('failure 10: returns the first outcome when an append is repeated, even after others followed', async () => {
      const { append, stored } = newWalk();
      const begin = newEvents(2);
      const next = newEvents(1);
      const begun = await append('no-stream', begin);
      const continued = await append(1n, next);
      await append(2n, newEvents(2));
      expect(await append('no-stream', begin)).toEqual({ ...begun, idempotent: true });
      expect(await append(1n, next)).toEqual({ ...continued, idempotent: true });
      expect(await stored()).toHaveLength(5);
    });

    it('repeats without expectation by best effort', async () => {
      const { append } = newWalk();
      const events = newEvents(2);
      const first = await append('any', events);
      expect(await append('any', events)).toEqual({ ...first, idempotent: true });
      expect(await append('exists', events)).toEqual({ ...first, idempotent: true });
    });

    it('refuses to begin a stream that exists', async () => {
      const { append, attempt } = newWalk();
      await append('no-stream', newEvents(3));
      expect(await attempt('no-stream', newEvents(1))).toBe(2n);
    });

    it.each<ExpectedRevision>([0n, 3n])('refuses an append that expects revision %s of a stream at 2', async (expected) => {
      const { append, attempt, stored } = newWalk();
      await append('any', newEvents(3));
      expect(await attempt(expected, newEvents(1))).toBe(2n);
      expect(await stored()).toHaveLength(3);
    });

    it('tells a stream that exists from one that does not', async () => {
      const { append, attempt } = newWalk();
      expect(await attempt('exists', newEvents(1))).toBe(-1n);
      expect(await attempt(0n, newEvents(1))).toBe(-1n);
      expect(await append('any', newEvents(1))).toMatchObject({ revision: 0n });
      expect(await append('exists', newEvents(1))).toMatchObject({ revision: 1n });
      expect(await append('any', newEvents(1))).toMatchObject({ revision: 2n });
    });

    it('failure 10: treats a partial overlap as a conflict and stores none of it', async () => {
      const { append, attempt, stored } = newWalk();
      const [first, second, third] = newEvents(3) as [Append['events'][number], Append['events'][number], Append['events'][number]];
      await append('no-stream', [first]);
      await append(0n, [second]);
      expect(await attempt('no-stream', [first, third])).toBe(1n);
      expect(await attempt('no-stream', [first, third, second])).toBe(1n);
      expect(await attempt(0n, [second, third])).toBe(1n);
      expect(await attempt('no-stream', [second, first])).toBe(1n);
      expect(await stored()).toEqual([first.id, second.id]);
    });

    it('knows ids by stream: the same id in another stream is another event', async () => {
      const event = newEvent();
      expect(await newWalk().append('no-stream', [event])).toMatchObject({ idempotent: false });
      expect(await newWalk().append('no-stream', [event])).toMatchObject({ idempotent: false });
    });

    it('says what was expected and what is', async () => {
      const { append, stream } = newWalk();
      await append('any', newEvents(1));
      const refusal = await append(7n, newEvents(1)).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(WrongExpectedRevision);
      expect(refusal).toMatchObject({ stream, expected: 7n, current: 0n });
    });

    it('keeps tenants apart: one name is two streams', async () => {
      const ours = newWalk();
      const theirs = newWalk(newTenant(), ours.stream);
      const event = newEvent();
      await ours.append('no-stream', [event, newEvent()]);
      expect(await store().readStream(theirs.tenant, ours.stream)).toEqual({ events: [], lastRevision: -1n });
      expect(await theirs.attempt('exists', newEvents(1))).toBe(-1n);
      expect(await theirs.append('no-stream', [event])).toMatchObject({ revision: 0n, idempotent: false });
      expect(await ours.stored()).toHaveLength(2);
    });

    it('decides every append of a burst by itself: stores what it accepts, in that order, and nothing else', async () => {
      const [a, b] = [newWalk(), newWalk()];
      const attempt = async (walk: typeof a, expected: ExpectedRevision, events: Append['events']) => ({
        walk,
        events,
        outcome: await walk.attempt(expected, events),
      });
      const outcomes = await Promise.all([
        ...[attempt(a, 'no-stream', newEvents(2)), attempt(a, 'no-stream', newEvents(1)), attempt(a, 1n, newEvents(1)), attempt(a, 9n, newEvents(1))],
        ...[attempt(b, 'exists', newEvents(1)), attempt(b, 'any', newEvents(1)), attempt(b, 'exists', newEvents(1))],
      ]);
      expect(outcomes.filter(({ outcome }) => typeof outcome === 'bigint').length).toBeGreaterThanOrEqual(2);
      for (const walk of [a, b]) {
        const own = outcomes.filter((each) => each.walk === walk);
        const accepted = own.flatMap(({ events, outcome }) => (typeof outcome === 'bigint' ? [] : [{ events, revision: outcome.revision }]));
        accepted.sort((one, other) => Number(one.revision - other.revision));
        expect(await walk.stored()).toEqual(accepted.flatMap(({ events }) => events.map(({ id }) => id)));
      }
    });

    it('failure 5: lets exactly 1 of 100 simultaneous appends win', async () => {
      const { append, attempt, stored } = newWalk();
      await append('no-stream', newEvents(1));
      const outcomes = await Promise.all(Array.from({ length: 100 }, () => attempt(0n, newEvents(1))));
      expect(outcomes.filter((outcome) => typeof outcome !== 'bigint')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === 1n)).toHaveLength(99);
      expect(await stored()).toHaveLength(2);
    });

    it('failure 6: numbers 100 simultaneous appends without expectation to a new stream from 0 to 99', async () => {
      const { append } = newWalk();
      const outcomes = await Promise.all(Array.from({ length: 100 }, () => append('any', newEvents(1))));
      const revisions = outcomes.map((outcome) => outcome.revision).sort((a, b) => Number(a - b));
      expect(revisions).toEqual(Array.from({ length: 100 }, (_, revision) => BigInt(revision)));
      expect(new Set(outcomes.map((outcome) => outcome.position)).size).toBe(100);
    });
  });
}
