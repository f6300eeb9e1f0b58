import { strict as assert } from 'node:assert';
import { ipswich, ipswichSessionStarts } from '@cairn/frameworks';
import { z } from 'zod';
import type { Api } from '../api.js';
import { assertRefused, person, type Scenario } from './scenario.js';
import { needOf, organisationOf, programmeOf, sessionOf, staffOf } from './stage.js';

const id = 'S02';
const staff = staffOf(id);
const leader = person(id, 'leader', 'setting-leader');
const colleague = person(id, 'colleague', 'setting-leader');

const Anything = z.object({});
const Progress = z.object({ grantsReleased: z.int() });

async function run(api: Api): Promise<void> {
  const { organisationId, settingIds } = await organisationOf(api, staff, [leader, colleague]);
  const needId = await needOf(api, staff, leader.person, settingIds[0]!);
  const { programmeId, path, groupIds } = await programmeOf(api, staff, organisationId, ['Group 1']);
  const groupId = groupIds[0]!;
  const enrolledAt = '2019-04-12T10:00:00.000Z';
  for (const { person: personId } of [leader, colleague])
    await api.as(staff.lead).post(`${path}/groups/${groupId}/delegates`, { personId }, Anything, { occurredAt: enrolledAt });
  api.settle();
  const [first, second, third] = ipswichSessionStarts(0) as [string, string, string];
  await sessionOf(api, staff, groupId, first, [leader, colleague]);
  await sessionOf(api, staff, groupId, second, [colleague]);
  await sessionOf(api, staff, groupId, third, [leader, colleague]);
  await approvedPlan(api, path, needId);

  const release = () => api.as(staff.officer).refused(`${path}/grants/${leader.person}/release`, {});
  assertRefused(await release(), 'GRANT_SESSIONS_INCOMPLETE', 'attended 2 of 3; session 2 missing, no waiver');
  const waiver = { personId: leader.person, number: 2, reason: 'Covered a colleague who was ill.' };
  await api.as(staff.officer).post(`/api/sessions/groups/${groupId}/waivers`, waiver, Anything);
  api.settle();
  await api.as(staff.officer).post(`${path}/grants/${leader.person}/release`, {}, Anything);
  assertRefused(await release(), 'GRANT_ALREADY_RELEASED', 'The grant was released before.');

  api.settle();
  const { grantsReleased } = await api.as(staff.auditor).get(`/api/history/programmes/${programmeId}/progress`, Progress);
  assert.equal(grantsReleased, 1);
}

async function approvedPlan(api: Api, path: string, needId: string): Promise<void> {
  const { term, opensOn, closesOn } = ipswich.submissionWindow;
  await api.as(staff.lead).post(`${path}/submission-windows`, { term, opensOn, closesOn }, Anything);
  const plan = `${path}/training-plans/${leader.person}`;
  const as = api.as(leader);
  await as.post(plan, {}, Anything);
  await as.post(`${plan}/lines`, { needId, training: 'Leading change', pence: 50_000 }, Anything);
  await as.post(`${plan}/submission`, {}, Anything, { occurredAt: `${opensOn}T10:00:00.000Z` });
  await api.as(staff.officer).post(`${plan}/approval`, {}, Anything);
  api.settle();
}

export const grantGate: Scenario = {
  id,
  title: 'A leader who missed session 2 gets no grant; with a waiver it is released, once',
  people: [...Object.values(staff), leader, colleague],
  run,
};
