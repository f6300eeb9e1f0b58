import { catalogue } from '@cairn/contracts';
import { InjectRows } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const Row = z.object({
  personId: z.uuid(),
  /** As text that sorts as the number does: positions end beyond 2^53. */
  position: z.string(),
  revision: z.string(),
  stream: z.string(),
  type: z.string(),
  occurredAt: z.iso.datetime(),
  recordedAt: z.iso.datetime(),
  actorPerson: z.string(),
  actorRole: z.string(),
  correlationId: z.string(),
  causationId: z.string(),
  eventId: z.uuid(),
});
type Row = z.output<typeof Row>;

const sortable = (position: bigint): string => String(position).padStart(20, '0');

/** "What has been recorded about this person?" One row per person and event; at most one batch behind. Holds what the envelopes say, never the data of an event. */
export const personChronicle = defineReadModel({
  name: 'person-chronicle',
  version: 2,
  row: Row,
  indexes: [['personId', 'position']],
  audit: true,
  on: (when) => [
    when.any(
      (event) => event.metadata.subjects.map((personId) => `${personId}:${event.position}`),
      (_, { type, stream, position, revision, metadata }, key) => ({
        personId: key.slice(0, key.indexOf(':')),
        position: sortable(position),
        revision: String(revision),
        stream,
        type,
        occurredAt: metadata.occurredAt,
        recordedAt: metadata.recordedAt,
        actorPerson: metadata.actor.person,
        actorRole: metadata.actor.role,
        correlationId: metadata.correlationId,
        causationId: metadata.causationId,
        eventId: metadata.id,
      }),
    ),
  ],
});

const summaries = new Map(
  Object.values(catalogue).flatMap(({ published, internal }) => [...published, ...internal].map(({ type, summary }) => [type, summary] as const)),
);
const day = 24 * 60 * 60 * 1000;

/** The gap between the two clocks in words; null when it was recorded on the day it happened. */
export function lateness(occurredAt: string, recordedAt: string): string | null {
  const days = Math.floor((Date.parse(recordedAt) - Date.parse(occurredAt)) / day);
  if (days < 1) return null;
  return days === 1 ? 'recorded 1 day later' : `recorded ${days} days later`;
}

const inPlainLanguage = ({ position, actorPerson, actorRole, personId: _, ...row }: Row) => ({
  ...row,
  position: String(BigInt(position)),
  summary: summaries.get(row.type) ?? 'Something happened that a newer release has recorded.',
  late: lateness(row.occurredAt, row.recordedAt),
  actor: { person: actorPerson, role: actorRole },
});

@Injectable()
export class PersonChronicle {
  constructor(@InjectRows(personChronicle) private readonly rows: Rows<RowOf<typeof personChronicle>>) {}

  /** What is recorded about the person after a position, oldest first; undefined when nothing at all is. */
  async of(tenant: string, personId: string, { limit, after }: { limit: number; after: bigint }) {
    const rows = this.rows.in(tenant);
    const total = await rows.count({ personId });
    if (total === 0) return undefined;
    const entries = await rows
      .query()
      .where('row.personId = :personId AND row.position > :after', { personId, after: after < 0n ? '' : sortable(after) })
      .orderBy('row.position')
      .limit(limit)
      .getMany();
    return { total, items: entries.map(inPlainLanguage) };
  }
}
