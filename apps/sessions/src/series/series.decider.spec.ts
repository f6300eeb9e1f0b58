import { specFor } from '@cairn/testing';
import {
  attended,
  corrected,
  facilitatorId,
  groupId,
  held,
  heldAt,
  person,
  programmeId,
  scheduled,
  session,
  startsAt,
  waived,
  waivedBy,
} from '../fixtures/group-3.js';
import {
  AttendanceNotMissed,
  AttendanceUnchanged,
  correctAttendance,
  holdSession,
  NotADelegate,
  NotYetHappened,
  ProgrammeSessionLimit,
  recordAttendance,
  scheduleSession,
  series,
  SessionAlreadyHeld,
  SessionLengthMismatch,
  SessionNotFound,
  SessionNotHeld,
  SessionNumberUnknown,
  waiveAttendance,
  type Group,
} from './series.decider.js';

const { given } = specFor(series);
const delegates = [1, 2, 3, 4, 5, 6].map((n) => ({ personId: person(n), withdrewAt: null }));
const group: Group = { groupId, programmeId, name: 'Group 3', sessions: 3, sessionMinutes: 120, delegates };
const leftAt = (n: number, withdrewAt: string): Group => ({
  ...group,
  delegates: [...delegates.filter(({ personId }) => personId !== person(n)), { personId: person(n), withdrewAt }],
});

describe('a session is scheduled', () => {
  const schedule = (n: number, minutes = 120, lengthReason: string | null = null) =>
    scheduleSession(group, { sessionId: session(n), startsAt, minutes, lengthReason });

  it('as the next of its group', () => given(scheduled(1)).when(schedule(2)).then(scheduled(2)));
  it('no more often than the programme says', () =>
    expect(given(scheduled(1), scheduled(2), scheduled(3)).when(schedule(4)).thenRejects(ProgrammeSessionLimit)).toBe('Group 3 has 3 of 3 sessions.'));
  it('for as long as the programme says', () =>
    expect(given().when(schedule(1, 90)).thenRejects(SessionLengthMismatch)).toBe('A session of 90 minutes needs a reason: the programme has 120.'));
  it('for another time where there is a reason', () =>
    given()
      .when(schedule(1, 90, 'The hall closes early'))
      .then(scheduled(1, 90, 'The hall closes early')));
});

describe('a session is held', () => {
  const hold = (n: number, now = heldAt) => holdSession(group, { sessionId: session(n), facilitatorId, heldAt, minutes: 120 }, now);

  it('by its facilitator', () => given(scheduled(1)).when(hold(1)).then(held(1)));
  it('once', () => expect(given(scheduled(1), held(1)).when(hold(1)).thenRejects(SessionAlreadyHeld)).toBe('Session 1 was held before.'));
  it('not in the future', () =>
    expect(given(scheduled(1)).when(hold(1, '2019-05-13T10:59:59.999Z')).thenRejects(NotYetHappened)).toBe(
      'A session cannot have been held at 2019-05-13T11:00:00.000Z: it is 2019-05-13T10:59:59.999Z.',
    ));
  it('after it was scheduled', () => void given(scheduled(1)).when(hold(2)).thenRejects(SessionNotFound));
});

describe('attendance', () => {
  const record = (present: number[], of = group) => recordAttendance(of, session(1), present.map(person));

  it('is recorded for each who was there', () =>
    given(scheduled(1), held(1))
      .when(record([1, 2]))
      .then(attended(1, 1), attended(1, 2)));
  it('that is on record is not news', () =>
    given(scheduled(1), held(1), attended(1, 1))
      .when(record([1, 2, 2]))
      .then(attended(1, 2)));
  it('that was corrected is not news either', () =>
    given(scheduled(1), held(1), attended(1, 1), corrected(1, 1, 'absent'))
      .when(record([1]))
      .thenNothing());
  it('is for delegates of the group', () =>
    expect(
      given(scheduled(1), held(1))
        .when(record([1, 7, 8]))
        .thenRejects(NotADelegate),
    ).toBe('2 of 3 people were no delegates of Group 3 then.'));
  it('is not for a delegate who withdrew before the session', () =>
    void given(scheduled(1), held(1))
      .when(record([1], leftAt(1, '2019-05-13T10:59:59.999Z')))
      .thenRejects(NotADelegate));
  it('is for a delegate who withdrew after it', () =>
    given(scheduled(1), held(1))
      .when(record([1], leftAt(1, heldAt)))
      .then(attended(1, 1)));
  it('is of a session that was held', () =>
    expect(
      given(scheduled(1))
        .when(record([1]))
        .thenRejects(SessionNotHeld),
    ).toBe('Session 1 has not been held.'));
  it('is of a session that exists', () =>
    void given()
      .when(record([1]))
      .thenRejects(SessionNotFound));
});

describe('a correction', () => {
  const correct = (p: number, to: 'present' | 'absent', of = group) =>
    correctAttendance(of, { sessionId: session(1), personId: person(p), to, reason: 'The sign-in sheet says otherwise' });

  it('takes back an attendance', () =>
    given(scheduled(1), held(1), attended(1, 1))
      .when(correct(1, 'absent'))
      .then(corrected(1, 1, 'absent')));
  it('adds one that was forgotten', () =>
    given(scheduled(1), held(1))
      .when(correct(1, 'present'))
      .then(corrected(1, 1, 'present')));
  it('can be corrected', () =>
    given(scheduled(1), held(1), attended(1, 1), corrected(1, 1, 'absent'))
      .when(correct(1, 'present'))
      .then(corrected(1, 1, 'present')));
  it('changes something', () => {
    expect(given(scheduled(1), held(1), attended(1, 1)).when(correct(1, 'present')).thenRejects(AttendanceUnchanged)).toBe(
      'This person is on record as present at session 1 already.',
    );
    void given(scheduled(1), held(1)).when(correct(1, 'absent')).thenRejects(AttendanceUnchanged);
  });
  it('adds delegates only', () => void given(scheduled(1), held(1)).when(correct(7, 'present')).thenRejects(NotADelegate));
  it('takes back the attendance of someone who, as it turned out, had withdrawn', () =>
    given(scheduled(1), held(1), attended(1, 1))
      .when(correct(1, 'absent', leftAt(1, startsAt)))
      .then(corrected(1, 1, 'absent')));
  it('is of a session that was held', () => void given(scheduled(1)).when(correct(1, 'present')).thenRejects(SessionNotHeld));
});

describe('a waiver', () => {
  const waive = (n: number, p = 1) => waiveAttendance(group, { personId: person(p), number: n, waivedBy, reason: 'Jury service' });

  it('excuses from a session that was missed', () => given(scheduled(1), held(1)).when(waive(1)).then(waived(1, 1)));
  it('excuses beforehand', () => given().when(waive(3)).then(waived(3, 1)));
  it('is given once', () =>
    expect(given(waived(1, 1)).when(waive(1)).thenRejects(AttendanceNotMissed)).toBe('This person was at session 1, or is excused from it already.'));
  it('is not for someone who was there', () => void given(scheduled(1), held(1), attended(1, 1)).when(waive(1)).thenRejects(AttendanceNotMissed));
  it('is for one person and one session', () => {
    given(waived(1, 1)).when(waive(2)).then(waived(2, 1));
    given(waived(1, 1)).when(waive(1, 2)).then(waived(1, 2));
  });
  it('is for a session that the programme has', () =>
    expect(given().when(waive(4)).thenRejects(SessionNumberUnknown)).toBe('There is no session 4: the group has 3.'));
  it('is for a delegate of the group', () => void given().when(waive(1, 7)).thenRejects(NotADelegate));
});
