import { OrganisationEstablished, SettingClosed, SettingMoved, SettingRegistered } from '@cairn/contracts/directory';
import { InjectRows, type Page } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const organisation = ({ data }: { readonly data: { readonly organisationId: string } }) => data.organisationId;

/** "Which organisations keep their record here, and how many open settings has each?" One row per organisation; at most one batch behind. */
export const organisations = defineReadModel({
  name: 'organisations',
  version: 2,
  row: z.object({ organisationId: z.uuid(), name: z.string(), settings: z.int(), establishedAt: z.iso.datetime() }),
  on: (when) => [
    when(OrganisationEstablished, organisation, (_, { data: { organisationId, name }, metadata }) => ({
      ...{ organisationId, name, settings: 0, establishedAt: metadata.occurredAt },
    })),
    when(SettingRegistered, organisation, (row) => row && { ...row, settings: row.settings + 1 }),
    when(SettingClosed, organisation, (row) => row && { ...row, settings: row.settings - 1 }),
    when(
      SettingMoved,
      ({ data: { from, to } }) => (from.organisationId === to.organisationId ? [] : [from.organisationId, to.organisationId]),
      (row, { data: { to } }, key) => row && { ...row, settings: row.settings + (key === to.organisationId ? 1 : -1) },
    ),
  ],
});

@Injectable()
export class Organisations {
  constructor(@InjectRows(organisations) private readonly rows: Rows<RowOf<typeof organisations>>) {}

  of = (tenant: string, organisationId: string) => this.rows.in(tenant).get(organisationId);

  everyOne = (tenant: string) => this.rows.in(tenant).find({}, { order: { name: 'ASC' } });

  async all(tenant: string, page: Page) {
    const rows = this.rows.in(tenant);
    return { total: await rows.count(), items: await rows.find({}, page) };
  }
}
