import type { AllPage, StoredEvent } from '../port.js';
import { allAfter, appenderTo, newEvents, newStream, newTenant, useStore, type OpenStore } from './fixtures.js';

export function describeSubscribing(open: OpenStore): void {
  describe('subscribing', () => {
    const store = useStore(open);
    /** Pages until one satisfies the wish; then the subscription is aborted, and must end. */
    const follow = async (
      after: bigint,
      wish: (page: AllPage, all: StoredEvent[]) => boolean | Promise<boolean>,
      options: { limit?: number; categories?: string[] } = {},
    ) => {
      const stop = new AbortController();
      const events: StoredEvent[] = [];
      const pages: AllPage[] = [];
      for await (const page of store().subscribe(after, { ...options, signal: stop.signal })) {
        pages.push(page);
        events.push(...page.events);
        if (await wish(page, events)) stop.abort();
      }
      return { events, pages };
    };

    it('delivers what is there, then what comes: in order, each event once', async () => {
      const start = await store().head();
      const appendSome = (count: number) =>
        Promise.all(Array.from({ length: count }, () => appenderTo(store(), newTenant(), newStream())('any', newEvents(2))));
      await appendSome(20);
      let live: Promise<unknown> | undefined;
      const { events, pages } = await follow(start, (_, all) => ((live ??= appendSome(20)), all.length >= 80), { limit: 7 });
      await live;
      expect(events.map((event) => event.position)).toEqual((await allAfter(store(), start)).events.map((event) => event.position));
      expect(pages.every((page) => page.events.length <= 7)).toBe(true);
    });

    it('wakes up for what another handle appends', async () => {
      const other = await open();
      const start = await store().head();
      const [event] = newEvents(1);
      const { events } = await follow(start, async (page) => {
        if (page.events.length === 0) await appenderTo(other.store, newTenant(), newStream())('any', [event!]);
        return page.events.length > 0;
      });
      await other.close();
      expect(events.map(({ id }) => id)).toEqual([event!.id]);
    });

    it('says when it has reached the head, and when only others have moved on', async () => {
      const start = await store().head();
      let moved = start;
      const { events, pages } = await follow(
        start,
        async (page) => {
          if (moved === start) moved = (await appenderTo(store(), newTenant(), newStream('run'))('any', newEvents(1))).position;
          return page.position >= moved;
        },
        { categories: ['walk'] },
      );
      expect(pages[0]).toEqual({ events: [], position: start, atHead: true });
      expect(events).toEqual([]);
      expect(pages.at(-1)).toEqual({ events: [], position: moved, atHead: true });
    });

    it('ends at once when the signal aborts, also before it has begun and while it sleeps', async () => {
      const aborted = store().subscribe(await store().head(), { signal: AbortSignal.abort() });
      expect(await aborted[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined });
      const stop = new AbortController();
      const pages = store()
        .subscribe(await store().head(), { signal: stop.signal })
        [Symbol.asyncIterator]();
      expect(await pages.next()).toMatchObject({ done: false, value: { atHead: true } });
      const next = pages.next();
      stop.abort();
      expect(await next).toEqual({ done: true, value: undefined });
    });
  });
}
