import { GrantReleased, GrantReturned, GrantSpendRecorded } from '@cairn/contracts/planning';
import { InjectRows, type Page } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const grant = (event: { readonly data: { readonly grantId: string } }) => event.data.grantId;

/** "Which grants were released, and what is left of them?" One row per grant; at most one batch behind. */
export const grants = defineReadModel({
  name: 'grants',
  version: 1,
  row: z.object({ ...GrantReleased.schema.shape, releasedAt: z.iso.datetime(), spentPence: z.int(), returnedPence: z.int() }),
  indexes: [['programmeId']],
  on: (when) => [
    when(GrantReleased, grant, (_, { data: { grantId, programmeId, personId, planId, settingId, releasedBy, award, attended, waived }, metadata }) => {
      const release = { releasedBy, releasedAt: metadata.occurredAt, award, attended, waived };
      return { grantId, programmeId, personId, planId, settingId, ...release, spentPence: 0, returnedPence: 0 };
    }),
    when(GrantSpendRecorded, grant, (row, { data }) => row && { ...row, spentPence: row.spentPence + data.pence }),
    when(GrantReturned, grant, (row, { data }) => row && { ...row, returnedPence: row.returnedPence + data.pence }),
  ],
});

@Injectable()
export class Grants {
  constructor(@InjectRows(grants) private readonly rows: Rows<RowOf<typeof grants>>) {}

  async ofProgramme(tenant: string, programmeId: string, { limit, offset }: Page) {
    const rows = this.rows.in(tenant);
    const [total, found] = await Promise.all([
      rows.count({ programmeId }),
      rows.find({ programmeId }, { order: { personId: 'ASC', grantId: 'ASC' }, limit, offset }),
    ]);
    return { total, items: found.map((row) => ({ ...row, balancePence: row.award.pence - row.spentPence - row.returnedPence })) };
  }
}
