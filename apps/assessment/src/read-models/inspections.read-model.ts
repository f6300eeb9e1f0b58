import { InspectionActionLinkedToNeed, InspectionOutcomeRecorded } from '@cairn/contracts/assessment/internal';
import { InjectRows, IsUuid, Page } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const inspection = ({ data }: { readonly data: { readonly inspectionId: string } }) => data.inspectionId;
const outcome = InspectionOutcomeRecorded.schema.shape;

/** "What did inspectors find here, and which needs answer what they asked for?" One row per inspection; at most one batch behind. */
export const inspections = defineReadModel({
  name: 'inspections',
  version: 1,
  row: z.object({
    ...{ inspectionId: z.uuid(), settingId: z.uuid(), regulator: z.string(), scale: z.string(), inspectedOn: z.string(), grades: outcome.grades },
    actions: z.array(z.object({ actionId: z.uuid(), recommendation: z.string(), needIds: z.array(z.uuid()) })),
  }),
  indexes: [['settingId']],
  on: (when) => [
    when(InspectionOutcomeRecorded, inspection, (_, { data }) => ({ ...data, actions: data.actions.map((action) => ({ ...action, needIds: [] })) })),
    when(InspectionActionLinkedToNeed, inspection, (row, { data: { actionId, needId } }) => {
      const actions = row?.actions.map((action) => (action.actionId === actionId ? { ...action, needIds: [...action.needIds, needId] } : action));
      return row && actions && { ...row, actions };
    }),
  ],
});

export const InspectionsQuery = Page.extend({ settingId: IsUuid.schema.optional() });

@Injectable()
export class Inspections {
  constructor(@InjectRows(inspections) private readonly rows: Rows<RowOf<typeof inspections>>) {}

  /** The latest first. */
  async matching(tenant: string, { settingId, ...page }: z.output<typeof InspectionsQuery>) {
    const rows = this.rows.in(tenant);
    const where = settingId === undefined ? {} : { settingId };
    return { total: await rows.count(where), items: await rows.find(where, { ...page, order: { inspectedOn: 'DESC' } }) };
  }
}
