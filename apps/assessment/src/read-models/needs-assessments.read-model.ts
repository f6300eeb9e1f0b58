import { NeedIdentified, NeedsAssessmentCompleted, NeedsAssessmentOpened, NeedWithdrawn } from '@cairn/contracts/assessment';
import { InjectRows } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const assessment = ({ data }: { readonly data: { readonly assessmentId: string } }) => data.assessmentId;

/** "How far is this assessment?" One row per needs assessment; at most one batch behind. */
export const needsAssessments = defineReadModel({
  name: 'needs-assessments',
  version: 1,
  row: z.object({
    assessmentId: z.uuid(),
    practitionerId: z.uuid(),
    settingId: z.uuid(),
    framework: z.object({ frameworkId: z.uuid(), version: z.string() }),
    status: z.enum(['open', 'completed']),
    /** In the order in which they were identified, without those withdrawn. */
    needIds: z.array(z.uuid()),
  }),
  on: (when) => [
    when(NeedsAssessmentOpened, assessment, (_, { data: { assessmentId, practitionerId, settingId, framework } }) => ({
      ...{ assessmentId, practitionerId, settingId, framework },
      status: 'open',
      needIds: [],
    })),
    when(NeedIdentified, assessment, (row, { data }) => row && { ...row, needIds: [...row.needIds, data.needId] }),
    when(NeedWithdrawn, assessment, (row, { data }) => row && { ...row, needIds: row.needIds.filter((needId) => needId !== data.needId) }),
    when(NeedsAssessmentCompleted, assessment, (row) => row && { ...row, status: 'completed' }),
  ],
});

@Injectable()
export class NeedsAssessments {
  constructor(@InjectRows(needsAssessments) private readonly rows: Rows<RowOf<typeof needsAssessments>>) {}

  of = (tenant: string, assessmentId: string) => this.rows.in(tenant).get(assessmentId);
}
