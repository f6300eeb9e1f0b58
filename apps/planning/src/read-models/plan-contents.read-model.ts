import {
  AdjustmentAgreed,
  adjustedParts,
  PlanCorrected,
  PlanDrafted,
  SupportSourceAdded,
  supportSources,
  tailoredTo,
  TailoringRecorded,
  TailoringRevised,
} from '@cairn/contracts/planning';
import { sealedValue, type Sealed } from '@cairn/event-sourcing';
import { InjectCodec, InjectRows, notFound, type PersonalFieldCodec } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const plan = (event: { readonly data: { readonly planId: string } }) => event.data.planId;

/** "What stands in this plan beside its objectives?" One row per plan, every text sealed in it; at most one batch behind. */
export const planContents = defineReadModel({
  name: 'plan-contents',
  version: 1,
  row: z.object({
    ...{ planId: z.uuid(), practitionerId: z.uuid(), supporterId: z.uuid(), serviceUserBenefit: sealedValue() },
    ...{ tailoring: sealedValue().nullable(), adaptedTo: z.array(z.enum(tailoredTo)) },
    supportSources: z.array(z.object({ sourceId: z.uuid(), kind: z.enum(supportSources), source: sealedValue() })),
    adjustments: z.array(z.object({ adjustmentId: z.uuid(), concerns: z.enum(adjustedParts), adjustment: sealedValue() })),
    /** What was put right after the end: what stands there, and what is true. */
    corrections: z.array(
      z.object({ corrects: z.int(), field: z.string(), correctedAt: z.iso.datetime(), from: sealedValue(), to: sealedValue(), reason: sealedValue() }),
    ),
  }),
  on: (when) => [
    when(PlanDrafted, plan, (_, { data: { planId, practitionerId, supporterId, serviceUserBenefit } }) => ({
      ...{ planId, practitionerId, supporterId, serviceUserBenefit, tailoring: null, adaptedTo: [], supportSources: [], adjustments: [], corrections: [] },
    })),
    when(TailoringRecorded, plan, (row, { data: { tailoring, adaptedTo } }) => row && { ...row, tailoring, adaptedTo }),
    when(TailoringRevised, plan, (row, { data: { tailoring, adaptedTo } }) => row && { ...row, tailoring, adaptedTo }),
    when(SupportSourceAdded, plan, (row, { data: { sourceId, kind, source } }) => {
      return row && { ...row, supportSources: [...row.supportSources, { sourceId, kind, source }] };
    }),
    when(AdjustmentAgreed, plan, (row, { data: { adjustmentId, concerns, adjustment } }) => {
      return row && { ...row, adjustments: [...row.adjustments, { adjustmentId, concerns, adjustment }] };
    }),
    when(PlanCorrected, plan, (row, { data: { corrects, field, from, to, reason }, metadata }) => {
      return row && { ...row, corrections: [...row.corrections, { corrects, field, correctedAt: metadata.occurredAt, from, to, reason }] };
    }),
  ],
});

@Injectable()
export class PlanContents {
  constructor(
    @InjectRows(planContents) private readonly rows: Rows<RowOf<typeof planContents>>,
    @InjectCodec() private readonly codec: PersonalFieldCodec,
  ) {}

  /** Opens the texts for the two parties of the plan; for everybody else each of them is null. Throws `NOT_FOUND` where there is no such plan. */
  async one(tenant: string, planId: string, reader: string) {
    const row = await this.rows.in(tenant).get(planId);
    if (!row) throw notFound('such plan');
    const mayRead = reader === row.practitionerId || reader === row.supporterId;
    const text = async (value: Sealed | null) => (mayRead && value !== null ? this.codec.open(tenant, value) : null);
    return {
      serviceUserBenefit: await text(row.serviceUserBenefit),
      tailoring: await text(row.tailoring),
      adaptedTo: row.adaptedTo,
      supportSources: await Promise.all(row.supportSources.map(async (source) => ({ ...source, source: await text(source.source) }))),
      adjustments: await Promise.all(row.adjustments.map(async (agreed) => ({ ...agreed, adjustment: await text(agreed.adjustment) }))),
      corrections: await Promise.all(
        row.corrections.map(async ({ from, to, reason, ...correction }) => ({
          ...{ ...correction, from: await text(from), to: await text(to), reason: await text(reason) },
        })),
      ),
    };
  }
}
