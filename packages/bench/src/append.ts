import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { canonicalAppend, type EventStore } from '@cairn/event-store';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { inTurns, perSecond, type Result } from './measure.js';
import { appendOf, dataOf } from './payload.js';

export interface AppendBench {
  readonly store: EventStore;
  readonly url: string;
  readonly seconds: number;
  readonly turns: number;
  readonly progress: (name: string) => void;
}

/** Appends against emmett-postgresql: the same data, one new stream an append, the same database. */
export async function benchAppends({ store, url, seconds, turns, progress }: AppendBench): Promise<Result[]> {
  const emmett = getPostgreSQLEventStore(url);
  await emmett.schema.migrate();
  let n = 0;
  const ours = (clients: number, events: number) => () =>
    perSecond({ clients, seconds }, async () => void (await store.append(appendOf((n += events), events))));
  const theirs = (clients: number, events: number) => () =>
    perSecond({ clients, seconds }, async () => {
      n += events;
      const batch = Array.from({ length: events }, (_, index) => ({ type: 'Measured', data: dataOf(n + index) }));
      await emmett.appendToStream(`measure-${crypto.randomUUID()}`, batch);
    });
  const compare = async (name: string, clients: number, events: number, promised: string): Promise<Result> => {
    progress(name);
    const figures = await inTurns(turns, ours(clients, events), theirs(clients, events));
    const value = figures.ours * events;
    const againstValue = figures.theirs * events;
    return { name, value, unit: 'events/s', against: 'emmett-postgresql', againstValue, ratio: value / againstValue, promised };
  };
  try {
    await ours(32, 1)();
    await theirs(32, 1)();
    const results = [
      await compare('append-1-client', 1, 1, '1.2'),
      await compare('append-32-clients', 32, 1, '4'),
      await compare('append-256-clients', 256, 1, '6'),
    ];
    progress('append-256-vs-limit');
    const limit = await inTurns(turns, ours(256, 1), () => copyRate(url, seconds));
    results.push({
      name: 'append-256-vs-limit',
      value: limit.ours,
      unit: 'events/s',
      against: 'COPY into the same table',
      againstValue: limit.theirs,
      ratio: limit.ours / limit.theirs,
      promised: '0.25',
    });
    results.push(await compare('append-batch-100', 8, 100, '1.3'));
    return results;
  } finally {
    await emmett.close();
  }
}

/** Rows of the events table per second through COPY from one client, in transactions that are rolled back: the machine's limit for these very rows. */
async function copyRate(url: string, seconds: number): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const batch = 10_000;
  let copied = 0;
  let spent = 0;
  try {
    const columns = await client.query<{ column_name: string }>(
      `SELECT column_name FROM information_schema.columns WHERE table_schema = 'event_store' AND table_name = 'events' AND is_generated = 'NEVER' ORDER BY ordinal_position`,
    );
    const names = columns.rows.map((row) => row.column_name);
    while (spent < seconds * 1000) {
      const rows = Array.from({ length: batch }, (_, index) => copyRow(names, copied + index));
      await client.query("BEGIN; SET LOCAL event_store.maintenance = 'on'");
      const started = performance.now();
      const stream = client.query(copyFrom(`COPY event_store.events (${names.join(', ')}) FROM STDIN`));
      await pipeline(Readable.from(chunks(rows)), stream);
      spent += performance.now() - started;
      await client.query('ROLLBACK');
      copied += batch;
    }
    return (copied * 1000) / spent;
  } finally {
    await client.end();
  }
}

function* chunks(rows: readonly string[]) {
  for (let at = 0; at < rows.length; at += 500) yield rows.slice(at, at + 500).join('');
}

/** One row in COPY's text form, with the columns of the events table. */
function copyRow(columns: readonly string[], n: number): string {
  const append = appendOf(n, 1);
  const [event] = canonicalAppend(append);
  const hex = (text: string) => `\\\\x${Buffer.from(text).toString('hex')}`;
  const values: Record<string, string> = {
    position: String(1_000_000_000 + n),
    stream_id: String(1_000_000_000 + n),
    revision: '0',
    event_id: event!.id,
    type: event!.type,
    schema_version: '1',
    content_type: '1',
    created: '2026-01-01T00:00:00Z',
    data: hex(event!.data),
    metadata: hex(event!.metadata),
    category: 'measure',
    stream_name: append.stream,
    tenant: append.tenant,
    stream: append.stream,
  };
  return `${columns.map((column) => values[column] ?? missing(column)).join('\t')}\n`;
}

const missing = (column: string): never => {
  throw new Error(`the bench does not know what to copy into event_store.events.${column}`);
};

/** Seconds of one fdatasync on the disk of the database: the floor of every un-coalesced commit. */
export async function flushLatency(directory: string): Promise<number> {
  const { open, rm } = await import('node:fs/promises');
  const file = `${directory}/flush-probe`;
  const handle = await open(file, 'w');
  const times: number[] = [];
  try {
    for (let turn = 0; turn < 200; turn++) {
      await handle.write(Buffer.alloc(512, turn));
      const started = performance.now();
      await handle.datasync();
      times.push(performance.now() - started);
    }
  } finally {
    await handle.close();
    await rm(file);
  }
  return times.sort((a, b) => a - b)[100]! / 1000;
}
