import { RegionDissolved, RegionFormed, RegionRenamed, withChange } from '@cairn/contracts/directory';
import { InjectRows } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const region = ({ data }: { readonly data: { readonly regionId: string } }) => data.regionId;
const instant = z.iso.datetime();

/** "Which regions has an organisation formed, and what were they called when?" One row per region; at most one batch behind. */
export const regions = defineReadModel({
  name: 'regions',
  version: 1,
  row: z.object({
    ...{ regionId: z.uuid(), organisationId: z.uuid(), name: z.string(), formedAt: instant, dissolvedAt: instant.nullable() },
    names: z.array(z.object({ at: instant, name: z.string() })),
  }),
  indexes: [['organisationId']],
  on: (when) => [
    when(RegionFormed, region, (_, { data: { regionId, organisationId, name }, metadata: { occurredAt: at } }) => ({
      ...{ regionId, organisationId, name, formedAt: at, dissolvedAt: null },
      names: [{ at, name }],
    })),
    when(RegionRenamed, region, (row, { data: { to: name }, metadata: { occurredAt: at } }) => {
      if (!row) return row;
      const names = withChange(row.names, { at, name });
      return { ...row, names, name: names.at(-1)!.name };
    }),
    when(RegionDissolved, region, (row, { metadata }) => row && { ...row, dissolvedAt: metadata.occurredAt }),
  ],
});
export type RegionRow = RowOf<typeof regions>;

@Injectable()
export class Regions {
  constructor(@InjectRows(regions) private readonly rows: Rows<RegionRow>) {}

  all = (tenant: string) => this.rows.in(tenant).find({}, { order: { name: 'ASC' } });
}
