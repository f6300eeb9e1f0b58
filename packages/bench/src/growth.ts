import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openPostgresEventStore } from '@cairn/event-store';
import { rebuildRate, liveRate } from './fold.js';

export interface Grown {
  readonly rate: number;
  /** Resident memory of the rebuilding process in MB, sampled every 100 ms: at its highest in the first tenth of the time, and at its highest of all. */
  readonly rssFirstTenth: number;
  readonly rssPeak: number;
}

/** A rebuild in a process of its own, so that its memory is its own. */
export const rebuildApart = (url: string, service: string): Promise<Grown> =>
  new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [url, service]);
    child.once('message', (grown) => resolve(grown as Grown));
    child.once('exit', (code) => code && reject(new Error(`the rebuild ended with ${code}`)));
  });

/** Makes the table that the rebuild replaces; the store is read once for it. */
export async function prepare(url: string, service: string): Promise<void> {
  const store = await openPostgresEventStore({ url });
  try {
    await liveRate(store, url, service);
  } finally {
    await store.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [url, service] = process.argv.slice(2) as [string, string];
  const samples: number[] = [];
  const sampling = setInterval(() => samples.push(process.memoryUsage().rss / 1e6), 100);
  const store = await openPostgresEventStore({ url });
  const rate = await rebuildRate(store, url, service);
  clearInterval(sampling);
  await store.close();
  const rssFirstTenth = Math.max(...samples.slice(0, Math.ceil(samples.length / 10)));
  process.send?.({ rate, rssFirstTenth, rssPeak: Math.max(...samples) } satisfies Grown);
  process.disconnect?.();
}
