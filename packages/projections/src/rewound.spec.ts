import { randomUUID } from 'node:crypto';
import { defineEvent, defineProcess, defineRule, defineStream, perform, type EventOf } from '@cairn/event-sourcing';
import { openPostgresEventStore, raiseEpoch, Streams, type EventStore } from '@cairn/event-store';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import pg from 'pg';
import { z } from 'zod';
import { accounts, AmountPaid, append, eventually, opened, paid, projector, service, tenant } from './fixtures/world.js';
import { acceptStore } from './operate.js';
import { performWith } from './perform.js';
import type { Projector } from './projector.js';
import { verify } from './verify.js';

const ReceiptSent = defineEvent('ReceiptSent', 1, { receiptId: z.uuid(), amount: z.int() }, { summary: 'A receipt was sent' });
const receipt = defineStream({
  category: 'receipt',
  events: [ReceiptSent],
  initial: 0,
  evolve: (sent: number, event: EventOf<typeof ReceiptSent>) => sent + event.data.amount,
});
const TooSmall = defineRule('T3', 'TOO_SMALL', () => 'nobody sends a receipt for this');
const send = (receiptId: string, amount: number) => () => {
  if (amount < 0) throw TooSmall();
  return [ReceiptSent({ receiptId, amount })];
};
const receiptWhenPaid = defineProcess({
  name: 'receipt-when-paid',
  on: (when) => [when(AmountPaid, ({ data }) => [perform(receipt, data.accountId, send(data.accountId, data.amount))])],
});
const readers = { readModels: [accounts], processes: [receiptWhenPaid] };

let database: TestDatabase;
let store: EventStore;
const started: Projector[] = [];
const run = () => {
  const codec = { seal: async ({ data }: { data: object }) => data, open: async (_: string, sealed: unknown) => sealed };
  const each = projector(store, database.url, { ...readers, perform: performWith(new Streams({ store, codec, now: () => new Date(), owns: [receipt] })) });
  started.push(each);
  return each;
};
const stop = () => Promise.all(started.splice(0).map((each) => each.stop()));

beforeEach(async () => {
  database = await testDatabase();
  store = await openPostgresEventStore({ url: database.url });
});
afterEach(async () => {
  await stop();
  await store.close();
  await database.drop();
});

const id = randomUUID();
const pay = (...amounts: number[]) =>
  append(
    store,
    id,
    amounts.map((amount) => paid(id, amount)),
  );
const receipts = async () => (await store.readStream(tenant, `receipt-${id}`)).events.map(({ data }) => (JSON.parse(data) as { amount: number }).amount);
const statusOf = async (running: Projector) => (await running.status())[0]!;
const isHalted = async (running: Projector) => (await statusOf(running)).state === 'halted';
const processIn = async (running: Projector) => (await statusOf(running)).processes[0]!;

/** What the store holds once a backup of that time has taken its place. */
async function rewindTo(position: bigint): Promise<void> {
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  await admin.query(`BEGIN; SET LOCAL event_store.maintenance = 'on'; DELETE FROM event_store.events WHERE position > ${position}; COMMIT`);
  await admin.end();
}

/** Everybody has read on; what lay after the position given back is lost then. */
async function readOnAndLose(): Promise<bigint> {
  await append(store, id, [opened(id)]);
  await pay(1);
  const running = run();
  await eventually(async () => (await receipts()).length === 1);
  const kept = await store.head();
  const lost = await pay(-2, 3, 4);
  await eventually(async () => (await receipts()).length === 3);
  await running.waitFor(service, lost, 10_000);
  await eventually(async () => BigInt((await processIn(running)).position) >= lost + 2n);
  expect(await processIn(running)).toMatchObject({ parked: 1 });
  await stop();
  await rewindTo(kept);
  return kept;
}

it('failure 16: every replica halts, also one that follows nothing, and stays so when the store grows past what was read', async () => {
  await readOnAndLose();
  const [one, other] = [run(), run()];
  await eventually(async () => (await isHalted(one)) && isHalted(other));
  await pay(...Array.from({ length: 30 }, (_, amount) => amount));
  for (const each of [one, other]) expect([await isHalted(each), each.isReady(service)]).toEqual([true, false]);
  await stop();
  const later = run();
  await eventually(() => isHalted(later));
  expect((await statusOf(later)).instruction).toMatch(/has read up to position \d+, but this store ended at 2\. .*accept this store/);
  expect(await receipts()).toEqual([1]);
}, 60_000);

/** Somebody looks before commands come. */
async function found(): Promise<void> {
  const looking = run();
  await eventually(() => isHalted(looking));
  await stop();
}

it.each([
  ['in a new epoch', () => raiseEpoch(database.url)],
  ['found to end before what was read', found],
])(
  'failure 16: accepted %s, a process skips nothing that came before that, and forgets what was parked of the lost past',
  async (_, announced) => {
    await readOnAndLose();
    await announced();
    // More than was lost, so that the store has grown past where the process was.
    await pay(10, 20, 30, 40, 50, 60, 70, 80);
    const [one, other] = [run(), run()];
    await eventually(async () => (await isHalted(one)) && isHalted(other));
    await acceptStore(other.side(service), readers);
    await eventually(async () => !(await isHalted(one)) && !(await isHalted(other)), 20_000);
    await eventually(async () => (await receipts()).length === 9);
    expect(await receipts()).toEqual([1, 10, 20, 30, 40, 50, 60, 70, 80]);
    expect(await processIn(one)).toMatchObject({ parked: 0 });
    expect(await verify(one.side(service), accounts)).toMatchObject({ identical: true });
    const before = (await processIn(one)).position;
    await acceptStore(one.side(service), readers);
    expect(BigInt((await processIn(one)).position)).toBeGreaterThanOrEqual(BigInt(before));
  },
  60_000,
);
