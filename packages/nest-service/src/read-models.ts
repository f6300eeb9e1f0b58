import { START } from '@cairn/event-store';
import type { Projector, ServiceStatus, Verification } from '@cairn/projections';
import { pendingOf, verify } from '@cairn/projections';
import type { ServiceDefinition } from './define-service.js';
import { notFound } from './problem.js';

/** The read side of one service, as its routes see it. */
export interface ServiceReadModels {
  /** Until the read models of the service have seen the position. Throws `PositionNotReached` after two seconds. */
  reached(position: bigint): Promise<void>;
  /** Nothing that a query has found so far lies after this position. */
  position(): Promise<bigint>;
  status(): Promise<ServiceStatus>;
  verify(name: string): Promise<Pick<Verification, 'identical' | 'rows' | 'position' | 'checksums'>>;
}

/** Milliseconds that a request waits for its position. */
const patience = 2000;

export function readModelsOf(
  projector: Projector,
  { name: service, readModels: own, deadlines }: Pick<ServiceDefinition, 'name' | 'readModels' | 'deadlines'>,
): ServiceReadModels {
  const readModels = [...own, ...deadlines.map(pendingOf)];
  return {
    reached: (position) => projector.waitFor(service, position, patience),
    position: together(async () => {
      const { checkpoints, database } = projector.side(service);
      // Rows and checkpoint commit together, so nothing that was answered lies after the furthest checkpoint.
      const all = await checkpoints.all(database.ask);
      return all.filter(({ kind }) => kind === 'read-model').reduce((furthest, { position }) => (position > furthest ? position : furthest), START);
    }),
    status: async () => (await projector.status()).find((status) => status.service === service)!,
    verify: async (name) => {
      const newest = readModels
        .filter((model) => model.name === name)
        .reduce<(typeof readModels)[number] | undefined>((a, b) => (a && a.version > b.version ? a : b), undefined);
      if (!newest) throw notFound();
      // The keys that differ stay here: they belong to all tenants.
      const { identical, rows, position, checksums } = await verify(projector.side(service), newest);
      return { identical, rows, position, checksums };
    },
  };
}

/** Asks once for all who ask at the same time. Nobody gets an answer to a question that was put before their own. */
export function together<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  let next: Promise<T> | undefined;
  const put = (): Promise<T> => {
    next = undefined;
    const mine = ask().finally(() => {
      if (asked === mine) asked = undefined;
    });
    return (asked = mine);
  };
  return () => (asked ? (next ??= asked.then(put, put)) : put());
}
