import { newId, Streams, type CommandContext } from '@cairn/event-store';
import { IsUuid, malformed } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { canonicalPackage, casePackageOf, frameworkIdOfCase } from './case/case-export.js';
import { packageOf } from './case/case-faults.js';
import { versionFrom } from './case/case-import.js';
import { tolerant } from './case/case-tolerance.js';
import type { FileReading } from './csv/file-reading.js';
import { readMoodleCsv } from './csv/moodle-csv.js';
import { readPlainCsv } from './csv/plain-csv.js';
import { FrameworkBody, VersionBody } from './framework.commands.js';
import { framework, importVersion, type FromFile } from './framework.decider.js';
import { tolerances, type Tolerated } from './tolerances.js';
import { assertFaultless, fault, FrameworkFileInvalid, refusal, type VersionData } from './version-content.decider.js';

const { version, jurisdiction, inForceFrom, inForceUntil, attribution, language } = VersionBody.shape;
/** What a package does not say, or what is to be taken instead. */
export const CaseQuery = z.strictObject({
  version: version.optional(),
  jurisdiction: jurisdiction.optional(),
  inForceFrom: inForceFrom.optional(),
  inForceUntil: z.iso.date().optional(),
  /** Says what an import would do, and records nothing. */
  dryRun: z.stringbool().default(false),
});

/** A file that says no more than the items. With a `frameworkId` it is a version of that framework. */
export const CsvBody = z.strictObject({
  csv: z.string().min(1),
  ...{ version, jurisdiction, inForceFrom, inForceUntil, attribution, language },
  frameworkId: IsUuid.schema.optional(),
  /** What the file names itself needs no title here. */
  title: FrameworkBody.shape.title.optional(),
  creator: FrameworkBody.shape.creator,
  dryRun: z.boolean().default(false),
});
export type CsvFormat = 'csv' | 'moodle-csv';
const readers: Readonly<Record<CsvFormat, (csv: string) => FileReading>> = { csv: readPlainCsv, 'moodle-csv': readMoodleCsv };

/** Paths that a report lists of each irregularity; it counts all. */
const shown = 200;

@Injectable()
export class FrameworkImportCommands {
  constructor(private readonly streams: Streams) {}

  importCase(file: unknown, { dryRun, ...told }: z.output<typeof CaseQuery>, context: CommandContext) {
    const ordered = tolerant(file);
    const read = packageOf(ordered.file);
    if ('faults' in read) throw refusal(FrameworkFileInvalid, read.faults);
    const { casePackage } = read;
    const frameworkId = frameworkIdOfCase(casePackage.CFDocument.identifier);
    const { version, tolerated } = versionFrom(casePackage, told);
    const { title, creator } = casePackage.CFDocument;
    const said = canonicalPackage(casePackage);
    const sameAs: FromFile['sameAs'] = (existing, library) => canonicalPackage(casePackageOf({ frameworkId, ...library, version: existing })) === said;
    return this.imported(frameworkId, version, [...ordered.tolerated, ...tolerated], { title, creator, sameAs }, dryRun, context);
  }

  importCsv(format: CsvFormat, body: z.output<typeof CsvBody>, context: CommandContext) {
    const { csv, dryRun, creator, frameworkId = newId(context, 'framework'), title: told, ...facts } = body;
    const read = readers[format](csv);
    if ('faults' in read) throw refusal(FrameworkFileInvalid, read.faults);
    const title = told ?? read.title;
    if (title === undefined) throw malformed('TITLE_MISSING', 'the file does not name the framework, so the request has to', 'title');
    const { content, kept } = read;
    const version = { ...facts, ...content, source: { format, tolerated: [], ...(kept && { kept }) } };
    const sameAs: FromFile['sameAs'] = ({ items, scales, associations, description }) =>
      canonicalPackage({ items, scales, associations, description }) === canonicalPackage(content);
    return this.imported(frameworkId, version, read.tolerated, { title, creator, sameAs }, dryRun, context);
  }

  private async imported(frameworkId: string, content: VersionData, tolerated: readonly Tolerated[], file: FromFile, dryRun: boolean, context: CommandContext) {
    assertFaultless(FrameworkFileInvalid, headFaults({ ...content, title: file.title, creator: file.creator }));
    const report = reportOf(content, tolerated);
    const counts = report.tolerated.map(({ tolerance, count }) => ({ tolerance, count }));
    const decide = importVersion({ frameworkId, ...content, ...(content.source && { source: { ...content.source, tolerated: counts } }) }, file);
    const { state } = await this.streams.load(framework, context.tenant, frameworkId);
    const news = decide(state).length > 0;
    const answer = { frameworkId, version: content.version, news, report };
    return dryRun ? { dryRun, ...answer } : { ...answer, ...(await this.streams.transact(framework, frameworkId, decide, context)) };
  }
}

const Head = VersionBody.omit({ items: true, associations: true }).extend(FrameworkBody.shape);
/** What a file says of the framework as a whole has to fit as if it had been typed in. */
const headFaults = (said: object) =>
  (z.object(Head.shape).safeParse(said).error?.issues ?? []).map(({ path, message }) => fault('WRONG_VALUE', path.join('.'), message));

function reportOf({ items, scales = [], associations = [] }: VersionData, tolerated: readonly Tolerated[]) {
  const paths = new Map<Tolerated['tolerance'], string[]>();
  for (const { tolerance, path } of tolerated) {
    const at = paths.get(tolerance);
    if (at) at.push(path);
    else paths.set(tolerance, [path]);
  }
  return {
    ...{ items: items.length, associations: associations.length, scales: scales.length },
    levels: scales.reduce((sum, { levels }) => sum + levels.length, 0),
    tolerated: [...paths].map(([tolerance, at]) => ({ tolerance, meaning: tolerances[tolerance], count: at.length, paths: at.slice(0, shown) })),
  };
}
