import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openPostgresEventStore } from '@cairn/event-store';
import { startLocalPostgres } from '@cairn/local-postgres';
import Table from 'cli-table3';
import pg from 'pg';
import { benchAppends, flushLatency } from './append.js';
import { benchFolds, fill } from './fold.js';
import { prepare, rebuildApart } from './growth.js';
import { benchHttp } from './http.js';
import type { Result } from './measure.js';
import { benchPeerRebuild } from './peer-rebuild.js';
import { benchReplay } from './replay.js';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } } });
const { quick, json } = values;
const say = (line: string) => process.stderr.write(`${line}\n`);
const started = performance.now();
const directory = mkdtempSync(join(tmpdir(), 'cairn-bench-'));
const postgres = await startLocalPostgres(directory, { shared_buffers: '512MB', max_wal_size: '4GB' });

/** A database of its own for every part, in the one cluster. */
async function database(name: string): Promise<string> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(postgres.url);
  url.pathname = `/${name}`;
  return url.href;
}

async function run(): Promise<{ results: Result[]; flushMicroseconds: number; notes: string[] }> {
  const flushMicroseconds = Math.round((await flushLatency(directory)) * 1e6);
  const notes = [`fdatasync ${flushMicroseconds} µs (median of 200) on ${cpus().length} cores`];
  const [seconds, turns] = quick ? [0.4, 7] : [1, 11];

  const appendUrl = await database('bench_append');
  let store = await openPostgresEventStore({ url: appendUrl });
  const results = await benchAppends({ store, url: appendUrl, seconds, turns, progress: say });
  await store.close();

  const events = quick ? 100_000 : 200_000;
  const foldUrl = await database('bench_fold');
  store = await openPostgresEventStore({ url: foldUrl });
  say(`filling the store with ${events} events`);
  await fill(store, events, () => undefined);
  results.push(...(await benchFolds(store, foldUrl, quick ? 3 : 5, say)));
  say('fold-rebuild-vs-emmett');
  const rebuilt = results.find(({ name }) => name === 'fold-rebuild')!.value;
  results.push(await benchPeerRebuild(await database('bench_peer'), quick ? 1_000 : 3_000, rebuilt));
  await store.close();

  say('http-command');
  results.push(await benchHttp(await database('bench_http'), quick ? 2 : 4, quick ? 3 : 5));

  if (!quick) {
    const grown = await growth(foldUrl, notes);
    results.push(...grown);
  }
  return { results, flushMicroseconds, notes };
}

/** What the database would do in its own time after a million appends, done now: replaying is measured, not that. */
async function settle(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('VACUUM (ANALYZE) event_store.events');
  await client.query('CHECKPOINT');
  await client.end();
}

/** The store of the folds, at 200,000 events, grown to 1 and to 2 million. */
async function growth(url: string, notes: string[]): Promise<Result[]> {
  const service = 'growth';
  await prepare(url, service);
  say('rebuild at 200,000 events');
  const small = await rebuildApart(url, service);
  const store = await openPostgresEventStore({ url });
  const grow = (events: number) => {
    let said = 0;
    return fill(store, events, (done) => {
      const tenth = Math.floor((done * 10) / events);
      if (tenth > said) say(`filling the store: ${(said = tenth) * 10} % of ${events} events`);
    });
  };
  await grow(1_000_000);
  await settle(url);
  say('replay-one-record');
  const replay = await benchReplay(url);
  await grow(2_000_000);
  await store.close();
  say('rebuild at 2,000,000 events');
  const large = await rebuildApart(url, service);
  notes.push(
    `rebuild of 2,000,000 events: peak RSS ${large.rssPeak.toFixed(0)} MB (at most 300 promised), ${large.rssFirstTenth.toFixed(0)} MB of it reached in the first tenth`,
  );
  return [
    {
      name: 'rebuild-growth',
      value: large.rate,
      unit: 'events/s at 2,000,000',
      against: 'events/s at 200,000',
      againstValue: small.rate,
      ratio: large.rate / small.rate,
      promised: '0.85',
    },
    replay,
  ];
}

try {
  const { results, flushMicroseconds, notes } = await run();
  const table = new Table({ head: ['figure', 'value', 'unit', 'against', 'its value', 'ratio', 'promised'], style: { head: [] } });
  const figure = (value: number) => value.toLocaleString('en-GB', { maximumFractionDigits: value < 100 ? 2 : 0 });
  for (const { name, value, unit, against, againstValue, ratio, promised } of results)
    table.push([name, figure(value), unit, against.slice(0, 60), figure(againstValue), figure(ratio), promised]);
  process.stdout.write(`${table.toString()}\n${notes.join('\n')}\nin ${((performance.now() - started) / 1000).toFixed(0)} s\n`);
  if (json) process.stdout.write(`${JSON.stringify({ results: results.map(({ promised: _, ...result }) => result), flushMicroseconds, notes })}\n`);
} finally {
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}
