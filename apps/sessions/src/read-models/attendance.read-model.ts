import { DelegateEnrolled } from '@cairn/contracts/planning';
import { AttendanceCorrected, AttendanceRecorded, AttendanceWaived } from '@cairn/contracts/sessions';
import { InjectRows, type Page } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const Row = z.object({
  programmeId: z.uuid(),
  groupId: z.uuid(),
  personId: z.uuid(),
  /** Numbers of sessions, in order. */
  attended: z.array(z.int()),
  waived: z.array(z.int()),
  minutes: z.int(),
});
type Row = RowOf<{ row: typeof Row }>;

interface OfDelegate {
  readonly data: { readonly programmeId: string; readonly groupId: string; readonly personId: string };
}

const delegate = ({ data }: OfDelegate) => `${data.groupId}/${data.personId}`;
const rowOf = (row: Row | undefined, { data: { programmeId, groupId, personId } }: OfDelegate): Row =>
  row ?? { programmeId, groupId, personId, attended: [], waived: [], minutes: 0 };
const having = (numbers: readonly number[], number: number) => [...new Set([...numbers, number])].sort((a, b) => a - b);
const attending = (row: Row, { number, minutes }: { number: number; minutes: number }): Row => ({
  ...row,
  attended: having(row.attended, number),
  minutes: row.minutes + minutes,
});
const missing = (row: Row, { number, minutes }: { number: number; minutes: number }): Row => ({
  ...row,
  attended: row.attended.filter((attended) => attended !== number),
  minutes: row.minutes - minutes,
});

/** "Who was at which sessions?" One row per group and person who is a delegate of it or was one; at most one batch behind. */
export const attendance = defineReadModel({
  name: 'attendance',
  version: 1,
  row: Row,
  indexes: [['programmeId']],
  on: (when) => [
    when(DelegateEnrolled, delegate, rowOf),
    when(AttendanceRecorded, delegate, (row, event) => attending(rowOf(row, event), event.data)),
    when(AttendanceCorrected, delegate, (row, event) => (event.data.to === 'present' ? attending : missing)(rowOf(row, event), event.data)),
    when(AttendanceWaived, delegate, (before, event) => {
      const row = rowOf(before, event);
      return { ...row, waived: having(row.waived, event.data.number) };
    }),
  ],
});

@Injectable()
export class Attendance {
  constructor(@InjectRows(attendance) private readonly rows: Rows<RowOf<typeof attendance>>) {}

  async ofProgramme(tenant: string, programmeId: string, { limit, offset }: Page) {
    const rows = this.rows.in(tenant);
    const [total, items] = await Promise.all([
      rows.count({ programmeId }),
      rows.find({ programmeId }, { order: { groupId: 'ASC', personId: 'ASC' }, limit, offset }),
    ]);
    return { total, items };
  }
}
