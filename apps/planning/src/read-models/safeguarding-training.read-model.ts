import { SafeguardingTrainingCorrected, SafeguardingTrainingRecorded } from '@cairn/contracts/directory';
import type { Basis } from '@cairn/event-sourcing';
import { InjectRows } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const person = ({ data }: { readonly data: { readonly personId: string } }) => data.personId;

/** "Until when does each person's safeguarding training count?" One row per person who has any, by training; at most one batch behind. */
export const safeguardingTraining = defineReadModel({
  name: 'safeguarding-training',
  version: 1,
  row: z.object({ personId: z.uuid(), validUntil: z.record(z.uuid(), z.iso.date()), stream: z.string(), revision: z.int() }),
  on: (when) => [
    when(SafeguardingTrainingRecorded, person, (row, { data: { personId, trainingId, validUntil }, stream, revision }) => ({
      ...{ personId, validUntil: { ...row?.validUntil, [trainingId]: validUntil }, stream, revision: Number(revision) },
    })),
    when(
      SafeguardingTrainingCorrected,
      person,
      (row, { data: { trainingId, to }, revision }) =>
        row && { ...row, validUntil: { ...row.validUntil, [trainingId]: to.validUntil }, revision: Number(revision) },
    ),
  ],
});

@Injectable()
export class SafeguardingTraining {
  constructor(@InjectRows(safeguardingTraining) private readonly rows: Rows<RowOf<typeof safeguardingTraining>>) {}

  /** The last day on which the training of this person counts, null when they have none, and how far directory's record had been seen. */
  async of(tenant: string, personId: string): Promise<{ validUntil: string | null; basis: Basis[] }> {
    const row = await this.rows.in(tenant).get(personId);
    if (!row) return { validUntil: null, basis: [] };
    const latest = Object.values(row.validUntil).reduce((last, day) => (day > last ? day : last), '');
    return { validUntil: latest, basis: [{ stream: row.stream, revision: String(row.revision) }] };
  }
}
