import { latest, settingKinds, SettingClosed, SettingMoved, SettingRegistered, SettingRenamed, standingAt, withChange } from '@cairn/contracts/directory';
import { InjectRows, IsUuid, Page } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const setting = ({ data }: { readonly data: { readonly settingId: string } }) => data.settingId;
const instant = z.iso.datetime();

/** "Which settings are there, where do they belong, and where did they belong when?" One row per setting; at most one batch behind. */
export const settings = defineReadModel({
  name: 'settings',
  version: 2,
  row: z.object({
    ...{ settingId: z.uuid(), organisationId: z.uuid(), regionId: z.uuid().nullable(), name: z.string(), kind: z.enum(settingKinds) },
    ...{ region: z.string().nullable(), joinedAt: instant, closedAt: instant.nullable() },
    places: z.array(z.object({ at: instant, organisationId: z.uuid(), regionId: z.uuid().nullable() })),
    names: z.array(z.object({ at: instant, name: z.string() })),
  }),
  indexes: [['organisationId'], ['regionId']],
  on: (when) => [
    when(SettingRegistered, setting, (_, { data: { settingId, organisationId, regionId, name, kind, region }, metadata: { occurredAt: at } }) => ({
      ...{ settingId, organisationId, regionId, name, kind, region, joinedAt: at, closedAt: null },
      ...{ places: [{ at, organisationId, regionId }], names: [{ at, name }] },
    })),
    when(SettingMoved, setting, (row, { data: { to }, metadata: { occurredAt: at } }) => {
      if (!row) return row;
      const places = withChange(row.places, { at, ...to });
      const { organisationId, regionId } = places.at(-1)!;
      return { ...row, places, organisationId, regionId };
    }),
    when(SettingRenamed, setting, (row, { data: { to: name }, metadata: { occurredAt: at } }) => {
      if (!row) return row;
      const names = withChange(row.names, { at, name });
      return { ...row, names, name: names.at(-1)!.name };
    }),
    when(SettingClosed, setting, (row, { metadata }) => row && { ...row, closedAt: metadata.occurredAt }),
  ],
});
export type SettingRow = RowOf<typeof settings>;

export const SettingsQuery = Page.extend({ organisationId: IsUuid.schema.optional(), regionId: IsUuid.schema.optional() });

/** A part of the tree: an organisation, one of its regions, or one setting. */
export interface Subtree {
  readonly organisationId?: string | undefined;
  readonly regionId?: string | undefined;
}

@Injectable()
export class Settings {
  constructor(@InjectRows(settings) private readonly rows: Rows<SettingRow>) {}

  of = (tenant: string, settingId: string) => this.rows.in(tenant).get(settingId);

  all = (tenant: string) => this.rows.in(tenant).find({}, { order: { name: 'ASC' } });

  async matching(tenant: string, { limit, offset, organisationId, regionId }: z.output<typeof SettingsQuery>) {
    const rows = this.rows.in(tenant);
    const where = { ...(organisationId !== undefined && { organisationId }), ...(regionId !== undefined && { regionId }) };
    return { total: await rows.count(where), items: await rows.find(where, { limit, offset }) };
  }

  /** How many open settings belong to a region. */
  openIn = (tenant: string, regionId: string): Promise<number> =>
    this.rows.in(tenant).query().where('row.regionId = :regionId AND row.closedAt IS NULL', { regionId }).getCount();

  /** The settings that belonged to a part of the tree at that instant. */
  async under(tenant: string, { organisationId, regionId }: Subtree, at: string): Promise<string[]> {
    const belongs = (row: SettingRow) => {
      const place = standingAt(row.places, at);
      return place && (organisationId ?? place.organisationId) === place.organisationId && (regionId ?? place.regionId) === place.regionId;
    };
    return (await this.all(tenant)).filter(belongs).map(({ settingId }) => settingId);
  }

  /** What is known of the setting where somebody is to work or to hold a role. */
  async workplace(tenant: string, settingId: string | null, at: string = latest) {
    if (settingId === null) return { status: 'central' } as const;
    const row = await this.of(tenant, settingId);
    if (!row) return { status: 'unknown' } as const;
    if (row.closedAt !== null && row.closedAt <= at) return { status: 'closed', closedOn: row.closedAt.slice(0, 10) } as const;
    return { status: 'open' } as const;
  }
}
