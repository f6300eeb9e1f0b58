import { serviceNames } from '@cairn/standalone';
import { z } from 'zod';
import { Api } from './api.js';
import { administrator, auditor } from './play/cast.js';
import type { Show } from './progress.js';
import { tableOf } from './table.js';
import { together } from './together.js';

const RebuildStatus = z.object({
  state: z.enum(['running', 'done', 'failed', 'interrupted']),
  startedAt: z.string(),
  position: z.string(),
  until: z.string(),
  parked: z.int().optional(),
  error: z.string().optional(),
});
export type RebuildStatus = z.output<typeof RebuildStatus>;
const Reader = z.object({
  name: z.string(),
  version: z.int(),
  status: z.string(),
  current: z.boolean(),
  position: z.string(),
  lag: z.string(),
  lagSeconds: z.number(),
  parked: z.int(),
  stoppedBy: z.object({ code: z.string(), position: z.string() }).optional(),
});
const Status = z.object({
  service: z.string(),
  state: z.string(),
  instruction: z.string().optional(),
  readModels: z.array(Reader.extend({ active: z.boolean(), rebuild: RebuildStatus.optional() })),
  processes: z.array(Reader),
  deadlines: z.array(z.object({ name: z.string(), pending: z.int(), overdue: z.int(), refused: z.int(), fired: z.int(), next: z.string().optional() })),
});
const Verification = z.object({ identical: z.boolean(), rows: z.int() });

/** Every read model of every service, and how far it is. */
export const statusOf = (api: Api, services: readonly string[] = serviceNames) =>
  together(services, (service) => api.as(auditor).get(`/api/${service}/read-models`, Status));

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

export const verify = async (api: Api, service: string, name: string) =>
  api.as(administrator).post(`/api/${service}/read-models/${name}/verify`, {}, Verification);

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

/** Prints the read models of every service, its processes and its deadlines, and what a service that does not run waits for. */
export async function listReadModels({ url }: { url: string }): Promise<void> {
  const table = tableOf(['service', 'read model', 'version', 'active', 'status', 'position', 'lag', 'seconds', 'parked', 'last rebuild']);
  const acting = tableOf(['service', 'process', 'status', 'position', 'lag', 'seconds', 'parked']);
  const due = tableOf(['service', 'deadlines', 'pending', 'overdue', 'refused', 'fired', 'next']);
  const waiting: string[] = [];
  for (const { service, state, instruction, readModels, processes, deadlines } of await statusOf(new Api(url))) {
    if (state !== 'running') waiting.push(`${instruction ?? `${service} is ${state}`}\n`);
    for (const each of readModels) {
      const { name, version, rebuild } = each;
      table.push([service, name, String(version), useOf(each), ...standing(each), rebuild ? `${rebuild.state} ${rebuild.position}/${rebuild.until}` : '']);
    }
    for (const each of processes.filter(({ current }) => current)) acting.push([service, each.name, ...standing(each)]);
    for (const { name, pending, overdue, refused, fired, next = '' } of deadlines)
      due.push([service, name, String(pending), String(overdue), String(refused), String(fired), next]);
  }
  process.stdout.write(`${table.toString()}\n${acting.toString()}\n${due.toString()}\n${waiting.join('')}`);
}

function useOf({ active, current }: { readonly active: boolean; readonly current: boolean }): string {
  if (active) return 'yes';
  return current ? '' : 'old';
}

const standing = ({ status, stoppedBy, position, lag, lagSeconds, parked }: z.output<typeof Reader>): string[] => [
  stoppedBy ? `${status}: ${stoppedBy.code} at ${stoppedBy.position}` : status,
  ...[position, lag, lagSeconds.toFixed(1), String(parked)],
];
