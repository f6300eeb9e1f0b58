import { ipswich } from '@cairn/frameworks';
import { z } from 'zod';
import type { Api } from '../api.js';
import { together } from '../together.js';
import { at, calendar, daysAfter } from './calendar.js';
import { deputies, groups, keyOf, lead, leaders, sponsor, type Player } from './cast.js';
import { settingOf, type Place } from './organisation.js';

const Programme = z.object({ programmeId: z.uuid() });
const Group = z.object({ groupId: z.uuid() });
const Anything = z.object({});

export const programmePath = (programmeId: string) => `/api/planning/programmes/${programmeId}`;

/** The programme is designed and has its sponsor, all 42 managers are invited and accept, and it is launched. */
export async function inviteManagers(api: Api, place: Place, done: () => void): Promise<string> {
  const designed = { ...ipswich.design, organisationId: place.organisationId };
  const { programmeId } = await api
    .as(lead)
    .post('/api/planning/programmes', designed, Programme, { key: keyOf('programme'), occurredAt: at(calendar.designed) });
  const path = programmePath(programmeId);
  await together(leaders, async (leader, index) => {
    const { person: personId, ref } = leader;
    const invitation = { personId, settingId: settingOf(place, leader) };
    const sent = { key: keyOf('invitation', ref), occurredAt: at(calendar.invitations, '12:00') };
    await api.as(lead).post(`${path}/invitations`, invitation, Anything, sent);
    const accepted = { key: keyOf('acceptance', ref), occurredAt: at(daysAfter(calendar.invitations, 1 + (index % 14))) };
    await api.as(leader).post(`${path}/invitations/${personId}/acceptance`, {}, Anything, accepted);
    done();
  });
  const commitment = { sponsorId: sponsor.person, hours: 40, budgetPence: leaders.length * ipswich.design.award.pence, until: calendar.sponsoredUntil };
  await api.as(lead).post(`${path}/sponsors`, commitment, Anything, { key: keyOf('sponsor'), occurredAt: at(calendar.designed) });
  await api.as(lead).post(`${path}/launch`, {}, Anything, { key: keyOf('launch'), occurredAt: at(calendar.launched) });
  return programmeId;
}

/** Seven groups of six. Two deputies take a seat for a while and give it up again before it is needed. */
export async function fillGroups(api: Api, programmeId: string, done: () => void): Promise<readonly string[]> {
  const path = `${programmePath(programmeId)}/groups`;
  const as = api.as(lead);
  return together(groups, async ({ name, delegates }, index) => {
    const { groupId } = await as.post(path, { name }, Group, { key: keyOf('group', index), occurredAt: at(calendar.groupsFormed, '09:00') });
    if (index === 0) for (const deputy of [deputies.early, deputies.waived]) await takeAndGiveUp(api, `${path}/${groupId}/delegates`, deputy);
    for (const { person: personId, ref } of delegates) {
      await as.post(`${path}/${groupId}/delegates`, { personId }, Anything, { key: keyOf('enrolment', ref), occurredAt: at(calendar.enrolments) });
      done();
    }
    return groupId;
  });
}

async function takeAndGiveUp(api: Api, delegates: string, { person: personId, ref }: Player): Promise<void> {
  const as = api.as(lead);
  await as.post(delegates, { personId }, Anything, { key: keyOf('enrolment', ref), occurredAt: at(calendar.groupsFormed, '11:00') });
  const reason = 'The leader of the setting takes part instead.';
  const withdrawn = { key: keyOf('withdrawal', ref), occurredAt: at(calendar.withdrawals) };
  await as.post(`${delegates}/${personId}/withdrawal`, { reason }, Anything, withdrawn);
}
