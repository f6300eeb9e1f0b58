import {
  DelegateEnrolled,
  DelegateWithdrew,
  GrantReleased,
  GrantReturned,
  GrantSpendRecorded,
  GroupFormed,
  InvitationAccepted,
  InvitationSent,
  ProgrammeDesigned,
  TrainingPlanApproved,
  TrainingPlanReturned,
  TrainingPlanSubmitted,
} from '@cairn/contracts/planning';
import { AttendanceCorrected, AttendanceRecorded, GroupSessionHeld } from '@cairn/contracts/sessions';
import { InjectRows } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const Row = z.object({
  programmeId: z.uuid(),
  title: z.string(),
  invited: z.int(),
  accepted: z.int(),
  /** Delegates by group, also of groups that have none yet. */
  seats: z.record(z.uuid(), z.int()),
  groupSessions: z.int(),
  facilitatorMinutes: z.int(),
  attendances: z.int(),
  delegateMinutes: z.int(),
  trainingPlansSubmitted: z.int(),
  trainingPlansApproved: z.int(),
  grantsReleased: z.int(),
  releasedPence: z.int(),
  spentPence: z.int(),
  returnedPence: z.int(),
});
type Row = z.output<typeof Row>;
type Total = Exclude<keyof Row, 'programmeId' | 'title' | 'seats'>;
interface OfProgramme {
  readonly data: { readonly programmeId: string };
}

const programme = (event: OfProgramme) => event.data.programmeId;
const plus = (row: Row | undefined, amounts: Partial<Record<Total, number>>): Row | undefined =>
  row && Object.entries(amounts).reduce((sum, [total, amount]) => ({ ...sum, [total]: sum[total as Total] + amount }), row);
const seated = (row: Row | undefined, groupId: string, by: number): Row | undefined =>
  row && { ...row, seats: { ...row.seats, [groupId]: (row.seats[groupId] ?? 0) + by } };

/**
 * "How far is this programme?" One row per programme; at most one batch behind. Counts what stands now: a delegate who withdrew has no seat, a plan that
 * was given back is not handed in, an attendance that was corrected is not counted.
 */
export const programmeProgress = defineReadModel({
  name: 'programme-progress',
  version: 1,
  row: Row,
  on: (when) => [
    when(ProgrammeDesigned, programme, (_, { data }) => ({
      programmeId: data.programmeId,
      title: data.title,
      invited: 0,
      accepted: 0,
      seats: {},
      groupSessions: 0,
      facilitatorMinutes: 0,
      attendances: 0,
      delegateMinutes: 0,
      trainingPlansSubmitted: 0,
      trainingPlansApproved: 0,
      grantsReleased: 0,
      releasedPence: 0,
      spentPence: 0,
      returnedPence: 0,
    })),
    when(InvitationSent, programme, (row) => plus(row, { invited: 1 })),
    when(InvitationAccepted, programme, (row) => plus(row, { accepted: 1 })),
    when(GroupFormed, programme, (row, { data }) => seated(row, data.groupId, 0)),
    when(DelegateEnrolled, programme, (row, { data }) => seated(row, data.groupId, 1)),
    when(DelegateWithdrew, programme, (row, { data }) => seated(row, data.groupId, -1)),
    when(GroupSessionHeld, programme, (row, { data }) => plus(row, { groupSessions: 1, facilitatorMinutes: data.minutes })),
    when(AttendanceRecorded, programme, (row, { data }) => plus(row, { attendances: 1, delegateMinutes: data.minutes })),
    when(AttendanceCorrected, programme, (row, { data }) => {
      const sign = data.to === 'present' ? 1 : -1;
      return plus(row, { attendances: sign, delegateMinutes: sign * data.minutes });
    }),
    when(TrainingPlanSubmitted, programme, (row) => plus(row, { trainingPlansSubmitted: 1 })),
    when(TrainingPlanReturned, programme, (row) => plus(row, { trainingPlansSubmitted: -1 })),
    when(TrainingPlanApproved, programme, (row) => plus(row, { trainingPlansApproved: 1 })),
    when(GrantReleased, programme, (row, { data }) => plus(row, { grantsReleased: 1, releasedPence: data.award.pence })),
    when(GrantSpendRecorded, programme, (row, { data }) => plus(row, { spentPence: data.pence })),
    when(GrantReturned, programme, (row, { data }) => plus(row, { returnedPence: data.pence })),
  ],
});

/** The figures a programme lead reports; hours are 60 minutes. */
const report = ({ seats, facilitatorMinutes, delegateMinutes, ...row }: RowOf<typeof programmeProgress>) => {
  const taken = Object.values(seats);
  return {
    ...row,
    groups: taken.length,
    largestGroup: Math.max(0, ...taken),
    delegates: taken.reduce((sum, delegates) => sum + delegates, 0),
    facilitatorHours: facilitatorMinutes / 60,
    delegateHours: delegateMinutes / 60,
  };
};

@Injectable()
export class ProgrammeProgress {
  constructor(@InjectRows(programmeProgress) private readonly rows: Rows<RowOf<typeof programmeProgress>>) {}

  async of(tenant: string, programmeId: string) {
    const row = await this.rows.in(tenant).get(programmeId);
    return row && report(row);
  }
}
