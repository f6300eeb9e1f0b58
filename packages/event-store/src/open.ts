import type { EventStore, StoreIdentity } from './port.js';
import { raisePostgresEpoch } from './postgres/epoch.js';
import { openPostgresEventStore } from './postgres/postgres-event-store.js';

/** Opens the event store at a URL: `postgres://` or `postgresql://`; `kurrentdb://`, `kurrent://`, `kdb://` or `esdb://`, each also with `+discover`. */
export async function openEventStore(url: string): Promise<EventStore> {
  if (kindOf(url) === 'postgres') return openPostgresEventStore({ url });
  return (await import('./kurrentdb/kurrentdb-event-store.js')).openKurrentDbEventStore({ url });
}

/**
 * For an operator who has restored the store at this URL from a backup: begins its next epoch, so that whoever has read the store before halts instead of going
 * on, even when the restored store has grown past where they were.
 */
export async function raiseEpoch(url: string): Promise<StoreIdentity> {
  if (kindOf(url) === 'postgres') return raisePostgresEpoch({ url, deadline });
  return (await import('./kurrentdb/kurrentdb-event-store.js')).raiseKurrentDbEpoch({ url, deadline });
}

/** Longest wait for the server's answer when an operator asks, in milliseconds. */
const deadline = 10_000;

function kindOf(url: string): 'postgres' | 'kurrentdb' {
  const scheme = /^[a-z][a-z0-9+.-]*(?=:)/i.exec(url)?.[0].toLowerCase() ?? '';
  switch (scheme.replace('+discover', '')) {
    case 'postgres':
    case 'postgresql':
      return 'postgres';
    case 'kurrentdb':
    case 'kurrent':
    case 'kdb':
    case 'esdb':
      return 'kurrentdb';
    default:
      throw new Error(`no event store speaks ${scheme || 'a URL without a scheme'}; use postgres:// or kurrentdb://`);
  }
}
