import { ImportCompleted, importKinds, ImportProgressed, ImportStarted } from '@cairn/contracts/directory/internal';
import { InjectRows, notFound } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const fileImport = ({ data }: { readonly data: { readonly importId: string } }) => data.importId;

/** "How far has taking this file over come?" One row per import; at most one batch behind. */
export const imports = defineReadModel({
  name: 'imports',
  version: 1,
  row: z.object({
    ...{ importId: z.uuid(), organisationId: z.uuid(), kind: z.enum(importKinds), rows: z.int(), changes: z.int(), done: z.int() },
    ...{ status: z.enum(['started', 'completed']), startedBy: z.uuid(), startedAt: z.iso.datetime(), completedAt: z.iso.datetime().nullable() },
  }),
  on: (when) => [
    when(ImportStarted, fileImport, (_, { data: { importId, organisationId, kind, rows, changes }, metadata }) => ({
      ...{ importId, organisationId, kind, rows, changes, done: 0 },
      ...{ status: 'started', startedBy: metadata.actor.person, startedAt: metadata.recordedAt, completedAt: null },
    })),
    when(ImportProgressed, fileImport, (row, { data }) => row && { ...row, done: data.done }),
    when(ImportCompleted, fileImport, (row, { metadata }) => row && { ...row, status: 'completed', done: row.changes, completedAt: metadata.recordedAt }),
  ],
});

@Injectable()
export class Imports {
  constructor(@InjectRows(imports) private readonly rows: Rows<RowOf<typeof imports>>) {}

  /** Throws `NOT_FOUND` where there is none. */
  async of(tenant: string, importId: string) {
    const row = await this.rows.in(tenant).get(importId);
    if (!row) throw notFound('import with this id');
    return row;
  }
}
