import { approaches, ApproachChanged, EngagementEnded, EngagementProposed, SupporterProfilePublished } from '@cairn/contracts/planning';
import { InjectRows, notFound, type Page } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const { prefers, expertise } = SupporterProfilePublished.schema.shape;
const Row = z.object({
  ...{ supporterId: z.uuid(), settingId: z.uuid().nullable(), approaches: z.array(z.enum(approaches)), expertise, prefers },
  /** Null for who gives support without having published a profile. */
  capacity: z.int().nullable(),
  /** Engagements that have not ended. */
  engagementIds: z.array(z.uuid()),
});
type Row = RowOf<{ row: typeof Row }>;

const unpublished = (supporterId: string): Row => ({
  ...{ supporterId, settingId: null, approaches: [], expertise: [], prefers: { areas: [], settingIds: [] }, capacity: null, engagementIds: [] },
});

interface Members {
  readonly practitionerId: string;
  readonly supporterId: string;
  readonly peerIds: readonly string[];
}
/** In a co-coaching everybody supports. */
const supportersOf = (approach: string, { practitionerId, supporterId, peerIds }: Members) =>
  approach === 'co-coaching' ? [practitionerId, supporterId, ...peerIds] : [supporterId];
const everybody = ({ practitionerId, supporterId, peerIds }: Members) => [practitionerId, supporterId, ...peerIds];

const without = (row: Row | undefined, engagementId: string): Row | undefined =>
  row && { ...row, engagementIds: row.engagementIds.filter((id) => id !== engagementId) };
const having = (row: Row | undefined, supporterId: string, engagementId: string): Row => {
  const known = row ?? unpublished(supporterId);
  return { ...known, engagementIds: [...known.engagementIds.filter((id) => id !== engagementId), engagementId] };
};

/** "What does each supporter offer, and how much have they taken on?" One row per supporter; at most one batch behind. */
export const supporterLoad = defineReadModel({
  name: 'supporter-load',
  version: 1,
  row: Row,
  on: (when) => [
    when(
      SupporterProfilePublished,
      ({ data }) => data.supporterId,
      (row, { data: { supporterId, settingId, approaches, expertise, prefers, capacity } }) => ({
        ...{ supporterId, settingId, approaches, expertise, prefers, capacity, engagementIds: row?.engagementIds ?? [] },
      }),
    ),
    when(
      EngagementProposed,
      ({ data }) => supportersOf(data.approach, data),
      (row, { data }, key) => having(row, key, data.engagementId),
    ),
    when(
      ApproachChanged,
      ({ data }) => everybody(data),
      (row, { data }, key) => (supportersOf(data.to, data).includes(key) ? having(row, key, data.engagementId) : without(row, data.engagementId)),
    ),
    when(
      EngagementEnded,
      ({ data }) => everybody(data),
      (row, { data }) => without(row, data.engagementId),
    ),
  ],
});

const shown = ({ engagementIds, ...row }: Row) => ({ ...row, load: engagementIds.length });

@Injectable()
export class SupporterLoad {
  constructor(@InjectRows(supporterLoad) private readonly rows: Rows<RowOf<typeof supporterLoad>>) {}

  async page(tenant: string, { limit, offset }: Page) {
    const rows = this.rows.in(tenant);
    const [total, found] = await Promise.all([rows.count(), rows.find({}, { order: { supporterId: 'ASC' }, limit, offset })]);
    return { total, items: found.map(shown) };
  }

  async one(tenant: string, supporterId: string) {
    const row = await this.rows.in(tenant).get(supporterId);
    if (!row) throw notFound('supporter with this id');
    return shown(row);
  }

  /** Everybody who has published a profile, in a fixed order. */
  async published(tenant: string) {
    const found = await this.rows.in(tenant).find({}, { order: { supporterId: 'ASC' } });
    return found.map(shown).flatMap(({ capacity, ...row }) => (capacity === null ? [] : [{ ...row, capacity }]));
  }

  /** For decisions. Who has published nothing offers everything, and claims no expertise. */
  async known(tenant: string, supporterId: string) {
    return shown((await this.rows.in(tenant).get(supporterId)) ?? unpublished(supporterId));
  }
}
