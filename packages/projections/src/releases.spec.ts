import { randomUUID } from 'node:crypto';
import { defineEvent, defineProcess, defineStream, perform as performing, type EventDefinition } from '@cairn/event-sourcing';
import { openPostgresEventStore, Streams, type EventStore } from '@cairn/event-store';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import pg from 'pg';
import { z } from 'zod';
import { defineReadModel } from './define-read-model.js';
import { accounts, AmountPaid, append, eventually, logged, opened, paid, projector, service, tenant } from './fixtures/world.js';
import { performWith } from './perform.js';
import type { Projector } from './projector.js';
import { replayTo } from './replay-to.js';
import { verify } from './verify.js';

let database: TestDatabase;
let store: EventStore;
const started: Projector[] = [];
const run = (on: EventStore, readModels: Parameters<typeof projector>[2]) => {
  const each = projector(on, database.url, readModels);
  started.push(each);
  return each;
};

beforeEach(async () => {
  database = await testDatabase();
  store = await openPostgresEventStore({ url: database.url });
  logged.length = 0;
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((each) => each.stop()));
  await store.close();
  await database.drop();
});

/** The event as the next release writes it. */
const AmountPaidNext = defineEvent(
  'AmountPaid',
  2,
  { accountId: z.uuid(), amount: z.int(), to: z.array(z.uuid()), currency: z.string() },
  { summary: 'An amount was paid', upcasts: { 1: (data) => ({ ...data, currency: 'GBP' }) } },
);
const paidNext = (accountId: string, amount: number) => AmountPaidNext({ accountId, amount, to: [], currency: 'EUR' });

/** The same read model in two releases, of which each knows the event in its own version. */
const totalsWith = (definition: EventDefinition) =>
  defineReadModel({
    name: 'totals',
    version: 1,
    row: z.object({ accountId: z.uuid(), paid: z.int(), payments: z.int() }),
    on: (when) => [
      when(
        definition,
        ({ data }) => (data as { accountId: string }).accountId,
        (row, { data }) => {
          const { accountId, amount } = data as { accountId: string; amount: number };
          return { accountId, paid: (row?.paid ?? 0) + amount, payments: (row?.payments ?? 0) + 1 };
        },
      ),
    ],
  });
const totals = totalsWith(AmountPaid);
const totalsNext = totalsWith(AmountPaidNext);

/** Undefined until its tables are there. */
const statusOf = async (running: Projector) => (await running.status())[0]!.readModels[0];

it('failure 18: an event of a later version is an error that names it; nothing goes past it, and a release that knows it goes on', async () => {
  const running = run(store, { readModels: [totals] });
  const id = randomUUID();
  await running.waitFor(service, await append(store, id, [paid(id, 1), paid(id, 2)]), 10_000);
  const later = await append(store, id, [paidNext(id, 10)]);
  await append(store, id, [paid(id, 100)]);
  await eventually(async () => (await statusOf(running))?.status === 'stopped', 30_000);
  expect(await statusOf(running)).toMatchObject({
    position: String(later - 1n),
    parked: 0,
    stoppedBy: { code: 'UNKNOWN_EVENT_SCHEMA', position: String(later) },
  });
  expect(await running.rows(service, totals).in(tenant).get(id)).toMatchObject({ paid: 3, payments: 2 });
  await running.stop();

  const next = run(store, { readModels: [totalsNext] });
  await next.whenReady();
  await eventually(async () => (await next.rows(service, totalsNext).in(tenant).get(id))?.payments === 4, 30_000);
  expect(await next.rows(service, totalsNext).in(tenant).get(id)).toMatchObject({ paid: 113 });
});

