import { strict as assert } from 'node:assert';
import { ipswich } from '@cairn/frameworks';
import { z } from 'zod';
import { Refused, type Api } from '../api.js';
import { assertRefused, person, type Scenario } from './scenario.js';
import { organisationOf, programmeOf, staffOf } from './stage.js';

const id = 'S01';
const staff = staffOf(id);
const delegates = Array.from({ length: 42 }, (_, index) => person(id, `leader-${index + 1}`, 'setting-leader'));
const late = person(id, 'leader-43', 'setting-leader');
const everyone = [...delegates, late];

const Anything = z.object({});
const Census = z.object({ byType: z.record(z.string(), z.int()) });

/** Seats taken so far, as the record of events has it. */
const enrolled = async (api: Api): Promise<number> => {
  api.settle();
  const { byType } = await api.as(staff.auditor).get('/api/history/events', Census);
  return byType['DelegateEnrolled'] ?? 0;
};

async function run(api: Api): Promise<void> {
  const { organisationId } = await organisationOf(api, staff, everyone);
  const { path, groupIds } = await programmeOf(api, staff, organisationId, ipswich.groups);
  const as = api.as(staff.lead);
  const seat = (group: string) => `${path}/groups/${group}/delegates`;

  await Promise.all(delegates.map((who, index) => as.post(seat(groupIds[Math.floor(index / 6)]!), { personId: who.person }, Anything)));
  assert.equal(await enrolled(api), 42);
  for (const [index, groupId] of groupIds.entries())
    assertRefused(await as.refused(seat(groupId), { personId: late.person }), 'GROUP_FULL', `${ipswich.groups[index]} has 6 of 6 delegates`);
  assert.equal(await enrolled(api), 42);

  const other = await programmeOf(api, staff, organisationId, ['Group 1']);
  const last = `${other.path}/groups/${other.groupIds[0]}/delegates`;
  for (const who of delegates.slice(0, 5)) await as.post(last, { personId: who.person }, Anything);
  const race = await Promise.allSettled([delegates[5]!, late].map((who) => as.post(last, { personId: who.person }, Anything)));
  const [lost, ...more] = race.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  assert.ok(lost instanceof Refused && more.length === 0, 'exactly one of two racing enrolments must lose');
  assertRefused(lost.problem, 'GROUP_FULL', 'Group 1 has 6 of 6 delegates');
  assert.equal(await enrolled(api), 42 + 6);
}

export const groupsFill: Scenario = {
  id,
  title: 'Seven groups of six fill; delegate 43 is refused, and of two who race for the last seat one gets it',
  people: [...Object.values(staff), ...everyone],
  run,
};
