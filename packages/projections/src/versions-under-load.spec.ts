import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { openPostgresEventStore, type EventStore } from '@cairn/event-store';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import type { ReadModel, RowOf } from './define-read-model.js';
import { CannotOperate } from './errors.js';
import { replica } from './fixtures/replica-process.js';
import { box, boxes, put, tallies, talliesTwice } from './fixtures/tallies.js';
import { append, eventually, projector, service, tenant } from './fixtures/world.js';
import { activate } from './operate.js';
import type { Projector } from './projector.js';
import { rebuild } from './rebuild.js';
import { verify } from './verify.js';

const long = process.env['CAIRN_LONG'] !== undefined;
/** Events on record before the new version is built. */
const before = long ? 100_000 : 4000;
/** Flips, each followed by a roll-back. */
const flips = long ? 40 : 3;
/** Longest wait for one step, in milliseconds. */
const patience = long ? 300_000 : 60_000;
const boxIds = Array.from({ length: 40 }, () => randomUUID());

let database: TestDatabase;
let store: EventStore;
const started: Projector[] = [];
const run = (readModels: Parameters<typeof projector>[2]) => {
  const each = projector(store, database.url, readModels);
  started.push(each);
  return each;
};

beforeAll(async () => {
  database = await testDatabase();
  store = await openPostgresEventStore({ url: database.url });
});
afterAll(async () => {
  await Promise.all(started.map((each) => each.stop()));
  await store.close();
  await database.drop();
});

/** What went on while the versions changed. */
interface Traffic {
  commands: number;
  /** Whole tables that were read, by the version that had made them. */
  readonly tables: Map<number, number>;
  /** How often the next table that a reader saw was made by another version. */
  changes: number;
  readonly faults: string[];
}

/** Reads whole tables, for as long as the load goes on. Nothing that it sees may be missing, mixed, or older than what it has seen of that version before. */
async function readOn(traffic: Traffic, who: string, running: () => Projector, ended: () => boolean): Promise<void> {
  const seen = new Map<number, number>();
  let last: number | undefined;
  while (!ended()) {
    const rows = await running().rows(service, tallies).in(tenant).find();
    const version = rows[0]?.madeBy ?? 0;
    const coins = coinsIn(rows);
    const before = seen.get(version) ?? 0;
    traffic.faults.push(...faultsOf(rows).map((fault) => `${who}: ${fault}`));
    if (coins < before) traffic.faults.push(`${who}: version ${version} went back from ${before} to ${coins} coins`);
    seen.set(version, coins);
    traffic.tables.set(version, (traffic.tables.get(version) ?? 0) + 1);
    if (last !== undefined && last !== version) traffic.changes++;
    last = version;
  }
}

type Tally = RowOf<typeof tallies>;
const coinsIn = (rows: readonly Tally[]) => rows.reduce((sum, row) => sum + row.coins, 0);

function faultsOf(rows: readonly Tally[]): string[] {
  const versions = [...new Set(rows.map(({ madeBy }) => madeBy))];
  const faults: string[] = [];
  if (rows.length !== boxIds.length || versions.length !== 1) faults.push(`${rows.length} rows of the versions ${versions.join(' and ')}`);
  if (rows.some(({ madeBy, value, worth }) => worth !== value * madeBy)) faults.push('a row that no version has made alone');
  return faults;
}

async function commandOn(traffic: Traffic, from: number, ended: () => boolean): Promise<void> {
  const streams = boxes(store);
  for (let turn = from; !ended(); turn++) {
    const boxId = boxIds[turn % boxIds.length]!;
    const ids = { correlationId: randomUUID(), causationId: randomUUID(), commandId: randomUUID() };
    await streams.transact(box, boxId, put(boxId), { tenant, actor: { person: randomUUID(), role: 'someone' }, ...ids });
    traffic.commands++;
    await pause(2);
  }
}

