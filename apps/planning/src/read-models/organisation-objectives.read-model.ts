import { OrganisationObjectivePublished, OrganisationObjectiveRetired } from '@cairn/contracts/planning';
import { InjectRows, notFound, type Page } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const objective = (event: { readonly data: { readonly organisationObjectiveId: string } }) => event.data.organisationObjectiveId;

/** "What does the organisation want to achieve?" One row per objective of the organisation; at most one batch behind. */
export const organisationObjectives = defineReadModel({
  name: 'organisation-objectives',
  version: 1,
  row: z.object({
    ...{ organisationObjectiveId: z.uuid(), organisationId: z.uuid(), title: z.string(), from: z.iso.date(), until: z.iso.date().nullable() },
    retiredOn: z.iso.date().nullable(),
  }),
  indexes: [['organisationId']],
  on: (when) => [
    when(OrganisationObjectivePublished, objective, (_, { data }) => ({ ...data, retiredOn: null })),
    when(OrganisationObjectiveRetired, objective, (row, { data }) => row && { ...row, retiredOn: data.retiredOn }),
  ],
});

@Injectable()
export class OrganisationObjectives {
  constructor(@InjectRows(organisationObjectives) private readonly rows: Rows<RowOf<typeof organisationObjectives>>) {}

  async page(tenant: string, { limit, offset }: Page) {
    const rows = this.rows.in(tenant);
    return { total: await rows.count(), items: await rows.find({}, { order: { from: 'ASC' }, limit, offset }) };
  }

  /** Throws `NOT_FOUND` where there is none. */
  async one(tenant: string, organisationObjectiveId: string) {
    const row = await this.rows.in(tenant).get(organisationObjectiveId);
    if (!row) throw notFound('objective of the organisation with this id');
    return row;
  }
}
