import {
  ApproachChanged,
  approaches,
  EngagementConflictDetected,
  EngagementConflictEnded,
  EngagementEnded,
  EngagementFocusSet,
  EngagementProposed,
  EngagementStarted,
  emphases,
  ExpectationsConfirmed,
  focuses,
  LearningAgreementEnded,
  LearningAgreementTookEffect,
  OccasionRecorded,
  occasions,
  RoleEmphasisAgreed,
} from '@cairn/contracts/planning';
import { InjectRows, IsUuid, notFound, Page } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const engagement = (event: { readonly data: { readonly engagementId: string } }) => event.data.engagementId;

/** "Who supports whom, how, and how far have they come?" One row per engagement; at most one batch behind. */
export const engagements = defineReadModel({
  name: 'engagements',
  version: 1,
  row: z.object({
    ...{ engagementId: z.uuid(), organisationId: z.uuid(), settingId: z.uuid(), practitionerId: z.uuid(), supporterId: z.uuid(), peerIds: z.array(z.uuid()) },
    ...{ approach: z.enum(approaches), occasion: z.enum(occasions).nullable(), focus: z.enum(focuses).nullable(), areas: z.array(z.string()) },
    ...{ roles: z.array(z.enum(emphases)), confirmedBy: z.array(z.uuid()), agreementVersion: z.int().nullable(), matchId: z.uuid().nullable() },
    status: z.enum(['proposed', 'started', 'ended']),
    ...{ proposedAt: z.iso.datetime(), startedAt: z.iso.datetime().nullable(), endedAt: z.iso.datetime().nullable() },
    /** Conflicts that stand. */
    conflictIds: z.array(z.uuid()),
  }),
  indexes: [['practitionerId'], ['supporterId'], ['organisationId', 'status']],
  on: (when) => [
    when(EngagementProposed, engagement, (_, { data: { specialistSource: _source, ...data }, metadata }) => ({
      ...{ ...data, occasion: null, focus: null, roles: [], confirmedBy: [], agreementVersion: null },
      ...{ status: 'proposed', proposedAt: metadata.occurredAt, startedAt: null, endedAt: null, conflictIds: [] },
    })),
    when(ApproachChanged, engagement, (row, { data }) => row && { ...row, approach: data.to }),
    when(OccasionRecorded, engagement, (row, { data }) => row && { ...row, occasion: data.occasion }),
    when(EngagementFocusSet, engagement, (row, { data }) => row && { ...row, focus: data.focus }),
    when(RoleEmphasisAgreed, engagement, (row, { data }) => row && { ...row, roles: data.roles }),
    when(ExpectationsConfirmed, engagement, (row, { data }) => row && { ...row, confirmedBy: [...row.confirmedBy, data.personId] }),
    when(LearningAgreementTookEffect, engagement, (row, { data }) => row && { ...row, agreementVersion: data.version }),
    when(LearningAgreementEnded, engagement, (row) => row && { ...row, agreementVersion: null }),
    when(EngagementStarted, engagement, (row, { metadata }) => row && { ...row, status: 'started', startedAt: metadata.occurredAt }),
    when(EngagementEnded, engagement, (row, { metadata }) => row && { ...row, status: 'ended', endedAt: metadata.occurredAt }),
    when(EngagementConflictDetected, engagement, (row, { data }) => row && { ...row, conflictIds: [...row.conflictIds, data.conflictId] }),
    when(EngagementConflictEnded, engagement, (row, { data }) => row && { ...row, conflictIds: row.conflictIds.filter((id) => id !== data.conflictId) }),
  ],
});

export const EngagementFilters = Page.extend({
  ...{ organisationId: IsUuid.schema.optional(), practitionerId: IsUuid.schema.optional(), supporterId: IsUuid.schema.optional() },
  status: engagements.row.shape.status.optional(),
});

@Injectable()
export class Engagements {
  constructor(@InjectRows(engagements) private readonly rows: Rows<RowOf<typeof engagements>>) {}

  async matching(tenant: string, { limit, offset, ...filters }: z.output<typeof EngagementFilters>) {
    const rows = this.rows.in(tenant);
    const where: Parameters<typeof rows.count>[0] = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
    const [total, items] = await Promise.all([rows.count(where), rows.find(where, { order: { proposedAt: 'ASC' }, limit, offset })]);
    return { total, items };
  }

  /** Those in which the person takes part, in whichever role. */
  async ofPerson(tenant: string, personId: string, { limit, offset }: Page) {
    const mine = this.rows
      .in(tenant)
      .query()
      .andWhere('(row.practitionerId = :personId or row.supporterId = :personId or row.peerIds @> :peer)', { personId, peer: JSON.stringify([personId]) });
    const [items, total] = await mine.orderBy('row.proposedAt').take(limit).skip(offset).getManyAndCount();
    return { total, items };
  }

  async one(tenant: string, engagementId: string) {
    const row = await this.rows.in(tenant).get(engagementId);
    if (!row) throw notFound('engagement with this id');
    return row;
  }
}
