import { DelegateEnrolled, DelegateWithdrew, GroupFormed } from '@cairn/contracts/planning';
import { BasisSchema } from '@cairn/event-sourcing';
import { InjectRows, notFound } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const Row = z.object({
  groupId: z.uuid(),
  programmeId: z.uuid(),
  name: z.string(),
  sessions: z.int(),
  sessionMinutes: z.int(),
  /** Everyone who is a delegate of the group, or was one. */
  delegates: z.array(z.object({ personId: z.uuid(), withdrewAt: z.iso.datetime().nullable() })),
  /** The last that was seen of the programme about this group. */
  seen: BasisSchema,
});
type Row = RowOf<{ row: typeof Row }>;

interface OfGroup {
  readonly data: { readonly groupId: string };
  readonly stream: string;
  readonly revision: bigint;
}

const group = (event: OfGroup) => event.data.groupId;
const seen = ({ stream, revision }: OfGroup) => ({ stream, revision: String(revision) });
const others = (row: Row, personId: string) => row.delegates.filter((delegate) => delegate.personId !== personId);

/** "What must this group's sessions keep to, and who belongs to it?" One row per group that planning has formed; at most one batch behind. */
export const groups = defineReadModel({
  name: 'groups',
  version: 1,
  row: Row,
  on: (when) => [
    when(GroupFormed, group, (_, event) => {
      const { groupId, programmeId, name, sessions, sessionMinutes } = event.data;
      return { groupId, programmeId, name, sessions, sessionMinutes, delegates: [], seen: seen(event) };
    }),
    when(DelegateEnrolled, group, (row, event) => {
      const { personId } = event.data;
      return row && { ...row, delegates: [...others(row, personId), { personId, withdrewAt: null }], seen: seen(event) };
    }),
    when(DelegateWithdrew, group, (row, event) => {
      const { personId } = event.data;
      return row && { ...row, delegates: [...others(row, personId), { personId, withdrewAt: event.metadata.occurredAt }], seen: seen(event) };
    }),
  ],
});

@Injectable()
export class Groups {
  constructor(@InjectRows(groups) private readonly rows: Rows<RowOf<typeof groups>>) {}

  /** Throws `NOT_FOUND` where there is none. */
  async one(tenant: string, groupId: string): Promise<Row> {
    const row = await this.rows.in(tenant).get(groupId);
    if (!row) throw notFound('group with this id');
    return row;
  }
}
