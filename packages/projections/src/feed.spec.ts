import { randomUUID } from 'node:crypto';
import { openPostgresEventStore, START, type EventStore } from '@cairn/event-store';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import { Feed } from './feed.js';
import { append, NothingRead } from './fixtures/world.js';

let database: TestDatabase;
let store: EventStore;
let feed: Feed;
const reads: bigint[] = [];
const { signal } = new AbortController();
const some = (events: number) =>
  append(
    store,
    randomUUID(),
    Array.from({ length: events }, () => NothingRead({})),
  );

beforeAll(async () => {
  database = await testDatabase();
  store = await openPostgresEventStore({ url: database.url });
  const watched: EventStore = Object.assign(Object.create(store) as EventStore, {
    readAll: (...args: Parameters<EventStore['readAll']>) => (reads.push(args[0]), store.readAll(...args)),
  });
  feed = new Feed(watched, 10);
});
afterAll(async () => {
  feed.close();
  await store.close();
  await database.drop();
});

it('reads once for all who ask for the same', async () => {
  await some(5);
  const [one, other] = await Promise.all([feed.after(START, signal), feed.after(START, signal)]);
  expect(one).toBe(other);
  expect(one).toMatchObject({ from: START, position: 4n, atHead: true });
  expect(feed.isHead(4n)).toBe(true);
  expect(reads).toEqual([START]);
});

it('gives those who are a little behind what it has kept', async () => {
  reads.length = 0;
  expect((await feed.after(2n, signal))!.events.map(({ stored }) => stored.position)).toEqual([3n, 4n]);
  expect(reads).toEqual([]);
});

it('wakes everybody when something comes, and never goes past what the others have yet to read', async () => {
  const waiting = [feed.after(4n, signal), feed.after(4n, signal)];
  await some(2);
  expect((await Promise.all(waiting)).map((page) => page?.position)).toEqual([6n, 6n]);
  expect(await feed.after(3n, signal)).toMatchObject({ from: 3n, position: 4n, atHead: false });
  await some(200);
  let position = 6n;
  while (position < 206n) position = (await feed.after(position, signal))!.position;
  const far = await feed.after(START, signal);
  expect(far).toMatchObject({ from: START, position: 9n, atHead: false });
});

it('begins where it is asked to, when another replica has gone on meanwhile', async () => {
  const other = new Feed(store, 10);
  expect(await other.after(2n, signal)).toMatchObject({ from: 2n });
  expect(await other.after(150n, signal)).toMatchObject({ from: 150n, position: 160n });
  expect(await other.after(2n, signal)).toMatchObject({ from: 2n, position: 12n });
  other.close();
});

it('leaves when it is told to', async () => {
  const leaving = new AbortController();
  const waiting = feed.after(206n, leaving.signal);
  leaving.abort();
  expect(await waiting).toBeUndefined();
  expect(await feed.after(START, leaving.signal)).toBeUndefined();
});
