import { fileURLToPath } from 'node:url';
import { startSplit, startStandalone, type Running } from '@cairn/standalone';
import { Api } from './api.js';
import { everyone } from './play/cast.js';
import { presentProgramme, type Report } from './programme.js';
import { showOnStderr } from './progress.js';
import { secondsSince } from './seconds.js';
import { secondStart } from './second-start.js';

export interface UpOptions {
  readonly once?: boolean;
  readonly json?: boolean;
  readonly port: number;
  readonly split?: boolean;
  readonly play: boolean;
  readonly data?: string;
  /** `performance.now()` when this program began. */
  readonly startedAt: number;
}

const home = fileURLToPath(new URL('../../../.cairn', import.meta.url));

/** Starts the services; plays the programme where it is not complete; shows what came of it; stays until a signal, or ends with `once`. */
export async function up(options: UpOptions): Promise<void> {
  const { once = false, play, startedAt } = options;
  const running = await start(options);
  const ready = secondsSince(startedAt);
  process.stdout.write(`Ready in ${ready} s: ${running.origin}/docs\n`);
  const asking = new AbortController();
  const present = async () => {
    const report = play ? await presentProgramme(new Api(running.origin, asking.signal), showOnStderr) : undefined;
    if (once) return { report };
    if (report) print(options, report, ready, report.seconds === 0 ? ready : undefined);
    process.stderr.write(`The API is at ${running.origin}/docs; Ctrl-C ends it.\n`);
    return forEver;
  };
  let outcome: { report?: Report | undefined } | 'interrupted';
  try {
    outcome = await Promise.race([present(), interruption(), running.ended.then((reason) => Promise.reject(new Error(reason)))]);
  } finally {
    asking.abort();
    await running.close();
  }
  if (outcome === 'interrupted') process.exit(once ? 130 : 0);
  const { report } = outcome;
  if (!report) return;
  // The budget is for one process: six load everything six times.
  const again = report.seconds === 0 ? ready : options.split ? undefined : await secondStart(options);
  print(options, report, ready, again);
}

const forEver = new Promise<never>(() => undefined);

/** Until somebody asks this process to end. */
const interruption = (): Promise<'interrupted'> =>
  new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve('interrupted'));
  });

function start({ port, split = false, data = home }: UpOptions): Promise<Running> {
  const people = everyone.map(({ ref, person, tenant, roles, permissions }) => ({ ref, person, tenant, roles, permissions }));
  const { DATABASE_URL: databaseUrl, EVENT_STORE_URL: eventStoreUrl } = process.env;
  return (split ? startSplit : startStandalone)({ port, databaseUrl, eventStoreUrl, dataDirectory: data, people });
}

/** The table for people; with `json`, the same figures as the last line of stdout. */
function print({ json = false }: UpOptions, { table, figures, seconds: play }: Report, ready: number, again: number | undefined): void {
  process.stdout.write(`${table}\n`);
  const second = again === undefined ? '' : `, ready on a second start in ${again} s (5)`;
  process.stdout.write(`Seconds, and the budget for them: ready in ${ready} s (10), played in ${play} s (30)${second}.\n`);
  if (json) process.stdout.write(`${JSON.stringify({ ...figures, seconds: { ready, play } })}\n`);
}
