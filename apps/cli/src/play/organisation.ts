import { z } from 'zod';
import type { Api } from '../api.js';
import { together } from '../together.js';
import { at, calendar, daysAfter } from './calendar.js';
import { administrator, everyone, keyOf, leaders, organisationName, settings, deputies, type Player } from './cast.js';

const Organisation = z.object({ organisationId: z.uuid() });
const Setting = z.object({ settingId: z.uuid() });
const Anything = z.object({});

export interface Place {
  readonly organisationId: string;
  /** In the order of the cast's settings. */
  readonly settingIds: readonly string[];
}

export const settingOf = (place: Place, player: Player): string => place.settingIds[player.setting ?? -1]!;

/** The organisation and its 42 settings. */
export async function foundOrganisation(api: Api, done: () => void): Promise<Place> {
  const admin = api.as(administrator);
  const occurredAt = at(calendar.founded);
  const { organisationId } = await admin.post('/api/directory/organisations', { name: organisationName }, Organisation, {
    key: keyOf('organisation'),
    occurredAt,
  });
  const registered = await together(settings, async (setting, index) => {
    const path = `/api/directory/organisations/${organisationId}/settings`;
    const answer = await admin.post(path, { ...setting, region: 'Ipswich' }, Setting, { key: keyOf('setting', index), occurredAt });
    done();
    return answer.settingId;
  });
  return { organisationId, settingIds: registered };
}

/** Everybody, with the roles they hold; and the one line of reporting that a refusal rests on. */
export async function registerPeople(api: Api, place: Place, done: () => void): Promise<void> {
  const admin = api.as(administrator);
  await together(everyone, async (player) => {
    const { person, name, roles, ref } = player;
    const occurredAt = at(daysAfter(calendar.founded, 1));
    const settingId = player.setting === null ? null : settingOf(place, player);
    await admin.post(`/api/directory/people/${person}`, { name, settingId }, Anything, { key: keyOf('registration', ref), occurredAt });
    for (const role of roles) {
      const where = role === 'grant-officer' ? null : settingId;
      await admin.post(`/api/directory/people/${person}/roles`, { role, settingId: where }, Anything, { key: keyOf('role', ref, role), occurredAt });
    }
    done();
  });
  api.settle();
  const line = `/api/directory/organisations/${place.organisationId}/reporting-lines/${deputies.officer.person}`;
  const managerId = leaders[deputies.officer.setting!]!.person;
  await admin.post(line, { managerId }, Anything, { key: keyOf('reporting-line', deputies.officer.ref), occurredAt: at(daysAfter(calendar.founded, 2)) });
}
