import type { EventStore } from '@cairn/event-store';
import { pageOf, upTo, type Page } from './page.js';

/** Events per page; the next page is read while this one is used. More would outlive two rounds of the collector, which then copies them twice. */
export const pageSize = 500;

/** All that the store holds after one position and up to another, in order. */
export async function* readPages(store: EventStore, from: bigint, until: bigint): AsyncGenerator<Page, void, void> {
  const read = (position: bigint) => {
    const page = store.readAll(position, { limit: pageSize });
    page.catch(() => undefined); // thrown where the page is awaited
    return page;
  };
  let ahead = from < until ? read(from) : undefined;
  for (let position = from; ahead;) {
    const page = upTo(pageOf(position, await ahead), until);
    const more = page.position < until && !page.atHead;
    ahead = more ? read(page.position) : undefined;
    yield page;
    position = page.position;
  }
}
