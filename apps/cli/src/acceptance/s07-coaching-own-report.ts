import { strict as assert } from 'node:assert';
import { z } from 'zod';
import type { Api } from '../api.js';
import { assertRefused, person, type Scenario } from './scenario.js';
import { organisationOf, pairOf, staffOf } from './stage.js';

const id = 'S07';
const staff = staffOf(id);
const practitioner = person(id, 'practitioner', 'practitioner');
const manager = person(id, 'manager', 'supporter');

const Anything = z.object({});
const Engagement = z.object({ status: z.string() });

async function run(api: Api): Promise<void> {
  const { organisationId } = await organisationOf(api, staff, [practitioner, manager]);
  const { path } = await pairOf(api, staff, organisationId, practitioner, manager);
  for (const who of [practitioner, manager]) await api.as(who).post(`${path}/parties/${who.person}/expectations`, {}, Anything);
  await api
    .as(staff.admin)
    .post(`/api/directory/organisations/${organisationId}/reporting-lines/${practitioner.person}`, { managerId: manager.person }, Anything);
  api.settle();
  const start = () => api.as(staff.lead).refused(`${path}/start`, {});
  assertRefused(await start(), 'MANAGER_AS_COACH_CONFLICT', 'The supporter manages the practitioner through 1 level, which the organisation forbids.');

  const decide = (policy: string, to: string) =>
    api.as(staff.lead).post(`/api/directory/policies/${policy}`, { to, reason: 'The board has decided so.' }, Anything);
  await decide('MANAGER_AS_COACH_CONFLICT', 'allow-with-declaration');
  await decide('SAFEGUARDING_TRAINING_EXPIRED', 'warn');
  const pair = { practitionerId: practitioner.person, supporterId: manager.person };
  const said = { conflict: 'The practitioner reports to me.', mitigations: 'A colleague appraises the practitioner.', reviewOn: '2099-12-01' };
  await api.as(manager).post(`${path}/conflict-declaration`, { ...pair, ...said }, Anything);
  await api.as(staff.lead).post(`${path}/conflict-approval`, {}, Anything);
  api.settle();
  const missing = 'The supporter manages the practitioner through 1 level; missing: the practitioner’s consent.';
  assertRefused(await start(), 'MANAGER_AS_COACH_CONFLICT', missing);

  await api.as(practitioner).post(`${path}/parties/${practitioner.person}/conflict-consent`, {}, Anything);
  await api.as(staff.lead).post(`${path}/start`, {}, Anything);
  api.settle();
  assert.equal((await api.as(staff.lead).get(path, Engagement)).status, 'started');
}

export const coachingOwnReport: Scenario = {
  id,
  title: 'A manager does not coach their own report; where that is allowed, not before all four parts of the declaration are there',
  people: [...Object.values(staff), practitioner, manager],
  run,
};
