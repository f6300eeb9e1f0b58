import { ipswich, ipswichSessionStarts } from '@cairn/frameworks';
import { z } from 'zod';
import type { Api } from '../api.js';
import { together } from '../together.js';
import { at, calendar, minutesAfter } from './calendar.js';
import { approver, deputies, facilitator, groups, keyOf } from './cast.js';

const Session = z.object({ sessionId: z.uuid(), number: z.int() });
const Anything = z.object({});

const { sessionMinutes: minutes, sessionsPerGroup } = ipswich.design;
export const sessionNumbers = Array.from({ length: sessionsPerGroup }, (_, index) => index + 1);
export const seriesPath = (groupId: string) => `/api/sessions/groups/${groupId}`;

/** Three sessions for each group in the summer term, held by the facilitator, with all six there. */
export async function holdSessions(api: Api, groupIds: readonly string[], done: () => void): Promise<void> {
  const as = api.as(facilitator);
  await together(groupIds, async (groupId, group) => {
    for (const planned of sessionNumbers) {
      const startsAt = ipswichSessionStarts(group)[planned - 1]!;
      const scheduled = { startsAt, minutes, lengthReason: null };
      const calendarEntry = { key: keyOf('session', group, planned), occurredAt: at(calendar.enrolments, '15:00') };
      const { sessionId } = await as.post(`${seriesPath(groupId)}/sessions`, scheduled, Session, calendarEntry);
      const path = `${seriesPath(groupId)}/sessions/${sessionId}`;
      const occurredAt = minutesAfter(startsAt, minutes);
      await as.post(`${path}/holding`, { heldAt: startsAt, minutes }, Anything, { key: keyOf('holding', group, planned), occurredAt });
      const present = groups[group]!.delegates.map(({ person }) => person);
      await as.post(`${path}/attendance`, { present }, Anything, { key: keyOf('attendance', group, planned), occurredAt });
      done();
    }
  });
  await waiveSessions(api, groupIds[0]!);
}

/** For the deputy who withdrew: attended nothing, and is excused from everything. */
async function waiveSessions(api: Api, groupId: string): Promise<void> {
  const { person: personId, ref } = deputies.waived;
  for (const number of sessionNumbers) {
    const waiver = { personId, number, reason: 'Withdrew before the first session, in agreement with the programme lead.' };
    await api.as(approver).post(`${seriesPath(groupId)}/waivers`, waiver, Anything, { key: keyOf('waiver', ref, number), occurredAt: at(calendar.waivers) });
  }
}
