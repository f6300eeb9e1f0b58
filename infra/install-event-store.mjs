/** Installs the event store, or raises it to this release, as the administrator whose URL is in EVENT_STORE_URL: the services may use it, not change it. */
import { openEventStore } from '@cairn/event-store';

const store = await openEventStore(process.env['EVENT_STORE_URL']);
await store.close();
