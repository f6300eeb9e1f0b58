import { NeedIdentified, NeedsAssessmentCompleted, NeedsAssessmentOpened, NeedStandingCorrected, NeedWithdrawn } from '@cairn/contracts/assessment';
import { ReadinessRecorded } from '@cairn/contracts/assessment/internal';
import { InjectRows, IsUuid, Page } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const assessment = ({ data }: { readonly data: { readonly assessmentId: string } }) => data.assessmentId;
const status = z.enum(['open', 'completed']);

/** "How far is this assessment?" One row per needs assessment; at most one batch behind. */
export const needsAssessments = defineReadModel({
  name: 'needs-assessments',
  version: 2,
  row: z.object({
    assessmentId: z.uuid(),
    practitionerId: z.uuid(),
    settingId: z.uuid(),
    framework: z.object({ frameworkId: z.uuid(), version: z.string() }),
    roleProfileId: z.uuid().nullable(),
    status,
    openedAt: z.iso.datetime(),
    completedAt: z.iso.datetime().nullable(),
    /** In the order in which they were identified, without those withdrawn. */
    needIds: z.array(z.uuid()),
    /** How ready the practitioner was for change, the latest last. */
    readiness: z.array(z.object({ model: z.string(), stage: z.string(), recordedBy: z.string(), at: z.iso.datetime() })),
  }),
  indexes: [['practitionerId'], ['settingId']],
  on: (when) => [
    when(NeedsAssessmentOpened, assessment, (_, { data: { assessmentId, practitionerId, settingId, framework, roleProfileId = null }, metadata }) => ({
      ...{ assessmentId, practitionerId, settingId, framework, roleProfileId },
      ...{ status: 'open', openedAt: metadata.occurredAt, completedAt: null, needIds: [], readiness: [] },
    })),
    when(NeedIdentified, assessment, (row, { data }) => row && { ...row, needIds: [...row.needIds, data.needId] }),
    when(NeedWithdrawn, assessment, (row, { data }) => row && { ...row, needIds: row.needIds.filter((needId) => needId !== data.needId) }),
    when(NeedStandingCorrected, assessment, (row, { data }) => row && { ...row, needIds: row.needIds.filter((needId) => needId !== data.needId) }),
    when(ReadinessRecorded, assessment, (row, { data: { model, stage }, metadata }) => {
      const recorded = { model, stage, recordedBy: metadata.actor.person, at: metadata.occurredAt };
      return row && { ...row, readiness: [...row.readiness, recorded] };
    }),
    when(NeedsAssessmentCompleted, assessment, (row, { metadata }) => row && { ...row, status: 'completed', completedAt: metadata.occurredAt }),
  ],
});

export const AssessmentsQuery = Page.extend({ practitionerId: IsUuid.schema.optional(), settingId: IsUuid.schema.optional(), status: status.optional() });

@Injectable()
export class NeedsAssessments {
  constructor(@InjectRows(needsAssessments) private readonly rows: Rows<RowOf<typeof needsAssessments>>) {}

  of = (tenant: string, assessmentId: string) => this.rows.in(tenant).get(assessmentId);

  /** The oldest first. */
  ofPerson = (tenant: string, practitionerId: string) => this.rows.in(tenant).find({ practitionerId }, { order: { openedAt: 'ASC' } });

  async matching(tenant: string, { limit, offset, ...filters }: z.output<typeof AssessmentsQuery>) {
    const rows = this.rows.in(tenant);
    const where: Parameters<typeof rows.count>[0] = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
    return { total: await rows.count(where), items: await rows.find(where, { limit, offset, order: { openedAt: 'ASC' } }) };
  }
}
