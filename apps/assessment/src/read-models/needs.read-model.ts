import {
  Evidence,
  FrameworkItem,
  NeedIdentified,
  NeedMarkedPrerequisite,
  NeedMet,
  NeedPrioritised,
  NeedsAssessmentCompleted,
  NeedStandingCorrected,
  NeedWithdrawn,
} from '@cairn/contracts/assessment';
import { InspectionActionLinkedToNeed, NeedStatementCorrected } from '@cairn/contracts/assessment/internal';
import { sealedValue } from '@cairn/event-sourcing';
import { InjectCodec, InjectRows, IsUuid, Page, type PersonalFieldCodec } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const need = ({ data }: { readonly data: { readonly needId: string } }) => data.needId;
const status = z.enum(['identified', 'standing', 'withdrawn', 'met']);

/** "What do the people of this setting need, and on what evidence?" One row per need; what it says stays sealed in it; at most one batch behind. */
export const needs = defineReadModel({
  name: 'needs',
  version: 2,
  row: z.object({
    needId: z.uuid(),
    assessmentId: z.uuid(),
    practitionerId: z.uuid(),
    settingId: z.uuid(),
    /** `standing`: its assessment is completed, so a plan may build on it. */
    status,
    /** From 1, the most pressing. */
    priority: z.int().nullable(),
    statement: sealedValue(),
    /** What it said before, and why that was put right; the oldest first. */
    earlierStatements: z.array(z.object({ statement: sealedValue(), reason: sealedValue(), correctsRevision: z.string(), correctedAt: z.string() })),
    evidence: z.array(Evidence),
    evidenceIds: z.array(z.uuid()),
    items: z.array(FrameworkItem),
    /** The needs that have to be met first. */
    enablerIds: z.array(z.uuid()),
    inspectionAction: z.object({ inspectionId: z.uuid(), actionId: z.uuid() }).nullable(),
    metOn: z.string().nullable(),
  }),
  indexes: [['assessmentId'], ['practitionerId'], ['settingId']],
  on: (when) => [
    when(NeedIdentified, need, (_, { data: { needId, assessmentId, practitionerId, settingId, statement, evidence, evidenceIds = [], items } }) => ({
      ...{ needId, assessmentId, practitionerId, settingId, statement, evidence, evidenceIds, items },
      ...{ status: 'identified', priority: null, earlierStatements: [], enablerIds: [], inspectionAction: null, metOn: null },
    })),
    when(InspectionActionLinkedToNeed, need, (row, { data: { inspectionId, actionId } }) => row && { ...row, inspectionAction: { inspectionId, actionId } }),
    when(NeedPrioritised, need, (row, { data }) => row && { ...row, priority: data.to }),
    when(
      NeedMarkedPrerequisite,
      ({ data }) => data.targetId,
      (row, { data }) => row && { ...row, enablerIds: [...row.enablerIds, data.enablerId] },
    ),
    when(NeedStatementCorrected, need, (row, { data: { statement, reason, correctsRevision }, metadata }) => {
      if (!row) return undefined;
      const earlier = { statement: row.statement, reason, correctsRevision, correctedAt: metadata.occurredAt };
      return { ...row, statement, earlierStatements: [...row.earlierStatements, earlier] };
    }),
    when(NeedWithdrawn, need, (row) => row && { ...row, status: 'withdrawn' }),
    when(NeedStandingCorrected, need, (row) => row && { ...row, status: 'withdrawn' }),
    when(
      NeedsAssessmentCompleted,
      ({ data }) => data.needIds,
      (row) => row && { ...row, status: 'standing' },
    ),
    when(NeedMet, need, (row, { data }) => row && { ...row, status: 'met', metOn: data.metOn }),
  ],
});
type Row = RowOf<typeof needs>;

export const NeedsQuery = Page.extend({
  ...{ settingId: IsUuid.schema.optional(), practitionerId: IsUuid.schema.optional(), assessmentId: IsUuid.schema.optional(), status: status.optional() },
});

@Injectable()
export class Needs {
  constructor(
    @InjectRows(needs) private readonly rows: Rows<Row>,
    @InjectCodec() private readonly codec: PersonalFieldCodec,
  ) {}

  async matching(tenant: string, { limit, offset, ...filters }: z.output<typeof NeedsQuery>) {
    const rows = this.rows.in(tenant);
    const where: Parameters<typeof rows.count>[0] = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
    const items = await rows.find(where, { limit, offset });
    return { total: await rows.count(where), items: await Promise.all(items.map((row) => this.opened(tenant, row))) };
  }

  /** Which needs concern which items; nothing is opened. */
  async ofPerson(tenant: string, practitionerId: string) {
    const rows = await this.rows.in(tenant).find({ practitionerId });
    return rows.map(({ needId, assessmentId, status, priority, items }) => ({ needId, assessmentId, status, priority, items }));
  }

  /** The only place where a statement is opened. */
  private async opened(tenant: string, { statement, earlierStatements, ...row }: Row) {
    const earlier = earlierStatements.map(async (each) => ({
      ...each,
      statement: await this.codec.open(tenant, each.statement),
      reason: await this.codec.open(tenant, each.reason),
    }));
    return { ...row, statement: await this.codec.open(tenant, statement), earlierStatements: await Promise.all(earlier) };
  }
}
