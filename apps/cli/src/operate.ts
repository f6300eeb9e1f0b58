import { raiseEpoch } from '@cairn/event-store';
import { serviceNames } from '@cairn/standalone';
import { z } from 'zod';
import { setTimeout as pause } from 'node:timers/promises';
import { Api } from './api.js';
import { administrator } from './play/cast.js';
import { barOnStderr, showOnStderr } from './progress.js';
import { statusOf, verify, type RebuildStatus } from './read-models.js';

interface Where {
  readonly url: string;
  /** The one service that is meant, where several have a read model of the same name. */
  readonly service?: string;
}

/** Between two questions how far a rebuild is, in milliseconds. */
const pace = 200;

const operate = <S extends z.ZodType>(api: Api, path: string, body: object, answer: S) => api.as(administrator).post(path, body, answer);

/** The services that have a read model, or a process, of this name. */
async function servicesWith(api: Api, wanted: string, service?: string): Promise<string[]> {
  const services = (await statusOf(api, service === undefined ? serviceNames : [service])).filter(({ readModels, processes }) =>
    [...readModels, ...processes].some(({ name }) => name === wanted),
  );
  if (services.length === 0) throw new Error(`no service has a read model named ${wanted}: \`cairn read-models\` lists them`);
  return services.map(({ service }) => service);
}

const eachService = async (wanted: string, { url, service: meant }: Where, work: (api: Api, service: string) => Promise<string>): Promise<void> => {
  const api = new Api(url);
  for (const service of await servicesWith(api, wanted, meant)) process.stdout.write(`${wanted} of ${service}: ${await work(api, service)}\n`);
};

/** Rebuilds the read models of this name beside the tables in use, which they replace. The exit code is 1 when one could not be rebuilt; then nothing has changed. */
export const rebuild = (wanted: string, where: Where): Promise<void> =>
  eachService(wanted, where, async (api, service) => {
    await operate(api, `/api/${service}/read-models/${wanted}/rebuild`, {}, z.object({ until: z.string() }));
    const bar = barOnStderr(`${wanted} of ${service}`);
    for (;;) {
      const rebuild = await rebuildOf(api, service, wanted);
      bar.show(Number(rebuild.position) + 1, Number(rebuild.until) + 1);
      if (rebuild.state !== 'running') {
        bar.end();
        return outcomeOf(rebuild);
      }
      await pause(pace);
    }
  });

async function rebuildOf(api: Api, service: string, wanted: string): Promise<RebuildStatus> {
  const versions = (await statusOf(api, [service])).flatMap(({ readModels }) => readModels.filter(({ name }) => name === wanted));
  const rebuilds = versions.flatMap(({ rebuild }) => (rebuild ? [rebuild] : [])).sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  if (!rebuilds[0]) throw new Error(`${service} does not say how the rebuild of ${wanted} stands`);
  return rebuilds[0];
}

function outcomeOf({ state, position, parked = 0, error }: RebuildStatus): string {
  if (state === 'done') return `rebuilt up to position ${position}, ${parked} events parked`;
  process.exitCode = 1;
  return `NOT rebuilt, nothing was changed: ${state}${error === undefined ? '' : ` (${error})`}`;
}

/** Rebuilds the read models of this name apart, and prints whether the tables in use are the same. The exit code is 1 when one is not. */
export const verifyReadModel = (wanted: string, where: Where): Promise<void> =>
  eachService(wanted, where, async (api, service) => {
    const { identical, rows } = await showOnStderr(`${wanted} of ${service}`, 1, () => verify(api, service, wanted));
    if (!identical) process.exitCode = 1;
    return `${rows} rows, ${identical ? 'identical' : 'NOT identical'}`;
  });

/** From now on queries are answered from this version. */
export const activate = (wanted: string, version: number, where: Where): Promise<void> =>
  ofOneService(wanted, where, async (api, service) => {
    await operate(api, `/api/${service}/read-models/${wanted}/activate`, { version }, z.object({ version: z.int() }));
    return `version ${version} answers queries`;
  });

/** Drops a version that is not in use any more. */
export const retire = (wanted: string, version: number, where: Where): Promise<void> =>
  ofOneService(wanted, where, async (api, service) => {
    await operate(api, `/api/${service}/read-models/${wanted}/retire`, { version }, z.object({ version: z.int() }));
    return `version ${version} is dropped`;
  });

/** Two services count their versions apart, so where both have the name, one must be named. */
async function ofOneService(wanted: string, where: Where, work: (api: Api, service: string) => Promise<string>): Promise<void> {
  const services = await servicesWith(new Api(where.url), wanted, where.service);
  if (services.length > 1) throw new Error(`${services.join(' and ')} have a read model named ${wanted}: say which with --service`);
  await eachService(wanted, where, work);
}

const TriedAgain = z.object({ replayed: z.int(), left: z.int(), deadlines: z.int(), resumed: z.boolean() });

/** Tries again what waits. The exit code is 1 when something still does. */
export const replayParked = (wanted: string, where: Where): Promise<void> =>
  eachService(wanted, where, async (api, service) => {
    const { replayed, left, deadlines, resumed } = await operate(api, `/api/${service}/read-models/${wanted}/replay-parked`, {}, TriedAgain);
    if (left > 0) process.exitCode = 1;
    const more = [...(deadlines > 0 ? [`${deadlines} deadlines are tried again`] : []), ...(resumed ? ['it goes on from where it had stopped'] : [])];
    return [`${replayed} events replayed, ${left} left`, ...more].join('; ');
  });

/** Lets services that are halted, because the event store was restored or replaced, go on with the store that is there; all of them, or those that are named. */
export async function acceptStore(named: readonly string[], { url }: Where): Promise<void> {
  const api = new Api(url);
  for (const { service, state } of await statusOf(api, named.length > 0 ? named : serviceNames)) {
    if (state !== 'halted') process.stdout.write(`${service}: is not halted\n`);
    else {
      await operate(api, `/api/${service}/read-models/accept-store`, {}, z.object({ service: z.string() }));
      process.stdout.write(`${service}: accepts the store, and rebuilds its read models\n`);
    }
  }
}

/** After an event store was restored from a backup, and before services read it. */
export async function newEpoch({ store }: { store: string }): Promise<void> {
  const { storeId, epoch } = await raiseEpoch(store);
  process.stdout.write(
    `store ${storeId} is in epoch ${epoch}: whoever has read it before halts, until \`cairn store accept\` says that this copy is the right one\n`,
  );
}
