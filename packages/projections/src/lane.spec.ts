import { randomUUID } from 'node:crypto';
import { openPostgresEventStore } from '@cairn/event-store';
import { testDatabase } from '@cairn/testing';
import pg from 'pg';
import { keyOf, Member } from './batch.js';
import { Feed } from './feed.js';
import { bareSide } from './fixtures/lane-host.js';
import { accounts, append, auditedAccounts, eventually, NothingRead, service } from './fixtures/world.js';
import { Lane, type LaneHost } from './lane.js';

it('takes over another lane also while it stores where it has come to, and fences nobody by that', async () => {
  const database = await testDatabase();
  const store = await openPostgresEventStore({ url: database.url });
  const side = await bareSide(store, database.url, service, [accounts, auditedAccounts]);
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  const stop = new AbortController();
  const running: Promise<void>[] = [];
  try {
    const lanes: Lane[] = [];
    const host: LaneHost = {
      ...{ side, feed: new Feed(store), leader: () => lanes[0] },
      ...{ advanced: () => undefined, flipped: async () => undefined, stopped: () => undefined },
    };
    const begin = (model: typeof accounts) => {
      const lane = new Lane(host, [new Member(service, model, true)], -1n);
      lanes.push(lane);
      running.push(lane.run(stop.signal));
      return lane;
    };
    const heldUp = async () => (await admin.query(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)).rows.length;

    const head = await append(store, randomUUID(), [NothingRead({})]);
    await admin.query(`BEGIN; SELECT FROM ${service}.checkpoint WHERE name = '${accounts.name}' FOR UPDATE`);
    const leader = begin(accounts);
    await eventually(async () => (await heldUp()) === 1);
    const other = begin(auditedAccounts);
    await eventually(() => other.position === head);
    // If both stored at the same time, there would soon be two.
    await eventually(async () => (await heldUp()) === 2, 500).catch(() => undefined);
    await admin.query('COMMIT');
    await running[1];
    expect(leader.has(auditedAccounts.name, 1)).toBe(true);
    const found = await side.database.transaction((client) =>
      side.checkpoints.of((text, values) => client.query(text, values), [accounts, auditedAccounts].map(keyOf)),
    );
    expect(found.map(({ position }) => position)).toEqual([head, head]);
  } finally {
    stop.abort();
    await Promise.allSettled(running);
    await admin.end();
    await side.database.close();
    await store.close();
    await database.drop();
  }
  await Promise.all(running);
});