describe('failure 18: a process', () => {
  const RewardGranted = defineEvent('RewardGranted', 1, { amount: z.int() }, { summary: 'A reward was granted' });
  const RewardGrantedNext = defineEvent('RewardGranted', 2, { amount: z.int() }, { summary: 'A reward was granted', upcasts: { 1: (data) => data } });
  const release = (cause: EventDefinition, effect: EventDefinition) => {
    const reward = defineStream({ category: 'reward', events: [effect], initial: null, evolve: () => null });
    const perform = performWith(new Streams({ store, codec, now: () => new Date(), owns: [reward] }));
    const grant = (data: object) => () => [effect({ amount: (data as { amount: number }).amount })];
    const process = defineProcess({
      name: 'reward-when-paid',
      on: (when) => [when(cause, ({ data }) => [performing(reward, (data as { accountId: string }).accountId, grant(data))])],
    });
    return run(store, { readModels: [], processes: [process], perform });
  };
  const codec = { seal: async ({ data }: { data: object }) => data, open: async (_: string, sealed: unknown) => sealed };
  const standing = async (running: Projector) => (await running.status())[0]!.processes[0];
  const amounts = async (id: string) =>
    (await store.readStream(tenant, `reward-${id}`)).events.map(({ data }) => (JSON.parse(data) as { amount: number }).amount);

  it.each<[string, (id: string) => Promise<bigint>]>([
    ['to which it reacts', (id) => append(store, id, [paidNext(id, 10)])],
    [
      'in the stream that it writes to',
      async (id) => {
        await append(store, id, [RewardGrantedNext({ amount: 0 })], { category: 'reward' });
        return append(store, id, [paid(id, 10)]);
      },
    ],
  ])(
    'waits before an event of a later version %s, and the release that knows it goes on without an operator',
    async (_, appendLater) => {
      const id = randomUUID();
      const older = release(AmountPaid, RewardGranted);
      const first = await append(store, id, [paid(id, 1)]);
      await eventually(async () => (await standing(older))?.position === String(first));
      const later = await appendLater(id);
      await append(store, id, [paid(id, 100)]);
      await eventually(async () => (await standing(older))?.status === 'stopped', 30_000);
      const stoppedBy = { code: 'UNKNOWN_EVENT_SCHEMA', position: String(later) };
      expect(await standing(older)).toMatchObject({ position: String(later - 1n), parked: 0, stoppedBy });
      expect(logged.filter(({ level }) => level === 'error')).toMatchObject([{ fields: { process: 'reward-when-paid', ...stoppedBy } }]);
      await older.stop();

      const next = release(AmountPaidNext, RewardGrantedNext);
      await eventually(async () => (await amounts(id)).at(-1) === 100, 30_000);
      expect((await amounts(id)).filter((amount) => amount > 0)).toEqual([1, 10, 100]);
      await eventually(async () => (await standing(next))?.position === String(await store.head()));
      expect(await standing(next)).toMatchObject({ status: 'live', parked: 0 });
    },
    90_000,
  );
});

it('failure 32: two releases write and read side by side; nothing is skipped and nothing counts twice', async () => {
  const older = run(store, { readModels: [totals] });
  await older.whenReady();
  const nextStore = await openPostgresEventStore({ url: database.url });
  const id = randomUUID();
  let [writing, sum] = [true, 0];
  const write = async (on: EventStore, event: typeof paid | typeof paidNext) => {
    for (let amount = 1; writing; amount++) {
      await append(on, id, [event(id, amount)]);
      sum += amount;
    }
  };
  const old = write(store, paid);
  await eventually(async () => ((await older.rows(service, totals).in(tenant).get(id))?.payments ?? 0) > 5, 30_000);

  // The next release comes up beside it, as a replica: the older one runs the read models until it goes.
  const next = run(nextStore, { readModels: [totalsNext] });
  const young = write(nextStore, paidNext);
  await eventually(async () => (await statusOf(next))?.status === 'stopped', 30_000);
  await older.stop();
  await eventually(async () => (await statusOf(next))?.status === 'live', 30_000);
  writing = false;
  await Promise.all([old, young]);
  await next.waitFor(service, await store.head(), 30_000);
  expect(await next.rows(service, totalsNext).in(tenant).get(id)).toMatchObject({ paid: sum, payments: Number(await store.head()) + 1 });
  expect(await verify(next.side(service), totalsNext)).toMatchObject({ identical: true, rows: 1 });
  await next.stop();
  await nextStore.close();
}, 120_000);

it('failure 30: positions beyond 2^53 are exact in checkpoints, rows, status and replay', async () => {
  const first = 2n ** 60n + 1n;
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  await admin.query(
    `BEGIN; SET LOCAL event_store.maintenance = 'on';
     INSERT INTO event_store.events SELECT ${first}, 0, 0, now(), '${randomUUID()}', 1, '${tenant}', 'account-${randomUUID()}', 'NothingRead', '{}', '{}'; COMMIT`,
  );
  await admin.end();
  const running = run(store, { readModels: [accounts] });
  const id = randomUUID();
  const position = await append(store, id, [opened(id), paid(id, 1), paid(id, 2)]);
  expect(position).toBe(first + 3n);
  await running.waitFor(service, position, 10_000);
  expect(await running.rows(service, accounts).in(tenant).get(id)).toMatchObject({
    history: [
      { amount: 1, position: String(first + 2n) },
      { amount: 2, position: String(first + 3n) },
    ],
  });
  await eventually(async () => (await statusOf(running))?.position === String(position));
  expect(await statusOf(running)).toMatchObject({ lag: '0' });
  await expect(running.waitFor(service, position + 1n, 100)).rejects.toThrow(`have not reached position ${position + 1n}`);
  expect(await verify(running.side(service), accounts)).toMatchObject({ identical: true, position: String(position) });
  expect(await replayTo(store, accounts, { tenant, key: id }, { position: first + 2n })).toMatchObject({ paid: 1 });
});
