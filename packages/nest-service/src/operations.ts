import { DomainError } from '@cairn/event-sourcing';
import { acceptStore, activate, CannotOperate, pendingOf, rebuild, replayParked, replayParkedProcess, verify } from '@cairn/projections';
import type { Projector, ReadModel, Replayed, Verification } from '@cairn/projections';
import type { ServiceDefinition } from './define-service.js';
import { notFound } from './problem.js';

/** What an operator may do to the read side of one service while it runs. All of it is safe beside what runs, on any replica. */
export interface Operations {
  /** Begins to rebuild the newest version beside the table in use; `status` says how far it is, and how it ended. */
  rebuild(name: string): Promise<{ readonly readModel: string; readonly until: string }>;
  /** Rebuilds it apart, and compares every row. */
  verify(name: string): Promise<Pick<Verification, 'identical' | 'rows' | 'position' | 'checksums'>>;
  /** From now on queries are answered from this version. */
  activate(name: string, version: number): Promise<{ readonly readModel: string; readonly version: number }>;
  /** Tries again what waits: of a read model, or of a process. */
  replayParked(name: string): Promise<Replayed>;
  /** Begins to read the store as it is now: after it was restored, and found to be the right copy. */
  acceptStore(): Promise<void>;
}

type Defined = Pick<ServiceDefinition, 'name' | 'readModels' | 'processes' | 'deadlines'>;

export function operationsOf(projector: Projector, { name: service, readModels: own, processes, deadlines }: Defined): Operations {
  const readModels = [...own, ...deadlines.map(pendingOf)];
  const side = () => projector.side(service);
  const newest = (name: string): ReadModel | undefined => readModels.filter((model) => model.name === name).sort((a, b) => b.version - a.version)[0];
  const known = (name: string): ReadModel => newest(name) ?? nothing(name);
  return {
    rebuild: (name) =>
      refusing(() => {
        const model = known(name);
        return begun((onBegun) => rebuild(side(), model, { onBegun: (until) => onBegun({ readModel: name, until: String(until) }) }));
      }),
    verify: (name) =>
      refusing(async () => {
        // The keys that differ stay here: they belong to all tenants.
        const { identical, rows, position, checksums } = await verify(side(), known(name));
        return { identical, rows, position, checksums };
      }),
    activate: (name, version) =>
      refusing(async () => {
        await activate(side(), { name: known(name).name, version });
        return { readModel: name, version };
      }),
    replayParked: async (name) => {
      const process = processes.find((each) => each.name === name);
      return process ? replayParkedProcess(side(), process, projector.perform(service)) : replayParked(side(), known(name));
    },
    acceptStore: async () => {
      const { state } = (await projector.status()).find((status) => status.service === service)!;
      if (state !== 'halted') throw new DomainError('NOTHING_TO_ACCEPT', 'conflict', `${service} is not halted: it reads the store that it knows`);
      await begun<void>((onBegun) => acceptStore(side(), { readModels, processes, deadlines }, { onBegun: () => onBegun() }).then(onBegun));
    },
  };
}

const nothing = (name: string): never => {
  throw notFound(`read model is named ${name} here`);
};

/** What a longer work says when it has begun. What becomes of it is in the database; it fails here only when it fails before. */
const begun = <T>(work: (onBegun: (begun: T) => void) => Promise<unknown>): Promise<T> => new Promise((resolve, reject) => void work(resolve).catch(reject));

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof CannotOperate ? new DomainError(error.code, 'conflict', error.message) : error;
  }
}
