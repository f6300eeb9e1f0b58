import { NeedsAssessmentCompleted } from '@cairn/contracts/assessment';
import { InjectRows } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

/** "Which needs may a training plan serve?" One row per need of a completed assessment, which is closed for ever; at most one batch behind. */
export const assessedNeeds = defineReadModel({
  name: 'assessed-needs',
  version: 1,
  row: z.object({ needId: z.uuid(), practitionerId: z.uuid(), settingId: z.uuid(), stream: z.string(), revision: z.string() }),
  on: (when) => [
    when(
      NeedsAssessmentCompleted,
      (event) => event.data.needIds,
      (_, { data: { practitionerId, settingId }, stream, revision }, needId) => ({ needId, practitionerId, settingId, stream, revision: String(revision) }),
    ),
  ],
});

@Injectable()
export class AssessedNeeds {
  constructor(@InjectRows(assessedNeeds) private readonly rows: Rows<RowOf<typeof assessedNeeds>>) {}

  /** Null for no need, and for one that no completed assessment has found. */
  async of(tenant: string, needId: string | null) {
    return (needId !== null && (await this.rows.in(tenant).get(needId))) || null;
  }
}
