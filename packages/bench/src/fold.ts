import { defineEvent, type Recorded, type EventOf } from '@cairn/event-sourcing';
import { decoderOf, START, StoreUnavailable, type Append, type EventStore } from '@cairn/event-store';
import { defineReadModel, openReadSide, Projector, rebuild } from '@cairn/projections';
import { z } from 'zod';
import type { Result } from './measure.js';
import { appendOf } from './payload.js';

export const Measured = defineEvent(
  'Measured',
  1,
  { programmeId: z.uuid(), groupId: z.uuid(), personId: z.uuid(), settingId: z.uuid(), number: z.int(), minutes: z.int(), note: z.string() },
  { summary: 'Something was measured.' },
);
type Event = Recorded<EventOf<typeof Measured>>;

/** One row a person: what most read models look like. */
export const attendances = defineReadModel({
  name: 'attendances',
  version: 1,
  row: z.object({ personId: z.uuid(), events: z.int(), minutes: z.int(), last: z.iso.datetime() }),
  on: (when) => [
    when(
      Measured,
      (event: Event) => event.data.personId,
      (row, { data, metadata }: Event) => ({
        personId: data.personId,
        events: (row?.events ?? 0) + 1,
        minutes: (row?.minutes ?? 0) + data.minutes,
        last: metadata.occurredAt,
      }),
    ),
  ],
});

/** Appends until the store holds so many events of the bench. */
export async function fill(store: EventStore, events: number, progress: (done: number) => void): Promise<void> {
  const each = 500;
  let next = Number(await store.head()) + 1;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (next < events) {
        const first = next;
        next += each;
        await surely(store, appendOf(first, each));
        progress(Math.min(next, events));
      }
    }),
  );
}

/** The same append again, when the store had no time for it: it is stored once. */
async function surely(store: EventStore, append: Append): Promise<void> {
  for (;;)
    try {
      return void (await store.append(append));
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
    }
}

/** Events a second of an ordered, decoded read through the port, from the first to the head. */
export async function readRate(store: EventStore): Promise<number> {
  const decode = decoderOf([Measured]);
  const started = performance.now();
  let after = START;
  let read = 0;
  for (let atHead = false; !atHead;) {
    const page = await store.readAll(after, { limit: 2000 });
    read += page.events.map(decode).length;
    ({ position: after, atHead } = page);
  }
  return (read * 1000) / (performance.now() - started);
}

/** Events a second of a read model that starts from nothing and follows the store to its head, as it runs in a service; its tables are made meanwhile. */
export async function liveRate(store: EventStore, url: string, service: string): Promise<number> {
  const head = await store.head();
  const projector = new Projector({ store, services: [{ name: service, url, readModels: [attendances] }] });
  const started = performance.now();
  projector.start();
  try {
    await projector.waitFor(service, head, 600_000);
    return (Number(head + 1n) * 1000) / (performance.now() - started);
  } finally {
    await projector.stop();
  }
}

/** Events a second of a rebuild beside the table in use, the switch included. */
export async function rebuildRate(store: EventStore, url: string, service: string): Promise<number> {
  const side = openReadSide({ store, url, service });
  const started = performance.now();
  try {
    const { position } = await rebuild(side, attendances);
    return (Number(BigInt(position) + 1n) * 1000) / (performance.now() - started);
  } finally {
    await side.close();
  }
}

/** Live and rebuilt, each against the ordered, decoded read of the same events in turns. */
export async function benchFolds(store: EventStore, url: string, turns: number, progress: (name: string) => void): Promise<Result[]> {
  const figures = { read: [] as number[], live: [] as number[], rebuilt: [] as number[] };
  for (let turn = 1; turn <= turns; turn++) {
    progress(`folds, turn ${turn} of ${turns}`);
    figures.read.push(await readRate(store));
    figures.live.push(await liveRate(store, url, `turn_${turn}`));
    figures.rebuilt.push(await rebuildRate(store, url, `turn_${turn}`));
  }
  const best = (values: readonly number[]) => Math.max(...values);
  const against = { against: 'ordered, decoded read through the port', againstValue: best(figures.read), unit: 'events/s' };
  const result = (name: string, value: number, promised: string): Result => ({ name, value, ...against, ratio: value / against.againstValue, promised });
  return [result('fold-live', best(figures.live), '0.35'), result('fold-rebuild', best(figures.rebuilt), '0.6')];
}
