import { DomainError } from '@cairn/event-sourcing';
import {
  acceptStore,
  activate,
  CannotOperate,
  Halted,
  pendingOf,
  rebuild,
  replayParked,
  replayParkedProcess,
  resume,
  retire,
  retryDeadlines,
  verify,
} from '@cairn/projections';
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
  /** Drops a version that is not in use any more. */
  retire(name: string, version: number): Promise<{ readonly readModel: string; readonly version: number }>;
  /** Tries again all that waits under this name, of a read model, a process, deadlines. */
  replayParked(name: string): Promise<TriedAgain>;
  /** Begins to read the store as it is now: after it was restored, and found to be the right copy. */
  acceptStore(): Promise<void>;
}

export interface TriedAgain extends Replayed {
  /** Deadlines that a rule had refused; they are met within seconds, or refused again. */
  readonly deadlines: number;
  /** It had stopped, and goes on. */
  readonly resumed: boolean;
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
        const { identical, rows, position, checksums, differences } = await verify(side(), known(name));
        // The keys that differ are not in the answer: they belong to all tenants.
        const keys = differences.map(({ tenant, key }) => `${tenant}/${key}`).join(' ');
        if (!identical) side().log('warn', 'a read model differs from its rebuild', { service, readModel: name, keys });
        return { identical, rows, position, checksums };
      }),
    activate: (name, version) =>
      refusing(async () => {
        await activate(side(), { name: known(name).name, version });
        return { readModel: name, version };
      }),
    retire: (name, version) =>
      refusing(async () => {
        if (!(await retire(side(), { name, version }))) throw notFound(`version ${version} of ${name} is here`);
        return { readModel: name, version };
      }),
    replayParked: async (name) => {
      const named = <T extends { readonly name: string }>(all: readonly T[]) => all.filter((each) => each.name === name);
      const [models, reactions] = [named(readModels), named(processes)];
      if (models.length + reactions.length === 0) nothing(name);
      const resumed = await Promise.all([...models, ...reactions].map((each) => resume(side(), each)));
      const retried = await Promise.all(named(deadlines).map((each) => retryDeadlines(side(), each)));
      const replays = await Promise.all([
        ...models.map((model) => replayParked(side(), model)),
        ...reactions.map((each) => replayParkedProcess(side(), each, projector.perform(service))),
      ]);
      return {
        replayed: sum(replays.map(({ replayed }) => replayed)),
        left: sum(replays.map(({ left }) => left)),
        deadlines: sum(retried),
        resumed: resumed.includes(true),
      };
    },
    acceptStore: () =>
      refusing(async () => {
        const { state } = (await projector.status()).find((status) => status.service === service)!;
        if (state !== 'halted') throw new DomainError('NOTHING_TO_ACCEPT', 'conflict', `${service} is not halted: it reads the store that it knows`);
        await begun<void>((onBegun) => acceptStore(side(), { readModels, processes, deadlines }, { onBegun: () => onBegun() }).then(onBegun));
      }),
  };
}

const sum = (all: readonly number[]) => all.reduce((total, each) => total + each, 0);

const nothing = (name: string): never => {
  throw notFound(`read model is named ${name} here`);
};

/** What a longer work says when it has begun. What becomes of it is in the database; it fails here only when it fails before. */
const begun = <T>(work: (onBegun: (begun: T) => void) => Promise<unknown>): Promise<T> => new Promise((resolve, reject) => void work(resolve).catch(reject));

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof CannotOperate || error instanceof Halted ? new DomainError(error.code, 'conflict', error.message) : error;
  }
}
