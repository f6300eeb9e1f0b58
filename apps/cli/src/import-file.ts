import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { SingleBar } from 'cli-progress';
import { z } from 'zod';
import { Api } from './api.js';
import { administrator } from './play/cast.js';
import { tableOf } from './table.js';

const Organisations = z.object({ items: z.array(z.object({ organisationId: z.uuid(), name: z.string() })) });
const Checked = z.object({
  ...{ rows: z.int(), changes: z.int(), faulty: z.int() },
  faults: z.array(z.object({ row: z.int(), column: z.string().nullable(), code: z.string(), detail: z.string() })),
});
const Taken = z.object({ importId: z.uuid(), rows: z.int(), changes: z.int() });
const Progress = z.object({ changes: z.int(), done: z.int(), status: z.string() });

interface Options {
  readonly url: string;
  readonly organisation?: string;
  readonly check?: boolean;
  readonly id?: string;
}

/** Checks a CSV file row by row and, unless it is only to be checked, takes it over with a progress bar. Ends with 1 when a row is at fault: then nothing was changed. */
export async function importFile(kind: string, file: string, { url, organisation, check = false, id = randomUUID() }: Options): Promise<void> {
  const as = new Api(url).as(administrator);
  const csv = await readFile(file, 'utf8');
  const organisationId = organisation ?? (await onlyOrganisation(as));
  const path = `/api/directory/organisations/${organisationId}/imports/${id}`;
  const { rows, changes, faulty, faults } = await as.post(`${path}/${kind}/check`, { csv }, Checked);
  if (faulty > 0) {
    const table = tableOf(['row', 'column', 'code', 'what is wrong']);
    table.push(...faults.map(({ row, column, code, detail }) => [row, column ?? '', code, detail]));
    process.stdout.write(`${table.toString()}\n${faulty} of ${rows} rows are at fault: nothing was changed.\n`);
    process.exitCode = 1;
    return;
  }
  process.stdout.write(`${rows} rows without a fault, ${changes} changes.\n`);
  if (check || changes === 0) return;
  const taken = await withBar(as, path, changes, as.post(`${path}/${kind}`, { csv }, Taken, { key: id }));
  process.stdout.write(`${taken.changes} changes made. The import is ${taken.importId}.\n`);
}

type Asking = ReturnType<Api['as']>;

async function onlyOrganisation(as: Asking): Promise<string> {
  const { items } = await as.get('/api/directory/organisations?limit=2', Organisations);
  if (items.length !== 1) throw new Error(`name the organisation with --organisation: there ${items.length === 0 ? 'is none' : 'are several'}`);
  return items[0]!.organisationId;
}

/** Milliseconds between two looks at how far the import has come. */
const glance = 250;

async function withBar<R>(as: Asking, path: string, changes: number, work: Promise<R>): Promise<R> {
  const bar = new SingleBar({ format: '{bar} {value}/{total} changes', barsize: 30, hideCursor: true, stream: process.stderr, noTTYOutput: false });
  bar.start(changes, 0);
  let finished = false;
  const ended = work.finally(() => (finished = true));
  try {
    while (!finished) {
      await Promise.race([ended, pause(glance)]);
      // Until its first event has been folded there is no such import.
      const progress = await as.get(path, Progress).catch(() => undefined);
      if (progress) bar.update(progress.done);
    }
    return await ended;
  } finally {
    bar.stop();
  }
}
