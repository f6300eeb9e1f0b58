import type { EventStore } from './port.js';
import { openPostgresEventStore } from './postgres/postgres-event-store.js';

/** Opens the event store at a URL: `postgres://` or `postgresql://`; `kurrentdb://`, `kurrent://`, `kdb://` or `esdb://`, each also with `+discover`. */
export async function openEventStore(url: string): Promise<EventStore> {
  const scheme = /^[a-z][a-z0-9+.-]*(?=:)/i.exec(url)?.[0].toLowerCase() ?? '';
  switch (scheme.replace('+discover', '')) {
    case 'postgres':
    case 'postgresql':
      return openPostgresEventStore({ url });
    case 'kurrentdb':
    case 'kurrent':
    case 'kdb':
    case 'esdb':
      return (await import('./kurrentdb/kurrentdb-event-store.js')).openKurrentDbEventStore({ url });
    default:
      throw new Error(`no event store speaks ${scheme || 'a URL without a scheme'}; use postgres:// or kurrentdb://`);
  }
}