const activeOf = async (side: Projector) => {
  const { rows } = await side.side(service).database.ask<{ version: number }>(`SELECT version FROM ${service}.active WHERE name = 'tallies'`, []);
  return rows[0]?.version;
};
const built = async (side: Projector) => {
  const { rows } = await side
    .side(service)
    .database.ask<{ position: string; built: boolean }>(
      `SELECT position, built_at IS NOT NULL AS built FROM ${service}.checkpoint WHERE name = 'tallies' AND version = 2`,
      [],
    );
  return rows[0] ? { position: BigInt(rows[0].position), built: rows[0].built } : undefined;
};

it(
  'failure 25: under load a version is built, killed while it is built, flipped, rolled back, rebuilt: no reader ever sees an empty or a mixed table',
  async () => {
    // In streams of their own, as long as streams are: a command reads the whole of its stream.
    for (let done = 0; done < before; done += 10 * boxIds.length)
      await Promise.all(
        boxIds.map((boxId) =>
          append(
            store,
            randomUUID(),
            Array.from({ length: 10 }, (_, coin) => put(boxId)(coin)[0]!),
            { category: 'box' },
          ),
        ),
      );
    const old = run({ readModels: [tallies] });
    await old.waitFor(service, await store.head(), patience);
    await old.whenReady();

    let over = false;
    const ended = () => over;
    let next: Projector | undefined;
    const traffic: Traffic = { commands: 0, tables: new Map(), changes: 0, faults: [] };
    const load = Promise.all([
      ...[0, boxIds.length / 2].map((from) => commandOn(traffic, from, ended)),
      readOn(traffic, 'the release before', () => old, ended),
      readOn(traffic, 'the new release', () => next ?? old, ended),
    ]);
    try {
      const builder = await replica('tally-replica', database.url);
      await eventually(async () => ((await built(old))?.position ?? -1n) > 0n, patience);
      await builder.kill();
      const killedAt = (await built(old))!;
      expect([killedAt.built, await activeOf(old)]).toEqual([false, 1]);

      const release = run({ readModels: [tallies, talliesTwice] });
      await release.whenReady();
      next = release;
      await eventually(async () => (await activeOf(old)) === 2, patience);
      // Every connection of the runner breaks right after the flip: what had become active stays so.
      await release
        .side(service)
        .database.ask(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'cairn projections%'`,
          [],
        );
      const isRead = (version: number) =>
        eventually(async () => (await release.rows(service, talliesTwice).in(tenant).get(boxIds[0]!))?.madeBy === version, patience);
      // For a moment after the break nobody follows any version.
      const flipTo = (version: ReadModel) =>
        eventually(
          () =>
            activate(release.side(service), version).then(
              () => true,
              (error: unknown) => {
                if (error instanceof CannotOperate && error.code === 'VERSION_NOT_FOLLOWED') return false;
                throw error;
              },
            ),
          patience,
        );
      for (let flip = 0; flip < flips; flip++) {
        await isRead(2);
        await flipTo(tallies);
        await isRead(1);
        await flipTo(talliesTwice);
      }
      await isRead(2);
      await rebuild(release.side(service), talliesTwice);
      over = true;
      await load;

      await release.waitFor(service, await store.head(), patience);
      for (const version of [tallies, talliesTwice])
        expect(await verify(release.side(service), version)).toMatchObject({ identical: true, rows: boxIds.length, differences: [] });
      expect(traffic.faults).toEqual([]);
      expect(traffic.changes).toBeGreaterThanOrEqual(2 * flips + 1);
      expect(coinsIn(await release.rows(service, talliesTwice).in(tenant).find())).toBe(before + traffic.commands);
      const tables = [...traffic.tables].map(([version, count]) => `${count} by version ${version}`).join(', ');
      console.info(
        `${before} events before and ${traffic.commands} commands meanwhile; killed at position ${killedAt.position} of the build, ${traffic.changes} changes of version; ` +
          `tables read: ${tables}; none empty, none mixed`,
      );
    } finally {
      over = true;
      await load.catch(() => undefined);
    }
  },
  long ? 1_800_000 : 180_000,
);
