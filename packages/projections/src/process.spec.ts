import { randomUUID } from 'node:crypto';
import { defineEvent, defineProcess, defineRule, defineStream, DomainError, perform, type EventOf, type Process } from '@cairn/event-sourcing';
import { openPostgresEventStore, StoreUnavailable, Streams, type EventStore } from '@cairn/event-store';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import pg from 'pg';
import { z } from 'zod';
import { AmountPaid, append, eventually, logged, NothingRead, paid, projector, service, tenant } from './fixtures/world.js';
import { performanceId, performWith, type Perform } from './perform.js';
import type { Projector } from './projector.js';
import { replayParkedProcess } from './replay-parked.js';

const RewardGranted = defineEvent('RewardGranted', 1, { rewardId: z.uuid(), amount: z.int() }, { summary: 'A reward was granted' });
const reward = defineStream({
  category: 'reward',
  events: [RewardGranted],
  initial: 0,
  evolve: (total: number, event: EventOf<typeof RewardGranted>) => total + event.data.amount,
});
const TooMuch = defineRule('T1', 'TOO_MUCH', (amount: number, most: number) => `${amount} is more than ${most}`);
const most = { amount: 100 };
const grant = (rewardId: string, amount: number) => () => {
  if (amount > most.amount) throw TooMuch(amount, most.amount);
  return [RewardGranted({ rewardId, amount })];
};
/** Every payment earns a reward for the payer, and one for each who is paid. */
const rewardWhenPaid = defineProcess({
  name: 'reward-when-paid',
  on: (when) => [when(AmountPaid, ({ data }) => [data.accountId, ...data.to].map((id) => perform(reward, id, grant(id, data.amount))))],
});

let database: TestDatabase;
let store: EventStore;
let admin: pg.Client;
let performs: Perform;
const started: Projector[] = [];
const run = (process: Process = rewardWhenPaid, performing: Perform = performs) => {
  const each = projector(store, database.url, { readModels: [], processes: [process], perform: performing });
  started.push(each);
  return each;
};

beforeEach(async () => {
  database = await testDatabase();
  store = await openPostgresEventStore({ url: database.url });
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  most.amount = 100;
  logged.length = 0;
  const codec = { seal: async ({ data }: { data: object }) => data, open: async (_: string, sealed: unknown) => sealed };
  performs = performWith(new Streams({ store, codec, now: () => new Date(), owns: [reward] }));
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((each) => each.stop()));
  await admin.end();
  await store.close();
  await database.drop();
});

const rewardsOf = async (id: string) => (await store.readStream(tenant, `reward-${id}`)).events;
const amounts = async (id: string) => (await rewardsOf(id)).map(({ data }) => (JSON.parse(data) as { amount: number }).amount);
const standsAt = (running: Projector, position: bigint) =>
  eventually(async () => BigInt((await running.status())[0]!.processes[0]?.position ?? -1) >= position);
const parked = async (running: Projector) => (await running.status())[0]!.processes[0]!.parked;

it('performs what it decides, in the name of the process, because of the event', async () => {
  const id = randomUUID();
  const position = await append(store, id, [paid(id, 5)], { recordedAt: '2026-01-05T00:00:00.000Z', occurredAt: '2019-05-05T00:00:00.000Z' });
  await standsAt(run(), position);
  const [granted] = await rewardsOf(id);
  const cause = (await store.readStream(tenant, `account-${id}`)).events[0]!;
  expect(JSON.parse(granted!.metadata)).toMatchObject({
    tenant,
    actor: { person: 'process:reward-when-paid', role: 'process', onBehalfOf: 'person-1' },
    causationId: cause.id,
    correlationId: cause.id,
    commandId: performanceId('reward-when-paid', cause.id, `reward-${id}`, 0),
    occurredAt: '2019-05-05T00:00:00.000Z',
  });
});

it('failure 3: an event that comes again is performed once', async () => {
  const [a, b] = [randomUUID(), randomUUID()];
  const position = await append(store, a, [paid(a, 1, [b]), paid(a, 2), paid(a, 3, [b, b])]);
  for (let times = 0; times < 3; times++) {
    const running = run();
    await standsAt(running, position);
    await running.stop();
    expect(await amounts(a)).toEqual([1, 2, 3]);
    expect(await amounts(b)).toEqual([1, 3, 3]);
    await admin.query(`UPDATE ${service}.checkpoint SET position = -1 WHERE kind = 'process'`);
  }
});

