import { DelegateEnrolled, DelegateWithdrew, GroupFormed } from '@cairn/contracts/planning';
import { defineRule, type DataOf } from '@cairn/event-sourcing';
import { existing, type Programme, type ProgrammeDecision } from './programme.decider.js';

export const GroupNotFound = defineRule('001-1', 'NOT_FOUND', () => 'No group with this id.', { kind: 'not-found' });
export const AlreadyEnrolled = defineRule('001-1', 'ALREADY_ENROLLED', (group: string) => `This person is a delegate of ${group} already.`);
export const GroupFull = defineRule('001-1', 'GROUP_FULL', (group: string, seated: number, seats: number) => `${group} has ${seated} of ${seats} delegates`);
export const PersonUnknown = defineRule('001-1', 'PERSON_UNKNOWN', () => 'Nobody with this id works at a setting.');
export const NotADelegate = defineRule('001-1', 'NOT_A_DELEGATE', (of: string) => `This person is no delegate of ${of}.`);

/** A group takes its figures from the design as it forms. */
export const formGroup =
  (data: Pick<DataOf<typeof GroupFormed>, 'programmeId' | 'groupId' | 'name'>): ProgrammeDecision =>
  (state) => {
    const { groupCapacity, sessionsPerGroup, sessionMinutes } = existing(state).design;
    return [GroupFormed({ ...data, capacity: groupCapacity, sessions: sessionsPerGroup, sessionMinutes })];
  };

/**
 * A person has one seat in a programme, and a group no more seats than it was formed with. Who withdrew may come back, to any group.
 * @param settingId where the person works; null when nobody knows
 */
export const enrolDelegate =
  ({ settingId, ...seat }: { programmeId: string; groupId: string; personId: string; settingId: string | null }): ProgrammeDecision =>
  (state) => {
    const { groups, delegates } = existing(state);
    const { name, capacity } = groupOf(groups, seat.groupId);
    const taken = delegates.get(seat.personId)?.groupId;
    if (taken) throw AlreadyEnrolled(groupOf(groups, taken).name);
    const seated = [...delegates.values()].filter(({ groupId }) => groupId === seat.groupId).length;
    if (seated >= capacity) throw GroupFull(name, seated, capacity);
    if (settingId === null) throw PersonUnknown();
    return [DelegateEnrolled({ ...seat, settingId })];
  };

export const withdrawDelegate =
  (data: DataOf<typeof DelegateWithdrew>): ProgrammeDecision =>
  (state) => {
    const { groups, delegates } = existing(state);
    const { name } = groupOf(groups, data.groupId);
    if (delegates.get(data.personId)?.groupId !== data.groupId) throw NotADelegate(name);
    return [DelegateWithdrew(data)];
  };

function groupOf(groups: Programme['groups'], groupId: string) {
  const group = groups.get(groupId);
  if (!group) throw GroupNotFound();
  return group;
}
