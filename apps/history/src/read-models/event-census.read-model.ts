import { InjectRows } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

/** "What is in the record, and how much of it?" One row per type of event; counts every event of the tenant, also of types this release does not know. */
export const eventCensus = defineReadModel({
  name: 'event-census',
  version: 1,
  row: z.object({ type: z.string(), events: z.int() }),
  on: (when) => [
    when.any(
      (event) => event.type,
      (row, { type }) => ({ type, events: (row?.events ?? 0) + 1 }),
    ),
  ],
});

@Injectable()
export class EventCensus {
  constructor(@InjectRows(eventCensus) private readonly rows: Rows<RowOf<typeof eventCensus>>) {}

  async of(tenant: string) {
    const counted = await this.rows.in(tenant).find({}, { order: { type: 'ASC' } });
    return {
      total: counted.reduce((sum, { events }) => sum + events, 0),
      byType: Object.fromEntries(counted.map(({ type, events }) => [type, events])),
    };
  }
}
