import { randomUUID } from 'node:crypto';
import { defineEvent, defineRule, defineStream, EnvelopeSchema, setting, subject, unreachable, type Decide, type EventIn } from '@cairn/event-sourcing';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import pg from 'pg';
import { z } from 'zod';
import type { PersonalFieldCodec } from './codec.js';
import { openEventStore } from './open.js';
import { StoreUnavailable, type EventStore } from './port.js';
import { openPostgresEventStore } from './postgres/postgres-event-store.js';
import { newId, Streams, type CommandContext } from './transact.js';

const Entered = defineEvent('Entered', 1, { guest: subject() }, { summary: 'a guest came in' });
const Closed = defineEvent('Closed', 1, { house: setting().optional(), reason: z.string() }, { summary: 'the house was closed' });
const HouseFull = defineRule('000-1', 'HOUSE_FULL', (guests: number, places: number) => `${guests} of ${places} places are taken`, { kind: 'conflict' });

type State = { readonly guests: readonly string[]; readonly closed: boolean };
const house = defineStream({
  category: 'house',
  events: [Entered, Closed],
  initial: { guests: [], closed: false } as State,
  evolve: (state, event) => {
    switch (event.type) {
      case 'Entered':
        return { ...state, guests: [...state.guests, event.data.guest] };
      case 'Closed':
        return { ...state, closed: true };
      default:
        return unreachable(event, state);
    }
  },
});
type HouseDecision = Decide<State, EventIn<typeof house>>;

const enter =
  (guest: string, places = 1000): HouseDecision =>
  ({ guests }) => {
    if (guests.includes(guest)) return [];
    if (guests.length >= places) throw HouseFull(guests.length, places);
    return [Entered({ guest })];
  };

const codec: PersonalFieldCodec = { seal: async (event) => event.data, open: async (_, sealed) => sealed };
const recordedAt = new Date('2026-03-01T10:00:00.000Z');
const tenant = 'inn';
const command = (more: Partial<CommandContext> = {}): CommandContext => ({
  ...{ tenant, actor: { person: randomUUID(), role: 'practitioner' }, correlationId: 'c', causationId: 'a', commandId: randomUUID() },
  ...more,
});

