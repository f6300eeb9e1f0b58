import { NeedIdentified, NeedMet, NeedsAssessmentCompleted, NeedStandingCorrected, NeedWithdrawn } from '@cairn/contracts/assessment';
import { InjectRows } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const need = ({ data }: { readonly data: { readonly needId: string } }) => data.needId;

/** "Where is which need, and when was it there?" One row per need, with where it was found and when that changed; at most one batch behind. */
export const needsHeatmap = defineReadModel({
  name: 'needs-heatmap',
  version: 1,
  row: z.object({
    needId: z.uuid(),
    assessmentId: z.uuid(),
    practitionerId: z.uuid(),
    settingId: z.uuid(),
    items: z.array(z.object({ frameworkId: z.uuid(), version: z.string(), code: z.string() })),
    /** Of the event that identified it: where an auditor begins to read. */
    revision: z.string(),
    position: z.string(),
    identifiedAt: z.iso.datetime(),
    /** When its assessment was completed. */
    standingAt: z.iso.datetime().nullable(),
    /** When it was withdrawn, found to be a mistake, or met. */
    endedAt: z.string().nullable(),
  }),
  indexes: [['settingId', 'identifiedAt']],
  on: (when) => [
    when(NeedIdentified, need, (_, { data: { needId, assessmentId, practitionerId, settingId, items }, metadata, revision, position }) => ({
      ...{ needId, assessmentId, practitionerId, settingId, items: items.map(({ frameworkId, version, code }) => ({ frameworkId, version, code })) },
      ...{ revision: String(revision), position: String(position), identifiedAt: metadata.occurredAt, standingAt: null, endedAt: null },
    })),
    when(
      NeedsAssessmentCompleted,
      ({ data }) => data.needIds,
      (row, { metadata }) => row && { ...row, standingAt: metadata.occurredAt },
    ),
    when(NeedWithdrawn, need, (row, { metadata }) => row && { ...row, endedAt: metadata.occurredAt }),
    when(NeedStandingCorrected, need, (row, { metadata }) => row && { ...row, endedAt: row.endedAt ?? metadata.occurredAt }),
    // A day is there from its first instant on.
    when(NeedMet, need, (row, { data }) => row && { ...row, endedAt: `${data.metOn}T00:00:00.000Z` }),
  ],
});

@Injectable()
export class NeedsHeatmap {
  constructor(@InjectRows(needsHeatmap) private readonly rows: Rows<RowOf<typeof needsHeatmap>>) {}

  /**
   * The needs that were there at an instant: identified, and neither withdrawn nor met. One query, however many they are; its rows are taken as PostgreSQL
   * gives them, because ten thousand of them are read at once.
   */
  async there(tenant: string, at: string, settingIds: readonly string[]) {
    const query = this.rows.in(tenant).query();
    const columns = ['needId', 'assessmentId', 'practitionerId', 'settingId', 'items', 'revision', 'position', 'standingAt'] as const;
    query.select([]);
    for (const column of columns) query.addSelect(`row.${column}`, column);
    const needs = await query
      .where('row.settingId = ANY(:settingIds)', { settingIds })
      .andWhere('row.identifiedAt <= :at', { at })
      .andWhere('(row.endedAt IS NULL OR row.endedAt > :at)', { at })
      .orderBy('row.needId')
      .getRawMany<Omit<RowOf<typeof needsHeatmap>, 'endedAt' | 'identifiedAt'>>();
    return needs.map(({ standingAt, ...need }) => ({
      ...need,
      status: standingAt !== null && standingAt <= at ? ('standing' as const) : ('identified' as const),
    }));
  }
}
