import { ReportingLineEnded, ReportingLineSet } from '@cairn/contracts/directory';
import { InjectRows } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const keyOf = (organisationId: string, personId: string) => `${organisationId}/${personId}`;
const line = ({ data }: { readonly data: { readonly organisationId: string; readonly personId: string } }) => keyOf(data.organisationId, data.personId);

/** "Whom does this person report to?" One row per organisation and person, while the line stands; at most one batch behind. */
export const reportingLines = defineReadModel({
  name: 'reporting-lines',
  version: 1,
  row: z.object({ organisationId: z.uuid(), personId: z.uuid(), managerId: z.uuid() }),
  indexes: [['personId']],
  on: (when) => [
    when(ReportingLineSet, line, (_, { data: { organisationId, personId, managerId } }) => ({ organisationId, personId, managerId })),
    when(ReportingLineEnded, line, () => undefined),
  ],
});

@Injectable()
export class ReportingLines {
  constructor(@InjectRows(reportingLines) private readonly rows: Rows<RowOf<typeof reportingLines>>) {}

  /** Everybody above this person in each of their organisations, nearest first. It ends because no circle is ever recorded. */
  async above(tenant: string, personId: string) {
    const rows = this.rows.in(tenant);
    const items: { organisationId: string; level: number; personId: string }[] = [];
    for (const line of await rows.find({ personId }, { order: { organisationId: 'ASC' } })) {
      const { organisationId } = line;
      for (let at: typeof line | undefined = line, level = 1; at; at = await rows.get(keyOf(organisationId, at.managerId)), level++)
        items.push({ organisationId, level, personId: at.managerId });
    }
    return { total: items.length, items };
  }
}
