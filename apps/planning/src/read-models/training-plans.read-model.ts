import { LateSubmissionFlagged, TrainingPlanApproved, TrainingPlanReturned, TrainingPlanSubmitted } from '@cairn/contracts/planning';
import { TrainingPlanDrafted, TrainingPlanLineAdded } from '@cairn/contracts/planning/internal';
import { sealedValue } from '@cairn/event-sourcing';
import { InjectCodec, InjectRows, notFound, type Page, type PersonalFieldCodec } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const plan = (event: { readonly data: { readonly planId: string } }) => event.data.planId;

/** "Which training plans are there, and where do they stand?" One row per plan; at most one batch behind. */
export const trainingPlans = defineReadModel({
  name: 'training-plans',
  version: 1,
  row: z.object({
    planId: z.uuid(),
    programmeId: z.uuid(),
    personId: z.uuid(),
    settingId: z.uuid(),
    status: z.enum(['draft', 'submitted', 'approved']),
    lineCount: z.int(),
    totalPence: z.int(),
    submittedBy: z.uuid().nullable(),
    submittedAt: z.iso.datetime().nullable(),
    late: z.boolean(),
    /** Why it was last given back. */
    returnReason: sealedValue().nullable(),
    approvedBy: z.uuid().nullable(),
    approvedAt: z.iso.datetime().nullable(),
  }),
  indexes: [['programmeId', 'personId']],
  on: (when) => [
    when(TrainingPlanDrafted, plan, (_, { data: { planId, programmeId, personId, settingId } }) => ({
      planId,
      programmeId,
      personId,
      settingId,
      status: 'draft',
      lineCount: 0,
      totalPence: 0,
      submittedBy: null,
      submittedAt: null,
      late: false,
      returnReason: null,
      approvedBy: null,
      approvedAt: null,
    })),
    when(TrainingPlanLineAdded, plan, (row, { data }) => row && { ...row, lineCount: row.lineCount + 1, totalPence: row.totalPence + data.pence }),
    when(TrainingPlanSubmitted, plan, (row, { data, metadata }) => {
      return row && { ...row, status: 'submitted', submittedBy: data.submittedBy, submittedAt: metadata.occurredAt, late: false };
    }),
    when(LateSubmissionFlagged, plan, (row) => row && { ...row, late: true }),
    when(TrainingPlanReturned, plan, (row, { data }) => {
      return row && { ...row, status: 'draft', submittedBy: null, submittedAt: null, late: false, returnReason: data.reason };
    }),
    when(TrainingPlanApproved, plan, (row, { data, metadata }) => {
      return row && { ...row, status: 'approved', approvedBy: data.approvedBy, approvedAt: metadata.occurredAt };
    }),
  ],
});

@Injectable()
export class TrainingPlans {
  constructor(
    @InjectRows(trainingPlans) private readonly rows: Rows<RowOf<typeof trainingPlans>>,
    @InjectCodec() private readonly codec: PersonalFieldCodec,
  ) {}

  /** Without the reasons for which plans were given back: those are read one plan at a time. */
  async ofProgramme(tenant: string, programmeId: string, { limit, offset }: Page) {
    const rows = this.rows.in(tenant);
    const [total, found] = await Promise.all([rows.count({ programmeId }), rows.find({ programmeId }, { order: { personId: 'ASC' }, limit, offset })]);
    return { total, items: found.map(({ returnReason: _, ...row }) => row) };
  }

  /** Opens the reason for which it was last given back. Throws `NOT_FOUND` where there is none. */
  async one(tenant: string, programmeId: string, personId: string) {
    const [row] = await this.rows.in(tenant).find({ programmeId, personId });
    if (!row) throw notFound('training plan of this person in this programme');
    return { ...row, returnReason: row.returnReason && (await this.codec.open(tenant, row.returnReason)) };
  }
}
