import { Evidence, FrameworkItem, NeedIdentified, NeedsAssessmentCompleted, NeedWithdrawn } from '@cairn/contracts/assessment';
import { InspectionActionLinkedToNeed } from '@cairn/contracts/assessment/internal';
import { sealedValue } from '@cairn/event-sourcing';
import { InjectCodec, InjectRows, IsUuid, Page, type PersonalFieldCodec } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const need = ({ data }: { readonly data: { readonly needId: string } }) => data.needId;

/** "What do the people of this setting need, and on what evidence?" One row per need; what it says stays sealed in it; at most one batch behind. */
export const needs = defineReadModel({
  name: 'needs',
  version: 1,
  row: z.object({
    needId: z.uuid(),
    assessmentId: z.uuid(),
    practitionerId: z.uuid(),
    settingId: z.uuid(),
    /** `standing`: its assessment is completed, so a plan may build on it. */
    status: z.enum(['identified', 'standing', 'withdrawn']),
    statement: sealedValue(),
    evidence: z.array(Evidence),
    items: z.array(FrameworkItem),
    inspectionAction: z.object({ inspectionId: z.uuid(), actionId: z.uuid() }).nullable(),
  }),
  indexes: [['assessmentId'], ['practitionerId'], ['settingId']],
  on: (when) => [
    when(NeedIdentified, need, (_, { data: { needId, assessmentId, practitionerId, settingId, statement, evidence, items } }) => ({
      ...{ needId, assessmentId, practitionerId, settingId, statement, evidence, items },
      status: 'identified',
      inspectionAction: null,
    })),
    when(InspectionActionLinkedToNeed, need, (row, { data: { inspectionId, actionId } }) => row && { ...row, inspectionAction: { inspectionId, actionId } }),
    when(NeedWithdrawn, need, (row) => row && { ...row, status: 'withdrawn' }),
    when(
      NeedsAssessmentCompleted,
      ({ data }) => data.needIds,
      (row) => row && { ...row, status: 'standing' },
    ),
  ],
});
type Row = RowOf<typeof needs>;

export const NeedsQuery = Page.extend({ settingId: IsUuid.schema.optional(), practitionerId: IsUuid.schema.optional() });

@Injectable()
export class Needs {
  constructor(
    @InjectRows(needs) private readonly rows: Rows<Row>,
    @InjectCodec() private readonly codec: PersonalFieldCodec,
  ) {}

  async matching(tenant: string, { settingId, practitionerId, ...page }: z.output<typeof NeedsQuery>) {
    const rows = this.rows.in(tenant);
    const where = { ...(settingId !== undefined && { settingId }), ...(practitionerId !== undefined && { practitionerId }) };
    const items = await rows.find(where, page);
    return { total: await rows.count(where), items: await Promise.all(items.map((row) => this.opened(tenant, row))) };
  }

  /** The only place where a statement is opened. */
  private opened = async (tenant: string, row: Row) => ({ ...row, statement: await this.codec.open(tenant, row.statement) });
}
