import { AccessNeedsRecorded } from '@cairn/contracts/directory';
import { sealedValue } from '@cairn/event-sourcing';
import { defineReadModel, type RowOf } from '@cairn/projections';
import { z } from 'zod';

/** "What does this person need to take part, and how do they like to work?" One row per person who said so, sealed; at most one batch behind. */
export const accessNeeds = defineReadModel({
  name: 'access-needs',
  version: 1,
  row: z.object({ personId: z.uuid(), needs: sealedValue().nullable(), preferences: sealedValue().nullable(), recordedAt: z.iso.datetime() }),
  on: (when) => [
    when(
      AccessNeedsRecorded,
      ({ data }) => data.personId,
      (_, { data: { personId, needs, preferences }, metadata }) => ({ personId, needs, preferences, recordedAt: metadata.occurredAt }),
    ),
  ],
});
export type AccessNeedsRow = RowOf<typeof accessNeeds>;
