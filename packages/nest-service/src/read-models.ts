import { START } from '@cairn/event-store';
import type { Projector, ServiceStatus } from '@cairn/projections';
import type { ServiceDefinition } from './define-service.js';
import { together } from './together.js';

/** The read side of one service, as its routes see it. */
export interface ServiceReadModels {
  /** Until the read models of the service have seen the position. Throws `PositionNotReached` after two seconds. */
  reached(position: bigint): Promise<void>;
  /** Until they have seen everything that is on record now. */
  caughtUp(): Promise<void>;
  /** Nothing that a query has found so far lies after this position. */
  position(): Promise<bigint>;
  status(): Promise<ServiceStatus>;
}

/** Milliseconds that a request waits for its position. */
const patience = 2000;

export function readModelsOf(projector: Projector, { name: service }: Pick<ServiceDefinition, 'name'>): ServiceReadModels {
  return {
    reached: (position) => projector.waitFor(service, position, patience),
    caughtUp: async () => projector.waitFor(service, await projector.side(service).store.head(), patience),
    position: together(async () => {
      const { checkpoints, database } = projector.side(service);
      // Rows and checkpoint commit together, so nothing that was answered lies after the furthest checkpoint of what answers.
      const all = (await checkpoints.all(database.ask)).filter((each) => each.kind === 'read-model' && projector.isCurrent(service, each));
      return all.reduce((furthest, { position }) => (position > furthest ? position : furthest), START);
    }),
    status: async () => (await projector.status()).find((status) => status.service === service)!,
  };
}
