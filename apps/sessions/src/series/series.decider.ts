import { AttendanceCorrected, AttendanceRecorded, AttendanceWaived, GroupSessionHeld } from '@cairn/contracts/sessions';
import { GroupSessionScheduled } from '@cairn/contracts/sessions/internal';
import { defineRule, defineStream, unreachable, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';

type Presence = 'present' | 'absent';

type Session =
  | { readonly status: 'scheduled'; readonly number: number }
  | {
      readonly status: 'held';
      readonly number: number;
      readonly heldAt: string;
      readonly minutes: number;
      /** By person. Nobody is in here who was never recorded. */
      readonly attendance: ReadonlyMap<string, Presence>;
    };

export interface SeriesState {
  /** By session. A group without sessions yet is a series too. */
  readonly sessions: ReadonlyMap<string, Session>;
  /** By person: the numbers of the sessions for which they are excused. */
  readonly waived: ReadonlyMap<string, ReadonlySet<number>>;
}

/** One group's run of sessions: what was scheduled, what was held, and who was there. Its id is the group's. */
export const series = defineStream({
  category: 'series',
  events: [GroupSessionScheduled, GroupSessionHeld, AttendanceRecorded, AttendanceCorrected, AttendanceWaived],
  initial: { sessions: new Map(), waived: new Map() } as SeriesState,
  evolve: (state, event): SeriesState => {
    switch (event.type) {
      case 'GroupSessionScheduled': {
        const { sessionId, number } = event.data;
        return { ...state, sessions: new Map(state.sessions).set(sessionId, { status: 'scheduled', number }) };
      }
      case 'GroupSessionHeld': {
        const { sessionId, number, heldAt, minutes } = event.data;
        return { ...state, sessions: new Map(state.sessions).set(sessionId, { status: 'held', number, heldAt, minutes, attendance: new Map() }) };
      }
      case 'AttendanceRecorded':
        return withPresence(state, event.data.sessionId, event.data.personId, 'present');
      case 'AttendanceCorrected':
        return withPresence(state, event.data.sessionId, event.data.personId, event.data.to);
      case 'AttendanceWaived': {
        const { personId, number } = event.data;
        return { ...state, waived: new Map(state.waived).set(personId, new Set(state.waived.get(personId)).add(number)) };
      }
      default:
        return unreachable(event, state);
    }
  },
});

function withPresence(state: SeriesState, sessionId: string, personId: string, presence: Presence): SeriesState {
  const session = state.sessions.get(sessionId);
  if (session?.status !== 'held') return state;
  const attendance = new Map(session.attendance).set(personId, presence);
  return { ...state, sessions: new Map(state.sessions).set(sessionId, { ...session, attendance }) };
}

export const SessionNotFound = defineRule('001-1', 'NOT_FOUND', () => 'No session with this id.', { kind: 'not-found' });
export const ProgrammeSessionLimit = defineRule(
  '001-1',
  'PROGRAMME_SESSION_LIMIT',
  (group: string, scheduled: number, limit: number) => `${group} has ${scheduled} of ${limit} sessions.`,
);
export const SessionLengthMismatch = defineRule(
  '001-1',
  'SESSION_LENGTH_MISMATCH',
  (minutes: number, designed: number) => `A session of ${minutes} minutes needs a reason: the programme has ${designed}.`,
);
export const SessionAlreadyHeld = defineRule('001-1', 'SESSION_ALREADY_HELD', (number: number) => `Session ${number} was held before.`);
export const SessionNotHeld = defineRule('001-1', 'SESSION_NOT_HELD', (number: number) => `Session ${number} has not been held.`);
export const NotYetHappened = defineRule(
  'D-2',
  'NOT_YET_HAPPENED',
  (heldAt: string, now: string) => `A session cannot have been held at ${heldAt}: it is ${now}.`,
);
export const NotADelegate = defineRule(
  '001-3',
  'NOT_A_DELEGATE',
  (group: string, strangers: number, people: number) => `${strangers} of ${people} people were no delegates of ${group} then.`,
);
export const AttendanceUnchanged = defineRule(
  '001-3',
  'ATTENDANCE_UNCHANGED',
  (number: number, presence: Presence) => `This person is on record as ${presence} at session ${number} already.`,
);
export const SessionNumberUnknown = defineRule(
  '001-3',
  'SESSION_NUMBER_UNKNOWN',
  (number: number, sessions: number) => `There is no session ${number}: the group has ${sessions}.`,
);
export const AttendanceNotMissed = defineRule(
  '001-3',
  'ATTENDANCE_NOT_MISSED',
  (number: number) => `This person was at session ${number}, or is excused from it already.`,
);

/** A group as planning has formed it, and everyone who is or was a delegate of it: what its run of sessions must keep to. */
export interface Group {
  readonly groupId: string;
  readonly programmeId: string;
  readonly name: string;
  readonly sessions: number;
  readonly sessionMinutes: number;
  readonly delegates: readonly { readonly personId: string; readonly withdrewAt: string | null }[];
}

export type SeriesDecision = Decide<SeriesState, EventIn<typeof series>>;

const partOf = ({ groupId, programmeId }: Group, sessionId: string, { number }: Session) => ({ groupId, programmeId, sessionId, number });

/** The programme says how many sessions and how long; another length needs a reason. */
export const scheduleSession =
  (group: Group, session: Pick<DataOf<typeof GroupSessionScheduled>, 'sessionId' | 'startsAt' | 'minutes' | 'lengthReason'>): SeriesDecision =>
  ({ sessions }) => {
    if (sessions.size >= group.sessions) throw ProgrammeSessionLimit(group.name, sessions.size, group.sessions);
    if (session.minutes !== group.sessionMinutes && session.lengthReason === null) throw SessionLengthMismatch(session.minutes, group.sessionMinutes);
    const { groupId, programmeId } = group;
    return [GroupSessionScheduled({ groupId, programmeId, number: sessions.size + 1, ...session })];
  };

/** @param now ISO 8601 in UTC with milliseconds, as is `heldAt` */
export const holdSession =
  (group: Group, held: Pick<DataOf<typeof GroupSessionHeld>, 'sessionId' | 'facilitatorId' | 'heldAt' | 'minutes'>, now: string): SeriesDecision =>
  (state) => {
    const session = sessionOf(state, held.sessionId);
    if (session.status === 'held') throw SessionAlreadyHeld(session.number);
    if (held.heldAt > now) throw NotYetHappened(held.heldAt, now);
    return [GroupSessionHeld({ ...partOf(group, held.sessionId, session), ...held })];
  };

/** Who is on record for this session already, present or corrected to absent, is not news. */
export const recordAttendance =
  (group: Group, sessionId: string, present: readonly string[]): SeriesDecision =>
  (state) => {
    const session = heldSession(state, sessionId);
    requireDelegates(group, present, session.heldAt);
    const news = [...new Set(present)].filter((personId) => !session.attendance.has(personId));
    return news.map((personId) => AttendanceRecorded({ ...partOf(group, sessionId, session), personId, minutes: session.minutes }));
  };

/** A mistake is put right by saying so: the record keeps both. */
export const correctAttendance =
  (group: Group, { sessionId, ...correction }: { sessionId: string; personId: string; to: Presence; reason: string }): SeriesDecision =>
  (state) => {
    const session = heldSession(state, sessionId);
    if (correction.to === 'present') requireDelegates(group, [correction.personId], session.heldAt);
    const from = session.attendance.get(correction.personId) ?? 'absent';
    if (from === correction.to) throw AttendanceUnchanged(session.number, from);
    return [AttendanceCorrected({ ...partOf(group, sessionId, session), ...correction, from, minutes: session.minutes })];
  };

/** Excuses one person from one session, before or after it is held. */
export const waiveAttendance =
  (group: Group, waiver: Pick<DataOf<typeof AttendanceWaived>, 'personId' | 'number' | 'waivedBy' | 'reason'>): SeriesDecision =>
  ({ sessions, waived }) => {
    const { groupId, programmeId } = group;
    const { personId, number } = waiver;
    if (number > group.sessions) throw SessionNumberUnknown(number, group.sessions);
    if (!group.delegates.some((delegate) => delegate.personId === personId)) throw NotADelegate(group.name, 1, 1);
    const attended = [...sessions.values()].some(
      (session) => session.number === number && session.status === 'held' && session.attendance.get(personId) === 'present',
    );
    if (attended || waived.get(personId)?.has(number)) throw AttendanceNotMissed(number);
    return [AttendanceWaived({ groupId, programmeId, ...waiver })];
  };

function sessionOf({ sessions }: SeriesState, sessionId: string): Session {
  const session = sessions.get(sessionId);
  if (!session) throw SessionNotFound();
  return session;
}

function heldSession(state: SeriesState, sessionId: string) {
  const session = sessionOf(state, sessionId);
  if (session.status !== 'held') throw SessionNotHeld(session.number);
  return session;
}

/** Who withdrew before the session was no delegate at it. */
function requireDelegates({ name, delegates }: Group, people: readonly string[], heldAt: string): void {
  const then = new Set(delegates.filter(({ withdrewAt }) => withdrewAt === null || heldAt <= withdrewAt).map(({ personId }) => personId));
  const strangers = people.filter((personId) => !then.has(personId)).length;
  if (strangers > 0) throw NotADelegate(name, strangers, people.length);
}
