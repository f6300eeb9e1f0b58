import { PersonRegistered } from '@cairn/contracts/directory';
import { InjectRows } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

/** "Is there such a person?" One row per person who was ever registered; those who left stay. At most one batch behind. */
export const people = defineReadModel({
  name: 'people',
  version: 2,
  row: z.object({ personId: z.uuid(), stream: z.string(), revision: z.string() }),
  on: (when) => [
    when(
      PersonRegistered,
      ({ data }) => data.personId,
      (_, { data: { personId }, stream, revision }) => ({ personId, stream, revision: String(revision) }),
    ),
  ],
});

@Injectable()
export class People {
  constructor(@InjectRows(people) private readonly rows: Rows<RowOf<typeof people>>) {}

  of = (tenant: string, personId: string) => this.rows.in(tenant).get(personId);
}
