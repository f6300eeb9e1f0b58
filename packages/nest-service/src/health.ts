import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore } from '@cairn/event-store';
import type { Projector, ServiceStatus } from '@cairn/projections';
import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.js';
import { together } from './together.js';

export interface Health {
  /** `degraded`: requests are served, and an operator should look. `unavailable`: send nobody here. */
  readonly status: 'ready' | 'degraded' | 'unavailable';
  readonly store: 'ok' | 'unavailable';
  /** By service: its database answers and its read models have come to the head once. */
  readonly readModels: Readonly<Record<string, 'ok' | 'parked' | 'stopped' | 'catching-up' | 'halted' | 'unavailable'>>;
}

/** Milliseconds after which the store, or a database, counts as away. */
const patience = 2000;
/** Milliseconds between two looks: however many ask, and however often, those who fold keep their connections. */
const rest = 250;

/** What was found at one time. What was not told in time is undefined. */
interface Seen {
  readonly head: bigint | undefined;
  readonly services: readonly ServiceStatus[] | undefined;
}
export type Look = () => Promise<Seen>;

/** Looks at the store and at how all services stand: one look at a time, for all who ask meanwhile. */
export function lookAt(store: EventStore, projector: Projector): Look {
  let rested = Promise.resolve();
  return together(async () => {
    await rested;
    const [head, services] = await Promise.all([inTime(store.head()), inTime(projector.status())]);
    rested = pause(rest, undefined, { ref: false });
    return { head, services };
  });
}

const inTime = <T>(promise: Promise<T>): Promise<T | undefined> => Promise.race([promise, pause(patience, undefined, { ref: false })]).catch(() => undefined);

export function healthOf({ head, services }: Seen, names: readonly string[], isReady: (service: string) => boolean): Health {
  const statusOf = (name: string) => services?.find(({ service }) => service === name);
  const readModels = Object.fromEntries(names.map((name) => [name, conditionOf(statusOf(name), isReady(name))]));
  const conditions = Object.values(readModels);
  const able = head !== undefined && conditions.every((condition) => condition === 'ok' || condition === 'parked' || condition === 'stopped');
  const well = conditions.every((condition) => condition === 'ok');
  return { status: !able ? 'unavailable' : well ? 'ready' : 'degraded', store: head === undefined ? 'unavailable' : 'ok', readModels };
}

function conditionOf(status: ServiceStatus | undefined, ready: boolean): Health['readModels'][string] {
  if (!status) return 'unavailable';
  const { state, readModels, processes, deadlines } = status;
  if (state === 'halted' || state === 'unavailable') return state;
  if (!ready) return 'catching-up';
  const readers = [...readModels, ...processes].filter(({ current }) => current);
  if (readers.some((each) => each.status === 'stopped')) return 'stopped';
  return readers.some(({ parked }) => parked > 0) || deadlines.some(({ refused }) => refused > 0) ? 'parked' : 'ok';
}

/** What a load balancer and an operator ask. Anybody may, so the answers hold names and numbers alone. */
export function serveHealth(http: FastifyInstance, metrics: Metrics, health: () => Promise<Health>): void {
  http.get('/health/live', async () => ({ status: 'live' }));
  http.get('/health/ready', async (_, reply) => {
    const answer = await health();
    return reply.code(answer.status === 'unavailable' ? 503 : 200).send(answer);
  });
  http.get('/metrics', async (_, reply) => reply.type(metrics.contentType).send(await metrics.text()));
}
