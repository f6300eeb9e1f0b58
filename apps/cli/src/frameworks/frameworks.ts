import { readFileSync } from 'node:fs';
import { shippedFrameworks, type FrameworkData } from '@cairn/frameworks';
import { z } from 'zod';
import { Api } from '../api.js';
import { administrator } from '../play/cast.js';
import type { Converted } from './converted.js';
import { digcomp } from './digcomp.js';
import { nhsDigital } from './nhs-digital.js';
import { nhsTables } from './nhs-tables.js';

const Framework = z.object({ frameworkId: z.uuid() });
const Anything = z.object({});
const Imported = z.object({
  ...{ frameworkId: z.uuid(), version: z.string(), news: z.boolean() },
  report: z.object({ items: z.int(), tolerated: z.array(z.object({ meaning: z.string(), count: z.int(), paths: z.array(z.string()) })) }),
});
interface At {
  readonly url: string;
}

const say = (line: string) => process.stdout.write(`${line}\n`);
/** Places that are shown of each irregularity, and characters of each. */
const [shown, longest] = [12, 60];
const short = (place: string) => (place.length > longest ? `${place.slice(0, longest - 1)}…` : place);
const sayIrregularity = (what: string, count: number, where: readonly string[]) =>
  say(`  ${count} × ${what} (${where.slice(0, shown).map(short).join(', ')}${count > shown ? ', …' : ''})`);

/** Publishes a framework through the commands that everybody uses. Sent again it is the same commands, so nothing happens twice. */
async function publish(api: Api, { name, framework, version, roleProfiles }: FrameworkData): Promise<void> {
  const as = api.as(administrator);
  const key = `frameworks/${name}`;
  const { frameworkId } = await as.post('/api/assessment/frameworks', framework, Framework, { key });
  const path = `/api/assessment/frameworks/${frameworkId}/versions`;
  await as.post(path, version, Anything, { key: `${key}/${version.version}` });
  for (const profile of roleProfiles)
    await as.post(`${path}/${encodeURIComponent(version.version)}/role-profiles`, profile, Anything, { key: `${key}/${version.version}/${profile.role}` });
  say(`${framework.title}, version ${version.version}: ${version.items.length} items (framework ${frameworkId})`);
}

/** Publishes what is shipped, all of it or what is named. */
export async function loadFrameworks(names: readonly string[], { url }: At): Promise<void> {
  const known = shippedFrameworks.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`there is no ${unknown.join(', ')}: what is shipped is ${known.join(', ')}`);
  const api = new Api(url);
  for (const framework of shippedFrameworks) if (names.length === 0 || names.includes(framework.name)) await publish(api, framework);
}

async function publishConverted({ frameworks, warts }: Converted, { url }: At): Promise<void> {
  const api = new Api(url);
  for (const framework of frameworks) await publish(api, framework);
  for (const { wart, where } of warts) sayIrregularity(wart, where.length, where);
}

const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

/** The tables of the NHS: a list is that of the digital capabilities, an object is that of the platform's tables. */
export const importNhs = (file: string, at: At): Promise<void> => {
  const tables = json(file);
  return publishConverted(Array.isArray(tables) ? nhsDigital(tables) : nhsTables(tables), at);
};

export const importDigcomp = (statements: string, levels: string, at: At): Promise<void> =>
  publishConverted(digcomp(readFileSync(statements, 'utf8'), readFileSync(levels, 'utf8')), at);

interface CaseOptions extends At {
  readonly as?: string;
  readonly jurisdiction?: string;
  readonly dryRun?: boolean;
}

/** Imports a CASE package and prints its report. */
export async function importCase(file: string, { url, as, jurisdiction, dryRun }: CaseOptions): Promise<void> {
  const query = new URLSearchParams({
    ...(as !== undefined && { version: as }),
    ...(jurisdiction !== undefined && { jurisdiction }),
    ...(dryRun === true && { dryRun: 'true' }),
  });
  const body = z.looseObject({}).parse(json(file));
  const { frameworkId, version, news, report } = await new Api(url).as(administrator).post(`/api/assessment/frameworks/imports/case?${query}`, body, Imported);
  say(`version ${version}: ${report.items} items, ${news ? 'new' : 'there already'} (framework ${frameworkId})`);
  for (const { meaning, count, paths } of report.tolerated) sayIrregularity(meaning, count, paths);
}
