import { ImprovementAdopted, ImprovementProposed } from '@cairn/contracts/planning/internal';
import { sealedValue } from '@cairn/event-sourcing';
import { InjectCodec, InjectRows, IsUuid, Page, type PersonalFieldCodec } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const status = z.enum(['proposed', 'adopted']);
const improvement = ({ data }: { readonly data: { readonly improvementId: string } }) => data.improvementId;

/** "What do the people of a setting propose, and what became of it?" One row per improvement; what is proposed stays sealed in it; at most one batch behind. */
export const improvements = defineReadModel({
  name: 'improvements',
  version: 1,
  row: z.object({
    ...{ improvementId: z.uuid(), settingId: z.uuid(), proposedBy: z.uuid(), proposal: sealedValue(), reflectionId: z.uuid().nullable() },
    ...{ status, adoptedBy: z.uuid().nullable(), cycleId: z.uuid().nullable(), proposedAt: z.iso.datetime() },
  }),
  indexes: [['settingId']],
  on: (when) => [
    when(ImprovementProposed, improvement, (_, { data: { improvementId, settingId, proposedBy, proposal, reflectionId }, metadata }) => ({
      ...{ improvementId, settingId, proposedBy, proposal, reflectionId },
      ...{ status: 'proposed', adoptedBy: null, cycleId: null, proposedAt: metadata.occurredAt },
    })),
    when(ImprovementAdopted, improvement, (row, { data: { adoptedBy, cycleId } }) => row && { ...row, status: 'adopted', adoptedBy, cycleId }),
  ],
});
type Row = RowOf<typeof improvements>;

export const ImprovementsQuery = Page.extend({ settingId: IsUuid.schema.optional(), status: status.optional() });

@Injectable()
export class Improvements {
  constructor(
    @InjectRows(improvements) private readonly rows: Rows<Row>,
    @InjectCodec() private readonly codec: PersonalFieldCodec,
  ) {}

  async matching(tenant: string, { settingId, status, ...page }: z.output<typeof ImprovementsQuery>) {
    const rows = this.rows.in(tenant);
    const where = { ...(settingId !== undefined && { settingId }), ...(status !== undefined && { status }) };
    const found = await rows.find(where, { ...page, order: { proposedAt: 'ASC' } });
    const items = await Promise.all(found.map(async (row) => ({ ...row, proposal: await this.codec.open(tenant, row.proposal) })));
    return { total: await rows.count(where), items };
  }
}
