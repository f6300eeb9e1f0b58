import { AttendanceCorrected, AttendanceRecorded, AttendanceWaived } from '@cairn/contracts/sessions';
import { BasisSchema } from '@cairn/event-sourcing';
import { InjectRows } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const InGroup = z.object({ groupId: z.uuid(), number: z.int() });
const Row = z.object({
  programmeId: z.uuid(),
  personId: z.uuid(),
  attended: z.array(InGroup),
  waived: z.array(InGroup),
  /** The last that was seen of each group's sessions about this person. */
  seen: z.array(BasisSchema),
});
type Row = RowOf<{ row: typeof Row }>;

interface OfDelegate {
  readonly data: { readonly programmeId: string; readonly personId: string; readonly groupId: string; readonly number: number };
  readonly stream: string;
  readonly revision: bigint;
}

const delegate = ({ data }: OfDelegate) => `${data.programmeId}/${data.personId}`;
const without = (sessions: Row['attended'], { groupId, number }: OfDelegate['data']) => sessions.filter((at) => at.groupId !== groupId || at.number !== number);
const having = (sessions: Row['attended'], data: OfDelegate['data']) => [...without(sessions, data), { groupId: data.groupId, number: data.number }];

/** The row after an event of that stream about this person. */
function seeing(row: Row | undefined, { data: { programmeId, personId }, stream, revision }: OfDelegate): Row {
  const { attended, waived, seen } = row ?? { attended: [], waived: [], seen: [] };
  const others = seen.filter((basis) => basis.stream !== stream);
  return { programmeId, personId, attended, waived, seen: [...others, { stream, revision: String(revision) }] };
}

/** "Which sessions has this delegate attended, or been excused from, in any group of the programme?" One row per programme and person; at most one batch behind. */
export const delegateAttendance = defineReadModel({
  name: 'delegate-attendance',
  version: 1,
  row: Row,
  on: (when) => [
    when(AttendanceRecorded, delegate, (before, event) => {
      const row = seeing(before, event);
      return { ...row, attended: having(row.attended, event.data) };
    }),
    when(AttendanceCorrected, delegate, (before, event) => {
      const row = seeing(before, event);
      return { ...row, attended: event.data.to === 'present' ? having(row.attended, event.data) : without(row.attended, event.data) };
    }),
    when(AttendanceWaived, delegate, (before, event) => {
      const row = seeing(before, event);
      return { ...row, waived: having(row.waived, event.data) };
    }),
  ],
});

@Injectable()
export class DelegateAttendance {
  constructor(@InjectRows(delegateAttendance) private readonly rows: Rows<RowOf<typeof delegateAttendance>>) {}

  /** The numbers of the sessions, and how far the record of the sessions had been seen. */
  async of(tenant: string, programmeId: string, personId: string) {
    const { attended, waived, seen } = (await this.rows.in(tenant).get(`${programmeId}/${personId}`)) ?? { attended: [], waived: [], seen: [] };
    return { attended: attended.map(({ number }) => number), waived: waived.map(({ number }) => number), basis: seen };
  }
}
