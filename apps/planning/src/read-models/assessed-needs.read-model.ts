import { NeedIdentified, NeedsAssessmentCompleted, NeedStandingCorrected, NeedWithdrawn } from '@cairn/contracts/assessment';
import type { Basis } from '@cairn/event-sourcing';
import { InjectRows } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

/** "Which needs may a plan serve?" One row per need, with how far assessment has come with it; at most one batch behind. */
export const assessedNeeds = defineReadModel({
  name: 'assessed-needs',
  version: 3,
  row: z.object({
    ...{ needId: z.uuid(), practitionerId: z.uuid(), settingId: z.uuid() },
    /** `assessed`: of a completed assessment, which is closed for ever. */
    status: z.enum(['open', 'assessed', 'withdrawn']),
    /** Where that was said. */
    ...{ stream: z.string(), revision: z.string() },
  }),
  on: (when) => [
    when(
      NeedIdentified,
      ({ data }) => data.needId,
      (_, { data: { needId, practitionerId, settingId }, stream, revision }) => ({
        ...{ needId, practitionerId, settingId, status: 'open', stream, revision: String(revision) },
      }),
    ),
    when(
      NeedWithdrawn,
      ({ data }) => data.needId,
      (row, { stream, revision }) => row && { ...row, status: 'withdrawn', stream, revision: String(revision) },
    ),
    // Of a completed assessment: the need was found by mistake.
    when(
      NeedStandingCorrected,
      ({ data }) => data.needId,
      (row, { stream, revision }) => row && { ...row, status: 'withdrawn', stream, revision: String(revision) },
    ),
    when(
      NeedsAssessmentCompleted,
      ({ data }) => data.needIds,
      (_, { data: { practitionerId, settingId }, stream, revision }, needId) => ({
        ...{ needId, practitionerId, settingId, status: 'assessed', stream, revision: String(revision) },
      }),
    ),
  ],
});
type Row = RowOf<typeof assessedNeeds>;

@Injectable()
export class AssessedNeeds {
  constructor(@InjectRows(assessedNeeds) private readonly rows: Rows<Row>) {}

  /** Null for no need, and for one that no completed assessment has found. */
  async of(tenant: string, needId: string | null) {
    const need = needId === null ? undefined : await this.rows.in(tenant).get(needId);
    return need?.status === 'assessed' ? need : null;
  }

  /** Those that are known, whatever became of them, and how far their assessments had been seen. */
  async among(tenant: string, needIds: readonly string[]): Promise<{ needs: Row[]; basis: Basis[] }> {
    const found = await Promise.all(needIds.map((needId) => this.rows.in(tenant).get(needId)));
    const needs = found.filter((need) => need !== undefined);
    const latest = new Map<string, bigint>();
    for (const { stream, revision } of needs) latest.set(stream, maximum(latest.get(stream) ?? -1n, BigInt(revision)));
    return { needs, basis: [...latest].map(([stream, revision]) => ({ stream, revision: String(revision) })) };
  }
}

const maximum = (one: bigint, other: bigint) => (one > other ? one : other);
