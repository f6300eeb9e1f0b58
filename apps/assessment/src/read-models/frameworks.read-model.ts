import { FrameworkVersionPublished } from '@cairn/contracts/assessment';
import { FrameworkImported } from '@cairn/contracts/assessment/internal';
import { InjectRows, type Page } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const framework = ({ data }: { readonly data: { readonly frameworkId: string } }) => data.frameworkId;

/** "Which frameworks does the library have?" One row per framework; at most one batch behind. */
export const frameworks = defineReadModel({
  name: 'frameworks',
  version: 1,
  row: z.object({ frameworkId: z.uuid(), title: z.string(), creator: z.string(), versions: z.array(z.string()) }),
  on: (when) => [
    when(FrameworkImported, framework, (_, { data: { frameworkId, title, creator } }) => ({ frameworkId, title, creator, versions: [] })),
    when(FrameworkVersionPublished, framework, (row, { data }) => row && { ...row, versions: [...row.versions, data.version] }),
  ],
});

@Injectable()
export class Frameworks {
  constructor(@InjectRows(frameworks) private readonly rows: Rows<RowOf<typeof frameworks>>) {}

  of = (tenant: string, frameworkId: string) => this.rows.in(tenant).get(frameworkId);

  async all(tenant: string, page: Page) {
    const rows = this.rows.in(tenant);
    return { total: await rows.count(), items: await rows.find({}, page) };
  }
}
