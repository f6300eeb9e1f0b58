import { strict as assert } from 'node:assert';
import { z } from 'zod';
import type { Api } from '../api.js';
import { assertRefused, person, type Scenario } from './scenario.js';
import { draftedPlan, needOf, organisationOf, pairOf, smartObjective, staffOf } from './stage.js';

const id = 'S03';
const staff = staffOf(id);
const practitioner = person(id, 'practitioner', 'practitioner');
const supporter = person(id, 'supporter', 'supporter');
const colleague = person(id, 'colleague', 'practitioner');

const Anything = z.object({});
const Plan = z.object({ objectives: z.array(z.object({ versions: z.array(z.object({ version: z.int(), needIds: z.array(z.uuid()) })) })) });

async function run(api: Api): Promise<void> {
  const { organisationId, settingIds } = await organisationOf(api, staff, [practitioner, supporter, colleague]);
  const needId = await needOf(api, staff, practitioner.person, settingIds[0]!);
  const foreign = await needOf(api, staff, colleague.person, settingIds[2]!);
  const { engagementId } = await pairOf(api, staff, organisationId, practitioner, supporter);
  const { path } = await draftedPlan(api, { engagementId, practitioner, supporter });
  const as = api.as(supporter);

  const vague = { ...smartObjective([needId]), statement: 'Be better at outdoor play', instrument: null, baseline: null, target: null, dueOn: null };
  assertRefused(
    await as.refused(`${path}/objectives`, vague),
    'OBJECTIVE_NOT_SMART',
    'missing: measurable (no measure, no baseline, no target), time-bound (no due date)',
  );
  assertRefused(
    await as.refused(`${path}/objectives`, smartObjective([foreign])),
    'OBJECTIVE_NOT_DERIVED_FROM_NEED',
    'An objective derives from needs that a completed assessment has found for the same practitioner; 1 of 1 do not count: it was found for another person.',
  );

  await as.post(`${path}/objectives`, smartObjective([needId]), Anything);
  api.settle();
  const { objectives } = await api.as(practitioner).get(path, Plan);
  assert.deepEqual(objectives, [{ versions: [{ version: 1, needIds: [needId] }] }]);
}

export const smartObjectives: Scenario = {
  id,
  title:
    'An objective without measure and due date is refused letter by letter; one from another person’s need is refused; a SMART one of their own need is set',
  people: [...Object.values(staff), practitioner, supporter, colleague],
  run,
};
