import { DelegateEnrolled } from '@cairn/contracts/planning';
import type { Basis } from '@cairn/event-sourcing';
import { InjectRows } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const delegateOf = ({ programmeId, personId }: { readonly programmeId: string; readonly personId: string }) => `${programmeId}/${personId}`;

/** "Is this person, or were they ever, a delegate of this programme?" One row per delegate, kept after a withdrawal; at most one batch behind. */
export const delegates = defineReadModel({
  name: 'delegates',
  version: 1,
  row: z.object({ programmeId: z.uuid(), personId: z.uuid(), stream: z.string(), revision: z.string() }),
  on: (when) => [
    when(
      DelegateEnrolled,
      ({ data }) => delegateOf(data),
      (_, { data: { programmeId, personId }, stream, revision }) => ({ programmeId, personId, stream, revision: String(revision) }),
    ),
  ],
});

@Injectable()
export class Delegates {
  constructor(@InjectRows(delegates) private readonly rows: Rows<RowOf<typeof delegates>>) {}

  /** With the enrolment that says so, for the basis of a decision. */
  async seen(tenant: string, delegate: { programmeId: string; personId: string }): Promise<{ isDelegate: boolean; basis: Basis[] }> {
    const row = await this.rows.in(tenant).get(delegateOf(delegate));
    return { isDelegate: row !== undefined, basis: row ? [{ stream: row.stream, revision: row.revision }] : [] };
  }
}
