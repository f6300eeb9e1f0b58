import { strict as assert } from 'node:assert';
import { z } from 'zod';
import type { Api } from '../api.js';
import { assertRefused, person, type Scenario } from './scenario.js';
import { organisationOf, staffOf } from './stage.js';

const id = 'S08';
const staff = staffOf(id);
const practitioner = person(id, 'practitioner', 'practitioner');
const supporter = person(id, 'supporter', 'supporter');

const Proposed = z.object({ engagementId: z.uuid() });
const Template = z.object({ criteria: z.array(z.object({ code: z.string() })) });
const Engagement = z.object({ approach: z.string() });

async function run(api: Api): Promise<void> {
  const { organisationId } = await organisationOf(api, staff, [practitioner, supporter]);
  const lead = api.as(staff.lead);
  const { criteria } = await lead.get('/api/planning/approaches', Template);
  const proposal = {
    ...{ organisationId, practitionerId: practitioner.person, supporterId: supporter.person },
    ...{ approach: 'mentoring', occasion: 'career-change', focus: 'development' },
  };
  const sentence = 'Choosing mentoring takes a rationale that names at least 1 of the 5 criteria of the template; ';
  const code = 'APPROACH_RATIONALE_REQUIRED';
  const propose = (choice: object) => lead.refused('/api/planning/engagements', { ...proposal, ...choice });
  assertRefused(await propose({ criteria: criteria.map((criterion) => criterion.code), rationale: '' }), code, `${sentence}it is empty.`);
  assertRefused(await propose({ criteria: [], rationale: 'It feels right.' }), code, `${sentence}it names none.`);

  const reasoned = { ...proposal, criteria: ['purpose'], rationale: 'A change of career is a transition, not one skill.' };
  const { engagementId } = await lead.post('/api/planning/engagements', reasoned, Proposed);
  api.settle();
  assert.equal((await lead.get(`/api/planning/engagements/${engagementId}`, Engagement)).approach, 'mentoring');
}

export const approachRationale: Scenario = {
  id,
  title: 'Mentoring is not chosen without a rationale that names a criterion of the template',
  people: [...Object.values(staff), practitioner, supporter],
  run,
};