describe('transact', () => {
  let database: TestDatabase;
  let store: EventStore;
  let other: EventStore;
  let streams: Streams;
  const streamsOn = (on: EventStore) => new Streams({ store: on, codec, now: () => recordedAt, owns: [house] });
  beforeAll(async () => {
    database = await testDatabase();
    [store, other] = await Promise.all([openEventStore(database.url), openEventStore(database.url)]);
    streams = streamsOn(store);
  });
  afterAll(async () => {
    await Promise.all([store.close(), other.close()]);
    await database.drop();
  });
  const eventsOf = async (id: string) => (await store.readStream(tenant, `house-${id}`)).events;

  it('appends what was decided, in an envelope', async () => {
    const id = randomUUID();
    const [guest, building] = [randomUUID(), randomUUID()];
    const context = command({ occurredAt: '2026-02-28T08:00:00Z', policyVersion: '7', commandDigest: 'digest' });
    const outcome = await streams.transact(house, id, () => [Entered({ guest }), Closed({ reason: 'night', house: building })], context, {
      basis: [{ stream: 'street-1', revision: '3' }],
      setting: guest,
    });
    const events = await eventsOf(id);
    expect(outcome).toEqual({ stream: `house-${id}`, revision: '1', position: String(events[1]!.position) });
    const [entered, closed] = events.map((event) => EnvelopeSchema.parse(JSON.parse(event.metadata)));
    const { actor, commandId } = context;
    expect(entered).toEqual({
      ...{
        id: events[0]!.id,
        type: 'Entered',
        schemaVersion: 1,
        tenant,
        setting: guest,
        subjects: [guest],
        actor,
        correlationId: 'c',
        causationId: 'a',
        commandId,
      },
      ...{ occurredAt: '2026-02-28T08:00:00.000Z', recordedAt: recordedAt.toISOString(), commandDigest: 'digest', policyVersion: '7' },
      basis: [{ stream: 'street-1', revision: '3' }],
    });
    expect(closed).toMatchObject({ type: 'Closed', setting: building, subjects: [] });
    expect(events.map((event) => event.data)).toEqual([`{"guest":"${guest}"}`, `{"house":"${building}","reason":"night"}`]);
  });

  it('answers a retry with the first outcome, without deciding again', async () => {
    const id = randomUUID();
    const context = command();
    const digested = { ...context, commandDigest: 'one' };
    const first = await streams.transact(house, id, enter(randomUUID()), digested);
    await streams.transact(house, id, enter(randomUUID()), command());
    const neverAsked: HouseDecision = () => {
      throw new Error('decided again');
    };
    expect(await streams.transact(house, id, neverAsked, digested)).toEqual(first);
    expect(await streams.transact(house, id, neverAsked, context)).toEqual(first);
    expect(await eventsOf(id)).toHaveLength(2);
  });

  it('refuses the same command with another body', async () => {
    const id = randomUUID();
    const context = command({ commandDigest: 'one' });
    await streams.transact(house, id, enter(randomUUID()), context);
    await expect(streams.transact(house, id, enter(randomUUID()), { ...context, commandDigest: 'two' })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
      kind: 'invalid',
    });
  });

  it('appends nothing when nothing was decided, and says where the stream is', async () => {
    const [id, guest] = [randomUUID(), randomUUID()];
    const first = await streams.transact(house, id, enter(guest), command());
    expect(await streams.transact(house, id, enter(guest), command())).toEqual(first);
    expect(await streams.transact(house, newId(command(), 'house'), () => [], command())).toMatchObject({ revision: '-1', position: '-1' });
  });

  it('does not remember a refusal: the same command may succeed later', async () => {
    const id = randomUUID();
    const context = command();
    await streams.transact(house, id, enter(randomUUID()), command());
    await expect(streams.transact(house, id, enter(randomUUID(), 1), context)).rejects.toMatchObject({
      code: 'HOUSE_FULL',
      message: '1 of 1 places are taken',
    });
    expect(await streams.transact(house, id, enter(randomUUID(), 2), context)).toMatchObject({ revision: '1' });
  });

  it('refuses what has not happened yet', async () => {
    const future = command({ occurredAt: '2026-03-01T10:00:00.001Z' });
    await expect(streams.transact(house, randomUUID(), enter(randomUUID()), future)).rejects.toMatchObject({ code: 'NOT_YET_HAPPENED', kind: 'invalid' });
    expect(await streams.transact(house, randomUUID(), enter(randomUUID()), command({ occurredAt: recordedAt.toISOString() }))).toMatchObject({
      revision: '0',
    });
  });

  it.each([
    ['of the time of what it follows from', '2019-05-05T00:00:00.000Z', '2019-05-05T00:00:00.000Z'],
    ['of now, where the clock of this host is behind that', '2026-03-01T11:00:00.000Z', recordedAt.toISOString()],
  ])('failure 19: is %s', async (_, follows, occurredAt) => {
    const id = randomUUID();
    await streams.transact(house, id, enter(randomUUID()), command({ follows }));
    const metadata = JSON.parse((await eventsOf(id))[0]!.metadata) as object;
    expect(metadata).toMatchObject({ occurredAt, recordedAt: recordedAt.toISOString() });
    expect(metadata).not.toHaveProperty('follows');
  });

  it('refuses streams of another service', async () => {
    const foreign = { ...house, category: 'stable' };
    await expect(streams.transact(foreign, randomUUID(), () => [], command())).rejects.toThrow('another service');
    await expect(streams.load(foreign, tenant, randomUUID())).rejects.toThrow('another service');
  });

  it('lets 42 racing commands all succeed on one stream, in the order of asking', async () => {
    const id = randomUUID();
    const guests = Array.from({ length: 42 }, () => randomUUID());
    await Promise.all(guests.map((guest) => streams.transact(house, id, enter(guest, 42), command())));
    const basis = [{ stream: `house-${id}`, revision: '41' }];
    expect(await streams.load(house, tenant, id)).toEqual({ state: { guests, closed: false }, revision: 41n, basis });
    await expect(streams.transact(house, id, enter(randomUUID(), 42), command())).rejects.toMatchObject({ code: 'HOUSE_FULL' });
  });

  it('never lets two processes both take the last place', async () => {
    const id = randomUUID();
    const both = [streams, streamsOn(other)];
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => both[index % 2]!.transact(house, id, enter(randomUUID(), 12), command())),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(12);
    expect((await streams.load(house, tenant, id)).state.guests).toHaveLength(12);
  });

  it('takes one command sent to two processes at once for one', async () => {
    const id = randomUUID();
    const context = command();
    const outcomes = await Promise.all([streams, streamsOn(other)].map((each) => each.transact(house, id, enter(randomUUID()), context)));
    expect(outcomes[0]).toEqual(outcomes[1]);
    expect(await eventsOf(id)).toHaveLength(1);
  });

  it('gives up after two seconds of conflicts, and says where the stream is', async () => {
    const id = randomUUID();
    const rival = streamsOn(other);
    // Each time the decision is taken, somebody else is faster.
    const slow = new Streams({
      store,
      codec: { ...codec, seal: async (event) => (await rival.transact(house, id, enter(randomUUID()), command()), event.data) },
      now: () => recordedAt,
      owns: [house],
    });
    await expect(slow.transact(house, id, enter(randomUUID()), command())).rejects.toMatchObject({
      code: 'CONCURRENT_CHANGE',
      kind: 'conflict',
      message: expect.stringMatching(/is at revision \d+ now/),
    });
  });

  describe('a store that does not answer', () => {
    /** Its own patience is longer than anybody's here. */
    let silent: EventStore;
    let admin: pg.Client;
    beforeEach(async () => {
      silent = await openPostgresEventStore({ url: database.url, deadline: 60_000 });
      admin = new pg.Client({ connectionString: database.url });
      await admin.connect();
    });
    afterEach(async () => {
      await admin.end();
      await silent.close();
    });
    const unavailable = { status: 'rejected', reason: expect.any(StoreUnavailable) };

    it('failure 15: keeps nobody waiting, nor those who are behind; what was given up before it was sent is not sent later', async () => {
      const id = randomUUID();
      const on = streamsOn(silent);
      await admin.query('BEGIN; LOCK TABLE event_store.events');
      const started = performance.now();
      const outcomes = await Promise.allSettled([1, 2, 3].map(() => on.transact(house, id, enter(randomUUID()), command())));
      expect(performance.now() - started).toBeLessThan(10_000);
      expect(outcomes).toEqual([unavailable, unavailable, unavailable]);
      await admin.query('ROLLBACK');
      expect(await on.transact(house, id, enter(randomUUID()), command())).toMatchObject({ revision: '0' });
      expect(await eventsOf(id)).toHaveLength(1);
    });

    it('failure 9: stores an append after its command was given up: the next command is decided again, and the same one is done already', async () => {
      const [id, first, second] = [randomUUID(), randomUUID(), randomUUID()];
      let sealed: () => Promise<unknown> = async () => undefined;
      const seal = async (event: { data: object }) => (await sealed(), event.data);
      const on = new Streams({ store: silent, codec: { ...codec, seal }, now: () => recordedAt, owns: [house] });
      await admin.query("BEGIN; SELECT pg_advisory_xact_lock(x'43414952'::int, 1)");
      const context = command();
      await expect(on.transact(house, id, enter(first), context)).rejects.toThrow(StoreUnavailable);
      // The second has read and decided when the first is stored.
      sealed = () => admin.query('ROLLBACK');
      expect(await on.transact(house, id, enter(second), command())).toMatchObject({ revision: '1' });
      expect(await on.transact(house, id, enter(first), context)).toMatchObject({ revision: '0' });
      expect((await on.load(house, tenant, id)).state.guests).toEqual([first, second]);
    });
  });

  it('tries again for two seconds where a store says at once that it cannot be reached', async () => {
    const gone = await openEventStore(database.url);
    await gone.close();
    const started = performance.now();
    await expect(streamsOn(gone).transact(house, randomUUID(), enter(randomUUID()), command())).rejects.toThrow(StoreUnavailable);
    expect(performance.now() - started).toBeGreaterThan(1990);
  });
});
