import type { importKinds } from '@cairn/contracts/directory/internal';
import { InjectCodec, InjectRows, type PersonalFieldCodec } from '@cairn/nest-service';
import type { Rows } from '@cairn/projections';
import { tableFile } from '@cairn/tables';
import { Injectable } from '@nestjs/common';
import { people, type PersonRow } from '../read-models/people.read-model.js';
import { regions, type RegionRow } from '../read-models/regions.read-model.js';
import { reportingLines, type LineRow } from '../read-models/reporting-lines.read-model.js';
import { settings, type SettingRow } from '../read-models/settings.read-model.js';
import { lineColumns } from './lines-file.js';
import { peopleColumns } from './people-file.js';
import { settingColumns } from './settings-file.js';

/** What directory knows as files that an import takes: sent back as they are, they change nothing. */
@Injectable()
export class ExportFiles {
  constructor(
    @InjectCodec() private readonly codec: PersonalFieldCodec,
    @InjectRows(people) private readonly people: Rows<PersonRow>,
    @InjectRows(settings) private readonly settings: Rows<SettingRow>,
    @InjectRows(regions) private readonly regions: Rows<RegionRow>,
    @InjectRows(reportingLines) private readonly lines: Rows<LineRow>,
  ) {}

  of(tenant: string, organisationId: string, kind: (typeof importKinds)[number]): Promise<string> {
    const files = { people: this.peopleFile, settings: this.settingsFile, 'reporting-lines': this.linesFile };
    return files[kind](tenant, organisationId);
  }

  /** Everybody who is here: at a setting of the organisation, or centrally. */
  private peopleFile = async (tenant: string, organisationId: string): Promise<string> => {
    const [rows, places, lines] = await Promise.all([
      this.people.in(tenant).find({ status: 'here' }),
      this.settings.in(tenant).find({ organisationId }),
      this.lines.in(tenant).find({ organisationId }),
    ]);
    const nameOf = new Map(places.map(({ settingId, name }) => [settingId, name]));
    const unique = (name: string) => places.filter((place) => place.name.toLowerCase() === name.toLowerCase()).length === 1;
    const managerOf = new Map(lines.map(({ personId, managerId }) => [personId, managerId]));
    const own = rows.filter(({ settingId }) => settingId === null || nameOf.has(settingId));
    const records = await Promise.all(
      own.map(async ({ personId, name, settingId, roles, careerStage }) => {
        const place = settingId === null ? '' : nameOf.get(settingId)!;
        const held = roles.filter((role) => role.settingId === settingId).map(({ role }) => role);
        const opened = await this.codec.open(tenant, name);
        const setting = settingId === null || unique(place) ? place : settingId;
        // Who is erased has no name that could be sent back.
        if (typeof opened !== 'string') return [];
        return [{ personId, name: opened, setting, roles: held.join('; '), careerStage, manager: managerOf.get(personId) }];
      }),
    );
    return tableFile(
      records.flat(),
      peopleColumns.filter((column) => column !== 'ref' && column !== 'new'),
    );
  };

  private settingsFile = async (tenant: string, organisationId: string): Promise<string> => {
    const regions = new Map((await this.regions.in(tenant).find({ organisationId })).map(({ regionId, name }) => [regionId, name]));
    const rows = (await this.settings.in(tenant).find({ organisationId })).filter(({ closedAt }) => closedAt === null);
    const records = rows.map(({ settingId, name, kind, region, regionId }) => ({
      settingId,
      name,
      kind,
      region: regionId === null ? region : regions.get(regionId),
    }));
    return tableFile(records, settingColumns);
  };

  private linesFile = async (tenant: string, organisationId: string): Promise<string> =>
    tableFile(
      (await this.lines.in(tenant).find({ organisationId })).filter(({ managerId }) => managerId !== null),
      lineColumns,
    );
}
