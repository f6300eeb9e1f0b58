import { randomUUID } from 'node:crypto';
import { defineStream, type Envelope, type EventDefinition, type NewEvent } from '@cairn/event-sourcing';
import { Streams } from '@cairn/event-store';
import { createService, type ServiceDefinition } from '@cairn/nest-service';
import { plaintextCodec } from '@cairn/privacy';
import request, { type Response } from 'supertest';
import { testDatabase } from './database.js';

/** Who sends a request. Their token is their word. */
export interface Somebody {
  readonly person: string;
  readonly tenant: string;
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
}
const tenant = 'harbour';
export const somebody = (role: string, { person = randomUUID(), permissions = [] }: Partial<Pick<Somebody, 'person' | 'permissions'>> = {}): Somebody => ({
  ...{ person, tenant, roles: [role], permissions },
});

const tokenOf = (who: Somebody) => `t.${Buffer.from(JSON.stringify(who)).toString('base64url')}.t`;
const verifyToken = async (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Somebody;

const [noon, begun] = [Date.parse(`${new Date().toISOString().slice(0, 10)}T12:00:00Z`), performance.now()];
/** The clock of a service under test. It starts at noon, UTC, on the day of the run: no test runs into the next day. */
export const clock = (): Date => new Date(noon + performance.now() - begun);
/** The day by that clock, or one so many days later. */
export const today = (later = 0): string => new Date(clock().getTime() + later * 86_400_000).toISOString().slice(0, 10);

export type Answer = Pick<Response, 'status' | 'body'>;
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Headers = Readonly<Record<string, string>>;
export type Served = Awaited<ReturnType<typeof serve>>;

/**
 * The service as it runs, on a port and a database of its own; with the URL of another's database it is a replica of that one, and leaves the database behind.
 * `now` is its clock: deadlines are due by it.
 * Every request sees what was recorded before it, by whichever replica.
 */
export async function serve(service: ServiceDefinition, databaseUrl?: string, now = clock) {
  const database = databaseUrl === undefined ? await testDatabase() : { url: databaseUrl, drop: async () => undefined };
  const running = await createService([service], { databaseUrl: database.url, verifyToken, logLevel: 'silent', docs: false, now });
  await running.readModels.whenReady();
  const { store } = running.readModels.side(service.name);

  const send = async (method: Method, who: Somebody, path: string, body: object | undefined, headers: Headers): Promise<Answer> => {
    const told = { authorization: `Bearer ${tokenOf(who)}`, 'cairn-position': String(await store.head()), ...headers };
    const answer = await request(running.url)[method](`/api/${service.name}${path}`).set(told).send(body);
    return { status: answer.status, body: answer.type === 'text/csv' ? answer.text : answer.body };
  };
  /** As a client does: what cannot be answered yet is sent again, and a command with its key, so that it is done once. */
  const insist = async (...[method, who, path, body, headers]: Parameters<typeof send>) => {
    const keyed = { ...(method !== 'get' && { 'idempotency-key': randomUUID() }), ...headers };
    for (;;) {
      const answer = await send(method, who, path, body, keyed);
      if (answer.status !== 503) return answer;
    }
  };
  const post = (who: Somebody, path: string, body: object = {}, headers: Headers = {}) => insist('post', who, path, body, headers);

  /** Runs the step and expects that so many events were stored meanwhile, not counting what processes do in their own time. */
  const stores = async <T>(expected: number, step: () => Promise<T>): Promise<T> => {
    const head = await store.head();
    const result = await step();
    const { events } = await store.readAll(head, { limit: 1000 });
    expect(events.filter(({ metadata }) => (JSON.parse(metadata) as Envelope).actor.role !== 'process')).toHaveLength(expected);
    return result;
  };

  /** Appends what another service has recorded, of something that had occurred at that instant. */
  const recordLate = async (occurredAt: string | undefined, category: string, id: string, ...events: readonly NewEvent[]) => {
    const past = defineStream({ category, events: [] as EventDefinition[], initial: null, evolve: () => null });
    const streams = new Streams({ store, codec: plaintextCodec, now, owns: [past] });
    const ids = { correlationId: randomUUID(), causationId: randomUUID(), commandId: randomUUID() };
    const actor = { person: randomUUID(), role: 'admin' };
    await streams.transact(past, id, () => events, { tenant, actor, ...(occurredAt !== undefined && { occurredAt }), ...ids });
  };

  return {
    databaseUrl: database.url,
    get: (who: Somebody, path: string) => insist('get', who, path, undefined, {}),
    post,
    put: (who: Somebody, path: string, body: object) => insist('put', who, path, body, {}),
    patch: (who: Somebody, path: string, body: object) => insist('patch', who, path, body, {}),
    delete: (who: Somebody, path: string) => insist('delete', who, path, undefined, {}),
    stores,
    /** Sends a command that breaks a rule: the refusal, which must have stored nothing. */
    refused: async (who: Somebody, path: string, body?: object, headers?: Headers) => {
      const answer = await stores(0, () => post(who, path, body, headers));
      return { status: answer.status, code: answer.body.code as string, detail: answer.body.detail as string };
    },
    /** Expects a problem document like that, and that nothing was stored. */
    refuses: (request: () => Promise<Answer>, { status, ...problem }: { status: number; code: string; detail?: string }) =>
      stores(0, async () => expect(await request()).toMatchObject({ status, body: { status, ...problem } })),
    /** Expects that the request is accepted, and that exactly one warning like that is among what was stored meanwhile. */
    warns: async (request: () => Promise<Answer>, { code, detail }: { code: string; detail: string }): Promise<Answer> => {
      const head = await store.head();
      const answer = await request();
      expect(answer.status).toBeLessThan(300);
      const { events } = await store.readAll(head, { limit: 1000 });
      const raised = events.filter(({ type }) => type.endsWith('WarningRaised')).map(({ data }) => JSON.parse(data) as { code: string; detail: string });
      expect(raised.filter((warning) => warning.code === code)).toMatchObject([{ code, detail }]);
      return answer;
    },
    /** What a stream holds, oldest first. */
    recordedIn: async (stream: string) => {
      const { events } = await store.readStream(tenant, stream);
      return events.map(({ type, data, metadata }) => ({ type, data: JSON.parse(data) as object, metadata: JSON.parse(metadata) as Envelope }));
    },
    /** Appends what another service has recorded. */
    record: (category: string, id: string, ...events: readonly NewEvent[]) => recordLate(undefined, category, id, ...events),
    recordLate,
    /** Of the last event on record. */
    position: async () => String(await store.head()),
    close: async () => {
      await running.close();
      await database.drop();
    },
  };
}
