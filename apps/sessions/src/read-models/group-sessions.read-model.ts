import { AttendanceCorrected, AttendanceRecorded, GroupSessionHeld } from '@cairn/contracts/sessions';
import { GroupSessionScheduled } from '@cairn/contracts/sessions/internal';
import { InjectRows, type Page } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const session = (event: { readonly data: { readonly sessionId: string } }) => event.data.sessionId;

/** "When does this group meet, and when did it?" One row per session; at most one batch behind. */
export const groupSessions = defineReadModel({
  name: 'group-sessions',
  version: 1,
  row: z.object({
    sessionId: z.uuid(),
    groupId: z.uuid(),
    programmeId: z.uuid(),
    number: z.int(),
    startsAt: z.iso.datetime(),
    minutes: z.int(),
    lengthReason: z.string().nullable(),
    heldAt: z.iso.datetime().nullable(),
    heldMinutes: z.int().nullable(),
    facilitatorId: z.uuid().nullable(),
    present: z.int(),
  }),
  indexes: [['groupId', 'number']],
  on: (when) => [
    when(GroupSessionScheduled, session, (_, { data: { sessionId, groupId, programmeId, number, startsAt, minutes, lengthReason } }) => ({
      sessionId,
      groupId,
      programmeId,
      number,
      startsAt,
      minutes,
      lengthReason,
      heldAt: null,
      heldMinutes: null,
      facilitatorId: null,
      present: 0,
    })),
    when(GroupSessionHeld, session, (row, { data: { heldAt, minutes, facilitatorId } }) => row && { ...row, heldAt, heldMinutes: minutes, facilitatorId }),
    when(AttendanceRecorded, session, (row) => row && { ...row, present: row.present + 1 }),
    when(AttendanceCorrected, session, (row, { data }) => row && { ...row, present: row.present + (data.to === 'present' ? 1 : -1) }),
  ],
});

@Injectable()
export class GroupSessions {
  constructor(@InjectRows(groupSessions) private readonly rows: Rows<RowOf<typeof groupSessions>>) {}

  async ofGroup(tenant: string, groupId: string, { limit, offset }: Page) {
    const rows = this.rows.in(tenant);
    const [total, items] = await Promise.all([rows.count({ groupId }), rows.find({ groupId }, { order: { number: 'ASC' }, limit, offset })]);
    return { total, items };
  }
}
