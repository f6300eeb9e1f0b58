import { START } from '../port.js';
import { allAfter, appenderTo, newEvents, newStream, newTenant, useStore, type OpenStore } from './fixtures.js';

export function describeReading(open: OpenStore): void {
  describe('reading', () => {
    const store = useStore(open);

    it('gives a stored event back as it was appended', async () => {
      const [tenant, stream] = [newTenant(), newStream()];
      const [event] = newEvents(1);
      const before = Date.now();
      const { position } = await appenderTo(store(), tenant, stream)('no-stream', [event!]);
      const { events } = await store().readStream(tenant, stream);
      const { id, type, schemaVersion } = event!;
      expect(events).toEqual([
        { id, type, schemaVersion, tenant, stream, revision: 0n, position, created: expect.any(Date), data: '{"step":1}', metadata: expect.any(String) },
      ]);
      expect(JSON.parse(events[0]!.metadata)).toEqual(event!.metadata);
      expect(Math.abs(events[0]!.created.getTime() - before)).toBeLessThan(60_000);
    });

    it('reads a stream from a revision, which is included, up to a limit', async () => {
      const [tenant, stream] = [newTenant(), newStream()];
      await appenderTo(store(), tenant, stream)('no-stream', newEvents(5));
      const revisions = async (options?: { from?: bigint; limit?: number }) => {
        const page = await store().readStream(tenant, stream, options);
        expect(page.lastRevision).toBe(4n);
        return page.events.map((event) => event.revision);
      };
      expect(await revisions()).toEqual([0n, 1n, 2n, 3n, 4n]);
      expect(await revisions({ from: 3n })).toEqual([3n, 4n]);
      expect(await revisions({ from: 1n, limit: 2 })).toEqual([1n, 2n]);
      expect(await revisions({ from: 5n })).toEqual([]);
    });

    it('finds no stream at revision -1', async () => {
      expect(await store().readStream(newTenant(), newStream())).toEqual({ events: [], lastRevision: -1n });
    });

    it('reads everything after a position, which is excluded, in the order of appending', async () => {
      const start = await store().head();
      const tenants = [newTenant(), newTenant(), newTenant()];
      const appended = [];
      for (const tenant of tenants) appended.push(await appenderTo(store(), tenant, newStream())('no-stream', newEvents(2)));
      const { events, position } = await allAfter(store(), start, { limit: 4 });
      expect(events.map((event) => event.tenant)).toEqual(tenants.flatMap((tenant) => [tenant, tenant]));
      expect(events.every((event, index) => index === 0 || event.position > events[index - 1]!.position)).toBe(true);
      expect(position).toBe(appended.at(-1)!.position);
      expect(await store().head()).toBe(position);
      expect((await store().readAll(events[2]!.position, { limit: 2 })).events.map((event) => event.id)).toEqual([events[3]!.id, events[4]!.id]);
    });

    it('pages: at most the limit, and at head only when nothing follows', async () => {
      const start = await store().head();
      await appenderTo(store(), newTenant(), newStream())('no-stream', newEvents(5));
      const page = await store().readAll(start, { limit: 3 });
      expect(page).toMatchObject({ position: page.events[2]!.position, atHead: false });
      const rest = await store().readAll(page.position, { limit: 3 });
      expect(rest).toMatchObject({ position: rest.events[1]!.position, atHead: true });
      expect(await store().readAll(rest.position)).toEqual({ events: [], position: rest.position, atHead: true });
      expect(await store().readAll(page.position, { limit: 0 })).toEqual({ events: [], position: page.position, atHead: false });
    });

    it('reads the events of some categories and moves past those of others', async () => {
      const start = await store().head();
      const tenant = newTenant();
      for (const category of ['walk', 'run', 'swim', 'run']) await appenderTo(store(), tenant, newStream(category))('no-stream', newEvents(1));
      const categoriesIn = async (...categories: string[]) =>
        (await allAfter(store(), start, { categories })).events.map((event) => event.stream.split('-')[0]);
      expect(await categoriesIn('run')).toEqual(['run', 'run']);
      expect(await categoriesIn('swim', 'walk')).toEqual(['walk', 'swim']);
      expect(await categoriesIn('ru')).toEqual([]);
      expect(await store().readAll(start, { categories: ['fly'] })).toEqual({ events: [], position: await store().head(), atHead: true });
      const page = await store().readAll(start, { categories: ['run'], limit: 1 });
      expect(page).toMatchObject({ position: page.events[0]!.position, atHead: false });
    });

    it('begins before the first event', async () => {
      const { events } = await store().readAll(START, { limit: 1 });
      expect((await store().readAll(events[0]!.position - 1n, { limit: 1 })).events[0]!.id).toBe(events[0]!.id);
    });

    it('has the same identity for everybody, each time it is opened', async () => {
      const other = await open();
      const identity = await other.store.identity();
      await other.close();
      expect(identity).toEqual({ storeId: expect.stringMatching(/./), epoch: expect.any(Number), began: expect.any(Array) });
      expect(await store().identity()).toEqual(identity);
    });
  });
}
