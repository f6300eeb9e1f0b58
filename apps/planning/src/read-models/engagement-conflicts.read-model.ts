import { EngagementConflictDetected, EngagementConflictEnded } from '@cairn/contracts/planning';
import { InjectRows, IsUuid, Page } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const conflict = (event: { readonly data: { readonly conflictId: string } }) => event.data.conflictId;

/** "Was there ever a conflict, by which path, and how long did it stand?" One row per conflict, kept when it has ended; at most one batch behind. */
export const engagementConflicts = defineReadModel({
  name: 'engagement-conflicts',
  version: 1,
  row: z.object({
    ...{ conflictId: z.uuid(), engagementId: z.uuid(), organisationId: z.uuid(), practitionerId: z.uuid(), supporterId: z.uuid() },
    /** The managers above the practitioner, nearest first; the supporter is the last. */
    path: z.array(z.uuid()),
    levels: z.int(),
    since: z.iso.datetime(),
    until: z.iso.datetime().nullable(),
  }),
  indexes: [['engagementId'], ['organisationId', 'since']],
  on: (when) => [
    when(EngagementConflictDetected, conflict, (_, { data, metadata }) => ({
      ...{ ...data, levels: data.path.length, since: metadata.occurredAt, until: null },
    })),
    when(EngagementConflictEnded, conflict, (row, { metadata }) => row && { ...row, until: metadata.occurredAt }),
  ],
});

export const ConflictFilters = Page.extend({ organisationId: IsUuid.schema.optional(), asOf: z.iso.datetime({ offset: true }).optional() });

@Injectable()
export class EngagementConflicts {
  constructor(@InjectRows(engagementConflicts) private readonly rows: Rows<RowOf<typeof engagementConflicts>>) {}

  /** Every conflict that this engagement ever had, the oldest first. */
  async of(tenant: string, engagementId: string) {
    const items = await this.rows.in(tenant).find({ engagementId }, { order: { since: 'ASC' } });
    return { engagementId, everInConflict: items.length > 0, items };
  }

  /** Those that stand now; with `asOf`, those that stood at that instant. */
  async standing(tenant: string, { organisationId, asOf, limit, offset }: z.output<typeof ConflictFilters>) {
    const query = this.rows.in(tenant).query();
    if (organisationId !== undefined) query.andWhere('row.organisationId = :organisationId', { organisationId });
    if (asOf === undefined) query.andWhere('row.until is null');
    else query.andWhere('row.since <= :at and (row.until is null or row.until > :at)', { at: new Date(asOf).toISOString() });
    const [items, total] = await query.orderBy('row.since').addOrderBy('row.conflictId').take(limit).skip(offset).getManyAndCount();
    return { total, items };
  }
}
