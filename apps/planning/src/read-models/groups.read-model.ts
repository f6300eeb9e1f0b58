import { DelegateEnrolled, DelegateWithdrew, GroupFormed } from '@cairn/contracts/planning';
import { InjectRows, type Page } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const group = (event: { readonly data: { readonly groupId: string } }) => event.data.groupId;

/** "Who sits in which group?" One row per group; at most one batch behind. */
export const groups = defineReadModel({
  name: 'groups',
  version: 1,
  row: z.object({ ...GroupFormed.schema.shape, delegates: z.array(z.object({ personId: z.uuid(), settingId: z.uuid() })) }),
  indexes: [['programmeId']],
  on: (when) => [
    when(GroupFormed, group, (_, { data: { programmeId, groupId, name, capacity, sessions, sessionMinutes } }) => {
      return { programmeId, groupId, name, capacity, sessions, sessionMinutes, delegates: [] };
    }),
    when(DelegateEnrolled, group, (row, { data: { personId, settingId } }) => row && { ...row, delegates: [...row.delegates, { personId, settingId }] }),
    when(DelegateWithdrew, group, (row, { data }) => row && { ...row, delegates: row.delegates.filter(({ personId }) => personId !== data.personId) }),
  ],
});

@Injectable()
export class Groups {
  constructor(@InjectRows(groups) private readonly rows: Rows<RowOf<typeof groups>>) {}

  async ofProgramme(tenant: string, programmeId: string, { limit, offset }: Page) {
    const rows = this.rows.in(tenant);
    const [total, items] = await Promise.all([
      rows.count({ programmeId }),
      rows.find({ programmeId }, { order: { name: 'ASC', groupId: 'ASC' }, limit, offset }),
    ]);
    return { total, items };
  }
}