it('failure 4: two replicas perform once', async () => {
  const id = randomUUID();
  const [first, second] = [run(), run()];
  const position = await append(store, id, [paid(id, 1), paid(id, 2)]);
  await standsAt(first, position);
  await admin.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cairn projections lock' AND datname = current_database()`,
  );
  await standsAt(second, await append(store, id, [paid(id, 3)]));
  expect(await amounts(id)).toEqual([1, 2, 3]);
});

it('failure 11: an event whose decision is refused is parked; the others go on; it is performed again when it is possible', async () => {
  const [a, b] = [randomUUID(), randomUUID()];
  await append(store, a, [paid(a, 1), paid(a, 500), paid(a, 2)]);
  const running = run();
  await standsAt(running, await append(store, b, [paid(b, 3)]));
  expect([await amounts(a), await amounts(b)]).toEqual([[1, 2], [3]]);
  expect(await parked(running)).toBe(1);
  expect(logged.filter(({ level }) => level === 'error')).toMatchObject([{ fields: { process: 'reward-when-paid', code: 'TOO_MUCH' } }]);
  expect(await replayParkedProcess(running.side(service), rewardWhenPaid, performs)).toEqual({ replayed: 0, left: 1 });
  most.amount = 1000;
  expect(await replayParkedProcess(running.side(service), rewardWhenPaid, performs)).toEqual({ replayed: 1, left: 0 });
  expect(await amounts(a)).toEqual([1, 2, 500]);
  expect(await parked(running)).toBe(0);
});

it('failure 12: what passes is tried until it is done; an unexpected fault three times', async () => {
  const [a, b] = [randomUUID(), randomUUID()];
  const passing = [
    new StoreUnavailable('away'),
    new DomainError('CONCURRENT_CHANGE', 'conflict', 'others'),
    Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
  ];
  let faults = 0;
  const running = run(rewardWhenPaid, async (...args) => {
    const error = args[0].id === a ? passing.pop() : new TypeError(`fault ${++faults}`);
    if (error) throw error;
    return performs(...args);
  });
  await append(store, b, [paid(b, 7)]);
  await standsAt(running, await append(store, a, [paid(a, 1)]));
  expect(await amounts(a)).toEqual([1]);
  expect(await amounts(b)).toEqual([]);
  expect(faults).toBe(3);
  expect(await parked(running)).toBe(1);
});

it('failure 12: a reaction that throws parks its event', async () => {
  const id = randomUUID();
  const broken = defineProcess({
    name: 'broken',
    on: (when) => [
      when(AmountPaid, () => {
        throw new RangeError('secret');
      }),
    ],
  });
  const running = run(broken);
  await standsAt(running, await append(store, id, [paid(id, 1)]));
  expect(await parked(running)).toBe(1);
  expect(JSON.stringify(logged)).not.toContain('secret');
});

it('failure 13: asked to stop while the store is away, it stops, and the event comes again', async () => {
  const id = randomUUID();
  const position = await append(store, id, [paid(id, 1)]);
  let tried = 0;
  const stuck = run(rewardWhenPaid, async () => {
    tried++;
    throw new StoreUnavailable('away');
  });
  await eventually(() => tried > 1);
  await stuck.stop();
  await standsAt(run(), position);
  expect(await amounts(id)).toEqual([1]);
});

it('failure 19: a cause that a host with a faster clock has recorded is acted upon once', async () => {
  const id = randomUUID();
  const ahead = new Date(Date.now() + 3_600_000).toISOString();
  const running = run();
  await standsAt(running, await append(store, id, [paid(id, 5)], { recordedAt: ahead }));
  expect(await parked(running)).toBe(0);
  const [granted, ...others] = await rewardsOf(id);
  const { occurredAt, recordedAt } = JSON.parse(granted!.metadata) as { occurredAt: string; recordedAt: string };
  expect([occurredAt, others]).toEqual([recordedAt, []]);
  expect(recordedAt < ahead).toBe(true);
});

it('failure 24: events that it does not react to move its checkpoint', async () => {
  const id = randomUUID();
  await standsAt(run(), await append(store, id, [NothingRead({}), NothingRead({})]));
});
