import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openPostgresEventStore, type EventStore } from '@cairn/event-store';
import { replayTo } from '@cairn/projections';
import { attendances } from './fold.js';
import { percentile, type Result } from './measure.js';
import { idOf, measuredEvent } from './payload.js';

/** Replays before the first that counts, while the process warms up, and replays that count. */
const [warmUp, counted] = [100, 1000];

/** A record of 1,000 events, folded to an instant, in a store of very many, by a process of its own: milliseconds, 99th percentile. */
export async function benchReplay(url: string): Promise<Result> {
  const child = fork(fileURLToPath(import.meta.url), [url]);
  const p99 = await new Promise<number>((resolve, reject) => {
    child.once('message', (figure) => resolve(figure as number));
    child.once('exit', (code) => code && reject(new Error(`the replay ended with ${code}`)));
  });
  return {
    name: 'replay-one-record',
    value: p99,
    unit: 'ms (p99)',
    against: 'the promise of at most 30 ms',
    againstValue: 30,
    ratio: p99 / 30,
    promised: '≤ 30 ms',
  };
}

async function replayOften(store: EventStore): Promise<number> {
  const stream = `record-${crypto.randomUUID()}`;
  const personId = idOf('person', 7);
  const events = Array.from({ length: 1000 }, (_, n) => {
    const event = measuredEvent(n);
    return { ...event, data: { ...event.data, personId } };
  });
  await store.append({ tenant: 'bench', stream, expected: 'no-stream', events });
  const times: number[] = [];
  for (let turn = 0; turn < warmUp + counted; turn++) {
    const started = performance.now();
    const row = await replayTo(store, attendances, { tenant: 'bench', key: personId }, { asOf: '2026-01-01T00:00:00.000Z' }, [stream]);
    if (row?.events !== 1000) throw new Error(`the replay folded ${row?.events} of 1000 events`);
    times.push(performance.now() - started);
  }
  return percentile(times.slice(warmUp), 0.99);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const store = await openPostgresEventStore({ url: process.argv[2]! });
  process.send?.(await replayOften(store));
  await store.close();
  process.disconnect?.();
}
