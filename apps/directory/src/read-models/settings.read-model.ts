import { settingKinds, SettingRegistered } from '@cairn/contracts/directory';
import { InjectRows, IsUuid, Page } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

/** "Which settings are there?" One row per setting; at most one batch behind. */
export const settings = defineReadModel({
  name: 'settings',
  version: 1,
  row: z.object({ settingId: z.uuid(), organisationId: z.uuid(), name: z.string(), kind: z.enum(settingKinds), region: z.string().nullable() }),
  indexes: [['organisationId']],
  on: (when) => [
    when(
      SettingRegistered,
      ({ data }) => data.settingId,
      (_, { data: { settingId, organisationId, name, kind, region } }) => ({ settingId, organisationId, name, kind, region }),
    ),
  ],
});

export const SettingsQuery = Page.extend({ organisationId: IsUuid.schema.optional() });

@Injectable()
export class Settings {
  constructor(@InjectRows(settings) private readonly rows: Rows<RowOf<typeof settings>>) {}

  of = (tenant: string, settingId: string) => this.rows.in(tenant).get(settingId);

  async matching(tenant: string, { organisationId, ...page }: z.output<typeof SettingsQuery>) {
    const rows = this.rows.in(tenant);
    const where = organisationId === undefined ? {} : { organisationId };
    return { total: await rows.count(where), items: await rows.find(where, page) };
  }
}
