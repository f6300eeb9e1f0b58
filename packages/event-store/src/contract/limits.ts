import { canonicalJson } from '../canonical.js';
import { InvalidAppend, limits, type Append } from '../port.js';
import { allAfter, appenderTo, newEvent, newEvents, newStream, newTenant, useStore, type OpenStore } from './fixtures.js';

/** Lists in lists, so that an event with them below two names is as deep as this. */
const nested = (depth: number) => Array.from({ length: depth - 2 }).reduce<unknown>((inner) => [inner], 1);

export function describeLimits(open: OpenStore): void {
  describe('limits', () => {
    const store = useStore(open);
    const refusalOf = async (change: Partial<Append>): Promise<InvalidAppend> => {
      const refusal = await store()
        .append({ tenant: newTenant(), stream: newStream(), expected: 'any', events: newEvents(1), ...change })
        .catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(InvalidAppend);
      return refusal as InvalidAppend;
    };
    /** An event of exactly so many bytes. */
    const eventOf = (bytes: number) => {
      const empty = newEvent({ text: '' });
      const text = 'x'.repeat(bytes - canonicalJson(empty.data, '').length - canonicalJson(empty.metadata, '').length);
      return { ...empty, data: { text } };
    };

    it('failure 20: takes an event of the largest size, and none above it', async () => {
      const stream = newStream();
      const tenant = newTenant();
      const events = [eventOf(limits.bytesPerEvent - 1), eventOf(limits.bytesPerEvent)];
      await appenderTo(store(), tenant, stream)('no-stream', events);
      expect((await store().readStream(tenant, stream)).events.map(({ data }) => data)).toEqual(events.map(({ data }) => JSON.stringify(data)));
      expect((await refusalOf({ events: [eventOf(limits.bytesPerEvent + 1)] })).code).toBe('EVENT_TOO_LARGE');
    });

    it('failure 20: takes as many events as it promises, and none more', async () => {
      const append = appenderTo(store(), newTenant(), newStream());
      expect(await append('no-stream', newEvents(limits.eventsPerAppend))).toMatchObject({ revision: BigInt(limits.eventsPerAppend - 1) });
      expect((await refusalOf({ events: newEvents(limits.eventsPerAppend + 1) })).code).toBe('TOO_MANY_EVENTS');
      expect((await refusalOf({ events: [] })).code).toBe('EMPTY_APPEND');
      const tooMuch = Array.from({ length: limits.bytesPerAppend / limits.bytesPerEvent + 1 }, () => eventOf(limits.bytesPerEvent));
      expect((await refusalOf({ events: tooMuch })).code).toBe('APPEND_TOO_LARGE');
    });

    it('failure 20: takes the most bytes that it promises in one append, and gives them all back', async () => {
      const [tenant, stream] = [newTenant(), newStream()];
      const start = await store().head();
      const events = Array.from({ length: limits.bytesPerAppend / limits.bytesPerEvent }, () => eventOf(limits.bytesPerEvent));
      await appenderTo(store(), tenant, stream)('no-stream', events);
      const ids = events.map(({ id }) => id);
      expect((await store().readStream(tenant, stream)).events.map(({ id }) => id)).toEqual(ids);
      const { events: all } = await allAfter(store(), start);
      expect(all.map(({ id }) => id)).toEqual(ids);
      expect(all.map(({ data }) => data)).toEqual(events.map(({ data }) => JSON.stringify(data)));
    }, 60_000);

    it('refuses names that are not its own', async () => {
      expect((await refusalOf({ stream: `$walk-${newStream()}` })).code).toBe('RESERVED_NAME');
      expect((await refusalOf({ events: [{ ...newEvent(), type: '$StepTaken' }] })).code).toBe('RESERVED_NAME');
      expect((await refusalOf({ stream: 'walk' })).code).toBe('BAD_STREAM_NAME');
      expect((await refusalOf({ tenant: '' })).code).toBe('BAD_TENANT');
      expect((await refusalOf({ events: [{ ...newEvent(), id: 'one' }] })).code).toBe('BAD_EVENT');
      expect((await refusalOf({ events: [{ ...newEvent(), schemaVersion: 0 }] })).code).toBe('BAD_EVENT');
      const event = newEvent();
      expect((await refusalOf({ events: [event, event] })).code).toBe('BAD_EVENT');
      // To a store that keeps ids as numbers these two are one.
      expect((await refusalOf({ events: [event, { ...event, id: event.id.toUpperCase() }] })).code).toBe('BAD_EVENT');
    });

    it.each<bigint>([-1n, -2n, -4n, 2n ** 63n])('refuses to expect revision %s: there is none', async (expected) => {
      expect((await refusalOf({ expected })).code).toBe('BAD_EXPECTATION');
    });

    it('refuses an event whose metadata is of another schema version', async () => {
      const event = newEvent();
      expect((await refusalOf({ events: [{ ...event, metadata: { ...event.metadata, schemaVersion: 2 } }] })).code).toBe('BAD_EVENT');
    });

    it.each([
      ['NaN', NaN],
      ['infinity', -Infinity],
      ['minus zero', -0],
      ['an integer that JavaScript cannot hold', 2 ** 53],
      ['a bigint', 1n],
      ['undefined in a list', [undefined]],
      ['a hole in a list', new Array(1)],
      ['a lone surrogate', 'secret \ud800'],
      ['U+0000', 'secret \u0000'],
      ['a lone surrogate in a name', { 'secret \udc00': 1 }],
      ['a date', new Date(0)],
      ['a function', () => 'secret'],
      ['depth 65', nested(65)],
    ])('failure 20: refuses %s, says where, and keeps the value to itself', async (_, value) => {
      const refusal = await refusalOf({ events: [newEvent({ steps: { last: value } })] });
      expect(refusal.code).toBe('NOT_CANONICAL_JSON');
      expect(refusal.message).toMatch(/^data\.steps\.last/);
      expect(refusal.message).not.toContain('secret');
    });

    it('failure 20: takes depth 64', async () => {
      const [tenant, stream] = [newTenant(), newStream()];
      const event = newEvent({ steps: { last: nested(64) } });
      await appenderTo(store(), tenant, stream)('no-stream', [event]);
      expect(JSON.parse((await store().readStream(tenant, stream)).events[0]!.data)).toEqual(event.data);
    });

    it('stores canonical JSON and gives back exactly its bytes', async () => {
      const [tenant, stream] = [newTenant(), newStream()];
      const event = newEvent({ z: [1, 0.1, 1e-7, -5], a: 'Zoë 👩‍⚕️ €\u2028"\\\n', '\u20ac': null, '\r': { b: true, a: {} }, gone: undefined });
      await appenderTo(store(), tenant, stream)('no-stream', [event]);
      const [stored] = (await store().readStream(tenant, stream)).events;
      expect(stored?.data).toBe('{"\\r":{"a":{},"b":true},"a":"Zoë 👩‍⚕️ €\u2028\\"\\\\\\n","z":[1,0.1,1e-7,-5],"€":null}');
      expect(stored?.metadata).toBe(canonicalJson(event.metadata, 'metadata'));
    });
  });
}
