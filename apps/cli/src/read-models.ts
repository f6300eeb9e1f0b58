import { serviceNames } from '@cairn/standalone';
import { z } from 'zod';
import { Api } from './api.js';
import { administrator, auditor } from './play/cast.js';
import { showOnStderr, type Show } from './progress.js';
import { tableOf } from './table.js';
import { together } from './together.js';

const Status = z.object({
  service: z.string(),
  readModels: z.array(
    z.object({ name: z.string(), version: z.int(), status: z.string(), position: z.string(), lag: z.string(), parked: z.int(), active: z.boolean() }),
  ),
  deadlines: z.array(z.object({ name: z.string(), pending: z.int(), overdue: z.int(), refused: z.int(), fired: z.int(), next: z.string().optional() })),
});
const Verification = z.object({ identical: z.boolean(), rows: z.int() });

/** Every read model of every service, and how far it is. */
const statusOf = (api: Api) => together(serviceNames, (service) => api.as(auditor).get(`/api/${service}/read-models`, Status));

/** How often it is asked whether the read models have caught up, at most: each time takes a request to every service. */
const looks = 500;

/** Until every read model has seen what was recorded before the call. Throws when one never does. */
export async function caughtUp(api: Api): Promise<void> {
  for (let look = 0; look < looks; look++) {
    const behind = (await statusOf(api)).flatMap(({ readModels }) => readModels.filter(({ active, lag }) => active && lag !== '0'));
    if (behind.length === 0) return;
  }
  throw new Error('the read models do not catch up: `cairn read-models` shows how they stand');
}

const verify = async (api: Api, service: string, name: string) => api.as(administrator).post(`/api/${service}/read-models/${name}/verify`, {}, Verification);

/** Rebuilds every read model of every service from the first event, and compares it row by row with the live one: true when none differs. */
export async function verifyAll(api: Api, show: Show): Promise<boolean> {
  const all = (await statusOf(api)).flatMap(({ service, readModels }) => readModels.filter(({ active }) => active).map(({ name }) => ({ service, name })));
  const verified = await show('Read models rebuilt and compared', all.length, (done) =>
    together(all, async ({ service, name }) => {
      const { identical } = await verify(api, service, name);
      done();
      return identical;
    }),
  );
  return verified.length > 0 && verified.every(Boolean);
}

/** Prints the read models of every service, and its deadlines. */
export async function listReadModels({ url }: { url: string }): Promise<void> {
  const table = tableOf(['service', 'read model', 'version', 'status', 'position', 'lag', 'parked']);
  const due = tableOf(['service', 'deadlines', 'pending', 'overdue', 'refused', 'fired', 'next']);
  for (const { service, readModels, deadlines } of await statusOf(new Api(url))) {
    for (const { name, version, status, position, lag, parked } of readModels)
      table.push([service, name, String(version), status, position, lag, String(parked)]);
    for (const { name, pending, overdue, refused, fired, next = '' } of deadlines)
      due.push([service, name, String(pending), String(overdue), String(refused), String(fired), next]);
  }
  process.stdout.write(`${table.toString()}\n${due.toString()}\n`);
}

/** Rebuilds the read models of this name beside the live ones and prints whether they are the same. The exit code is 1 when one is not. */
export async function rebuild(wanted: string, { url }: { url: string }): Promise<void> {
  const api = new Api(url);
  const services = (await statusOf(api)).filter(({ readModels }) => readModels.some(({ name, active }) => active && name === wanted));
  if (services.length === 0) throw new Error(`no service has a read model named ${wanted}: \`cairn read-models\` lists them`);
  for (const { service } of services) {
    const { identical, rows } = await showOnStderr(`${wanted} of ${service}`, 1, () => verify(api, service, wanted));
    process.stdout.write(`${wanted} of ${service}: ${rows} rows, ${identical ? 'identical' : 'NOT identical'}\n`);
    if (!identical) process.exitCode = 1;
  }
}
