import { Streams, type CommandContext } from '@cairn/event-store';
import { Injectable } from '@nestjs/common';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import { canonicalPackage, casePackageOf } from './case/case-export.js';
import { packageOf } from './case/case-faults.js';
import { versionFrom } from './case/case-import.js';
import { tolerances, tolerant, type Tolerated } from './case/case-tolerance.js';
import { VersionBody } from './framework.commands.js';
import { framework, importVersion, type FromFile } from './framework.decider.js';
import { FrameworkFileInvalid, refusal, type VersionData } from './version-content.decider.js';

const { version, jurisdiction, inForceFrom } = VersionBody.shape;
/** What a package does not say, or what is to be taken instead. */
export const CaseQuery = z.strictObject({
  version: version.optional(),
  jurisdiction: jurisdiction.optional(),
  inForceFrom: inForceFrom.optional(),
  inForceUntil: z.iso.date().optional(),
  /** Says what an import would do, and records nothing. */
  dryRun: z.stringbool().default(false),
});

/** Sets apart the ids of frameworks whose CASE identifier is no valid UUID. Changing it makes a second framework of each: never do. */
const namespace = '6f1f7a3c-0d0e-5b52-9f0b-5f1b6f0a7c31';
/** A framework that came as CASE keeps its identifier, so that the next import finds it. */
export const frameworkIdOfCase = (identifier: string): string => {
  const lower = identifier.toLowerCase();
  return z.uuid().safeParse(lower).success ? lower : uuidv5(lower, namespace);
};

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

  private async imported(frameworkId: string, content: VersionData, tolerated: readonly Tolerated[], file: FromFile, dryRun: boolean, context: CommandContext) {
    const report = reportOf(content, tolerated);
    const counts = report.tolerated.map(({ tolerance, count }) => ({ tolerance, count }));
    const decide = importVersion({ frameworkId, ...content, ...(content.source && { source: { ...content.source, tolerated: counts } }) }, file);
    const { state } = await this.streams.load(framework, context.tenant, frameworkId);
    const news = decide(state).length > 0;
    const answer = { frameworkId, version: content.version, news, report };
    return dryRun ? { dryRun, ...answer } : { ...answer, ...(await this.streams.transact(framework, frameworkId, decide, context)) };
  }
}

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
