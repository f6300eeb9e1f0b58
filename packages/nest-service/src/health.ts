import type { EventStore } from '@cairn/event-store';
import type { Projector, ServiceStatus } from '@cairn/projections';
import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.js';

export interface Health {
  /** `degraded`: requests are served, and an operator should look. `unavailable`: send nobody here. */
  readonly status: 'ready' | 'degraded' | 'unavailable';
  readonly store: 'ok' | 'unavailable';
  /** By service: its database answers and its read models have come to the head once. */
  readonly readModels: Readonly<Record<string, 'ok' | 'parked' | 'stopped' | 'catching-up' | 'halted' | 'unavailable'>>;
}

/** Milliseconds after which the store counts as away. */
const patience = 2000;

export async function healthOf(store: EventStore, projector: Projector): Promise<Health> {
  const late = new Promise<never>((_, reject) => setTimeout(reject, patience, new Error('no answer')).unref());
  const [head, services] = await Promise.all([Promise.race([store.head(), late]).catch(() => undefined), projector.status()]);
  const readModels = Object.fromEntries(services.map((service) => [service.service, conditionOf(service, projector.isReady(service.service))]));
  const conditions = Object.values(readModels);
  const able = head !== undefined && conditions.every((condition) => condition === 'ok' || condition === 'parked' || condition === 'stopped');
  const well = conditions.every((condition) => condition === 'ok');
  return { status: !able ? 'unavailable' : well ? 'ready' : 'degraded', store: head === undefined ? 'unavailable' : 'ok', readModels };
}

function conditionOf({ state, readModels, processes, deadlines }: ServiceStatus, ready: boolean): Health['readModels'][string] {
  if (state === 'halted' || state === 'unavailable') return state;
  if (!ready) return 'catching-up';
  const readers = [...readModels, ...processes];
  if (readers.some(({ status }) => status === 'stopped')) return 'stopped';
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
