import type { importKinds } from '@cairn/contracts/directory/internal';
import { inTurn } from '@cairn/event-sourcing';
import { newId, Streams, type CommandContext } from '@cairn/event-store';
import { InjectCodec, InjectRows, type PersonalFieldCodec } from '@cairn/nest-service';
import type { Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { instantOf } from '../instant.js';
import { existing, organisation, registerSettings } from '../organisation/organisation.decider.js';
import { correctName, move, person, register, type PersonDecision } from '../person/person.decider.js';
import { assignRole } from '../person/roles.decider.js';
import { profile, recordCareerStage } from '../profile/profile.decider.js';
import { people, type PersonRow } from '../read-models/people.read-model.js';
import { regions, type RegionRow } from '../read-models/regions.read-model.js';
import { reportingLines, type LineRow } from '../read-models/reporting-lines.read-model.js';
import { settings, type SettingRow } from '../read-models/settings.read-model.js';
import { endReportingLine, reporting, setReportingLines } from '../reporting/reporting.decider.js';
import { completeImport, fileImport, recordProgress, startImport, type ImportDecision } from './import.decider.js';
import { checkLines } from './lines-file.js';
import { checkPeople, type Known, type LineChange, type PersonChange } from './people-file.js';
import { checkSettings } from './settings-file.js';
import type { Fault } from './fault.js';

/** A file as it is: CSV with a header. */
export const FileBody = z.strictObject({ csv: z.string().max(4_000_000) });
type Kind = (typeof importKinds)[number];

/** Of one import. */
export interface Place {
  readonly importId: string;
  readonly organisationId: string;
}

/** People who are written side by side. */
const sideBySide = 32;
/** Changes after which progress is recorded. */
const stride = 250;
/** Lines that one append takes. */
const mostLines = 1000;

/** What a file would do, checked as a whole, and how it is done. */
interface Plan {
  readonly kind: Kind;
  readonly rows: number;
  readonly faults: readonly Fault[];
  readonly changes: number;
  readonly carryOut: (done: (changes: number) => Promise<void>) => Promise<void>;
}

/**
 * Takes files over: a file with a fault changes nothing. What is left when the process dies in the middle is done when the same import is sent again, under
 * the same id: everything that it writes has an id that follows from the import's.
 */
@Injectable()
export class ImportCommands {
  constructor(
    private readonly streams: Streams,
    @InjectCodec() private readonly codec: PersonalFieldCodec,
    @InjectRows(people) private readonly peopleRows: Rows<PersonRow>,
    @InjectRows(settings) private readonly settingRows: Rows<SettingRow>,
    @InjectRows(regions) private readonly regionRows: Rows<RegionRow>,
    @InjectRows(reportingLines) private readonly lineRows: Rows<LineRow>,
  ) {}

  /** What taking the file over would do; does nothing. */
  async check(place: Place, kind: Kind, csv: string, context: CommandContext) {
    const { rows, faults, changes } = await this.plan(place, kind, csv, context);
    return { ...place, kind, rows, changes, faulty: new Set(faults.map(({ row }) => row)).size, faults };
  }

  async takeOver(place: Place, kind: Kind, csv: string, context: CommandContext) {
    const { rows, faults, changes, carryOut } = await this.plan(place, kind, csv, context);
    const started = await this.streams.transact(fileImport, place.importId, startImport({ ...place, kind, rows, changes, faults }), context);
    const { state } = await this.streams.load(fileImport, context.tenant, place.importId);
    if (state.status !== 'started') return { ...place, kind, rows, changes: 0, ...started };
    let done = 0;
    let recorded = 0;
    await carryOut(async (more) => {
      done += more;
      if (done - recorded < stride) return;
      recorded = done;
      await this.decided(place, `progress ${done}`, recordProgress({ importId: place.importId, done }), context);
    });
    return { ...place, kind, rows, changes, ...(await this.decided(place, 'complete', completeImport({ importId: place.importId }), context)) };
  }

  private plan(place: Place, kind: Kind, csv: string, context: CommandContext): Promise<Plan> {
    const plans = { people: this.peoplePlan, settings: this.settingsPlan, 'reporting-lines': this.linesPlan };
    return plans[kind](place, csv, context);
  }

  private peoplePlan = async ({ importId, organisationId }: Place, csv: string, context: CommandContext): Promise<Plan> => {
    const known = await this.known(context.tenant, organisationId);
    const checked = checkPeople(csv, known, (row) => idIn(importId, `row ${row}`));
    return {
      ...{ kind: 'people', rows: checked.rows, faults: checked.faults, changes: checked.people.length + checked.lines.length },
      carryOut: async (done) => {
        // The lines first: they alone can still be refused, when somebody else has changed one since the file was checked.
        await this.setLines({ importId, organisationId }, checked.lines, context);
        await done(checked.lines.length);
        await inGroups(checked.people, sideBySide, async (change) => {
          await this.writePerson(change, known, context);
          await done(1);
        });
      },
    };
  };

  private settingsPlan = async ({ importId, organisationId }: Place, csv: string, context: CommandContext): Promise<Plan> => {
    const tenant = this.settingRows.in(context.tenant);
    const known = { settings: await tenant.find({ organisationId }), regions: await this.regionRows.in(context.tenant).find({ organisationId }) };
    const { rows, faults, settings: joining } = checkSettings(csv, known, (row) => idIn(importId, `row ${row}`));
    return {
      ...{ kind: 'settings', rows, faults, changes: joining.length },
      carryOut: async (done) => {
        await this.organisation(context.tenant, organisationId);
        const decision = registerSettings(joining.map((setting) => ({ organisationId, ...setting })));
        await this.streams.transact(organisation, organisationId, decision, step(context, importId, 'settings'));
        await done(joining.length);
      },
    };
  };

  private linesPlan = async ({ importId, organisationId }: Place, csv: string, context: CommandContext): Promise<Plan> => {
    const { people: everybody, managers } = await this.known(context.tenant, organisationId);
    const { rows, faults, lines, ended } = checkLines(csv, { people: new Set(everybody.keys()), managers });
    return {
      ...{ kind: 'reporting-lines', rows, faults, changes: lines.length + ended.length },
      carryOut: async (done) => {
        const at = instantOf(context);
        const ends = ended.map((personId) => endReportingLine({ organisationId, personId, reason: 'imported', at }));
        if (ends.length > 0) await this.streams.transact(reporting, organisationId, inTurn(reporting, ends, at), step(context, importId, 'ends'));
        await done(ends.length);
        await this.setLines({ importId, organisationId }, lines, context);
        await done(lines.length);
      },
    };
  };

  private async setLines({ importId, organisationId }: Place, lines: readonly LineChange[], context: CommandContext): Promise<void> {
    const { state, basis } = await this.organisation(context.tenant, organisationId);
    // Each was found registered when the file was checked, or is registered by the same file.
    const known = { organisation: state, registered: new Set(lines.flatMap(({ personId, managerId }) => [personId, managerId])) };
    for (let first = 0; first < lines.length; first += mostLines) {
      const decision = setReportingLines(lines.slice(first, first + mostLines), { organisationId, at: instantOf(context) }, known);
      await this.streams.transact(reporting, organisationId, decision, step(context, importId, `lines ${first}`), { basis });
    }
  }

  private async writePerson({ personId, register: joins, rename, moveTo, assign, careerStage }: PersonChange, known: Known, context: CommandContext) {
    const at = instantOf(context);
    const open = { status: 'open' } as const; // each setting was found among those that are open
    const decisions: PersonDecision[] = [
      ...(joins ? [register({ personId, ...joins }, open)] : []),
      ...(rename ? [correctName({ personId, ...rename, because: 'changed' }, known.people.get(personId)?.name)] : []),
      ...(moveTo ? [move({ personId, to: moveTo.settingId, at }, open)] : []),
      ...assign.map((post) => assignRole({ personId, ...post, at }, open)),
    ];
    if (decisions.length > 0) await this.streams.transact(person, personId, inTurn(person, decisions, at), context);
    if (!careerStage) return;
    const { state } = await this.streams.load(person, context.tenant, personId);
    await this.streams.transact(profile, personId, recordCareerStage({ personId, to: careerStage }, state), context);
  }

  private async organisation(tenant: string, organisationId: string) {
    const loaded = await this.streams.load(organisation, tenant, organisationId);
    existing(loaded.state);
    return loaded;
  }

  /** Everything that a file is checked against. Names are opened here, and kept no longer than the command. */
  private async known(tenant: string, organisationId: string): Promise<Known> {
    await this.organisation(tenant, organisationId);
    const [rows, places, lines] = await Promise.all([
      this.peopleRows.in(tenant).find(),
      this.settingRows.in(tenant).find({ organisationId }),
      this.lineRows.in(tenant).find({ organisationId }),
    ]);
    const named = await Promise.all(
      rows.map(async ({ personId, name, settingId, status, roles, careerStage }) => {
        const opened = await this.codec.open(tenant, name);
        return [personId, { name: typeof opened === 'string' ? opened : '', settingId, present: status === 'here', roles, careerStage }] as const;
      }),
    );
    return {
      settings: places.filter(({ closedAt }) => closedAt === null),
      people: new Map(named),
      managers: new Map(lines.flatMap(({ personId, managerId }) => (managerId === null ? [] : [[personId, managerId] as const]))),
    };
  }

  private decided({ importId }: Place, name: string, decision: ImportDecision, context: CommandContext) {
    return this.streams.transact(fileImport, importId, decision, step(context, importId, name));
  }
}

const idIn = (importId: string, name: string) => newId({ commandId: importId }, name);

/** A step of an import is a command of its own, the same whenever the import is sent again. */
function step({ commandDigest: _, ...context }: CommandContext, importId: string, name: string): CommandContext {
  return { ...context, commandId: idIn(importId, name) };
}

async function inGroups<T>(all: readonly T[], size: number, work: (each: T) => Promise<void>): Promise<void> {
  const waiting = [...all];
  const next = async () => {
    for (let each = waiting.shift(); each !== undefined; each = waiting.shift()) await work(each);
  };
  await Promise.all(Array.from({ length: Math.min(size, waiting.length) }, next));
}
