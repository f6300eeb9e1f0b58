import { AccountRecorded } from '@cairn/contracts/directory/internal';
import { sealedValue } from '@cairn/event-sourcing';
import { defineReadModel, type RowOf } from '@cairn/projections';
import { z } from 'zod';

/** "What does the identity provider say of this person?" One row per person whom it keeps; all that it says stays sealed; at most one batch behind. */
export const accounts = defineReadModel({
  name: 'accounts',
  version: 1,
  row: z.object({ personId: z.uuid(), organisationId: z.uuid(), account: sealedValue() }),
  indexes: [['organisationId']],
  on: (when) => [
    when(
      AccountRecorded,
      ({ data }) => data.personId,
      (_, { data: { personId, organisationId, account } }) => ({ personId, organisationId, account }),
    ),
  ],
});
export type AccountRow = RowOf<typeof accounts>;
