import { FrameworkVersionPublished, FrameworkVersionRetired } from '@cairn/contracts/assessment';
import { InjectRows } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const version = ({ data }: { readonly data: { readonly frameworkId: string; readonly version: string } }) => `${data.frameworkId}/${data.version}`;

/** "What does this version of the framework say, and when is it in force?" One row per version; at most one batch behind. */
export const frameworkVersions = defineReadModel({
  name: 'framework-versions',
  version: 1,
  row: z.object({
    frameworkId: z.uuid(),
    version: z.string(),
    jurisdiction: z.string(),
    inForceFrom: z.string(),
    inForceUntil: z.string().nullable(),
    retiredOn: z.string().nullable(),
    replacedBy: z.string().nullable(),
    items: z.array(z.object({ code: z.string(), statement: z.string() })),
  }),
  indexes: [['frameworkId']],
  on: (when) => [
    when(FrameworkVersionPublished, version, (_, { data: { frameworkId, version, jurisdiction, inForceFrom, inForceUntil, items } }) => ({
      ...{ frameworkId, version, jurisdiction, inForceFrom, inForceUntil, items },
      retiredOn: null,
      replacedBy: null,
    })),
    when(FrameworkVersionRetired, version, (row, { data: { retiredOn, replacedBy } }) => row && { ...row, retiredOn, replacedBy }),
  ],
});

@Injectable()
export class FrameworkVersions {
  constructor(@InjectRows(frameworkVersions) private readonly rows: Rows<RowOf<typeof frameworkVersions>>) {}

  /** The oldest first. */
  of = (tenant: string, frameworkId: string) => this.rows.in(tenant).find({ frameworkId }, { order: { inForceFrom: 'ASC', version: 'ASC' } });
}
