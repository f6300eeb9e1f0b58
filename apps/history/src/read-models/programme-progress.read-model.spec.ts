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
import type { NewEvent } from '@cairn/event-sourcing';
import { specForReadModel } from '@cairn/testing';
import { programmeProgress } from './programme-progress.read-model.js';

const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const programmeId = id(1);
const groupId = id(2);
const other = id(3);
const personId = id(4);
const settingId = id(5);
const sessionId = id(6);
const planId = id(7);
const grantId = id(8);
const award = { pence: 50_000, currency: 'GBP' } as const;
const designed = ProgrammeDesigned({
  programmeId,
  organisationId: id(9),
  title: 'A programme',
  ...{ sessionsPerGroup: 3, sessionMinutes: 120, groupCapacity: 6, award, lateSubmission: 'refuse', offPlanSpend: 'refuse' },
});
const formed = (group: string) => GroupFormed({ programmeId, groupId: group, name: 'Group', capacity: 6, sessions: 3, sessionMinutes: 120 });
const enrolled = (group: string, person = personId) => DelegateEnrolled({ programmeId, groupId: group, personId: person, settingId });
const session = { groupId, programmeId, sessionId, number: 1 };
const attended = AttendanceRecorded({ ...session, personId, minutes: 120 });
const plan = { planId, programmeId, personId };
const submitted = TrainingPlanSubmitted({ ...plan, settingId, submittedBy: personId, lines: 1, totalPence: 50_000 });
const grant = { grantId, programmeId, personId };

const { given } = specForReadModel(programmeProgress);
const rowAfter = (...events: NewEvent[]) => given(designed, ...events).rows()[0];

describe('programme progress', () => {
  it('counts nothing of a programme that was only designed', () =>
    expect(rowAfter()).toEqual({
      ...{ programmeId, title: 'A programme', invited: 0, accepted: 0, seats: {}, groupSessions: 0, facilitatorMinutes: 0, attendances: 0 },
      ...{ delegateMinutes: 0, trainingPlansSubmitted: 0, trainingPlansApproved: 0, grantsReleased: 0, releasedPence: 0, spentPence: 0, returnedPence: 0 },
    }));

  it('counts invitations and who accepted', () =>
    expect(rowAfter(InvitationSent({ programmeId, personId, settingId }), InvitationAccepted({ programmeId, personId }))).toMatchObject({
      invited: 1,
      accepted: 1,
    }));

  it('counts the seats of each group, and not those that were given up', () =>
    expect(
      rowAfter(
        formed(groupId),
        formed(other),
        enrolled(groupId),
        enrolled(groupId, id(10)),
        DelegateWithdrew({ programmeId, groupId, personId, reason: 'moved away' }),
      ),
    ).toMatchObject({ seats: { [groupId]: 1, [other]: 0 } }));

  it('counts sessions by the facilitator and attendance by the delegate', () =>
    expect(rowAfter(GroupSessionHeld({ ...session, facilitatorId: id(11), minutes: 120, heldAt: '2019-05-13T08:30:00.000Z' }), attended)).toMatchObject({
      groupSessions: 1,
      facilitatorMinutes: 120,
      attendances: 1,
      delegateMinutes: 120,
    }));

  it('takes back an attendance that was corrected', () =>
    expect(
      rowAfter(attended, AttendanceCorrected({ ...session, personId, from: 'present', to: 'absent', minutes: 120, reason: 'mistaken for another' })),
    ).toMatchObject({ attendances: 0, delegateMinutes: 0 }));

  it('counts a plan that was given back and handed in again once', () =>
    expect(
      rowAfter(
        submitted,
        TrainingPlanReturned({ ...plan, returnedBy: id(12), reason: 'add the dates' }),
        submitted,
        TrainingPlanApproved({ ...plan, approvedBy: id(12), totalPence: 50_000 }),
      ),
    ).toMatchObject({ trainingPlansSubmitted: 1, trainingPlansApproved: 1 }));

  it('follows the money', () =>
    expect(
      rowAfter(
        GrantReleased({ ...grant, planId, settingId, releasedBy: id(12), award, attended: [1, 2, 3], waived: [] }),
        GrantSpendRecorded({ ...grant, spendId: id(13), lineId: id(14), pence: 30_000 }),
        GrantReturned({ ...grant, returnId: id(15), pence: 5_000, reason: 'cheaper than planned' }),
      ),
    ).toMatchObject({ grantsReleased: 1, releasedPence: 50_000, spentPence: 30_000, returnedPence: 5_000 }));

  it('knows nothing of a programme that nobody designed', () => expect(given(formed(groupId)).rows()).toEqual([]));
});
