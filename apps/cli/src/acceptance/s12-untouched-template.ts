import { strict as assert } from 'node:assert';
import { z } from 'zod';
import type { Api } from '../api.js';
import { assertRefused, person, type Scenario } from './scenario.js';
import { draftedPlan, needOf, organisationOf, pairOf, smartObjective, staffOf } from './stage.js';

const id = 'S12';
const staff = staffOf(id);
const practitioner = person(id, 'practitioner', 'practitioner');
const supporter = person(id, 'supporter', 'supporter');

const Anything = z.object({});
const Template = z.object({ templateId: z.uuid() });
const Plan = z.object({ status: z.string(), contentRevision: z.int() });

async function run(api: Api): Promise<void> {
  const { organisationId, settingIds } = await organisationOf(api, staff, [practitioner, supporter]);
  const needId = await needOf(api, staff, practitioner.person, settingIds[0]!);
  const { engagementId } = await pairOf(api, staff, organisationId, practitioner, supporter);
  const { statement, difference, support, ...rest } = smartObjective([needId]);
  const serviceUserBenefit = 'Children play outside every day.';
  const template = { title: 'Outdoor play', serviceUserBenefit, objectives: [{ statement, difference, support }], adaptations: [] };
  const { templateId } = await api.as(staff.lead).post('/api/planning/plan-templates', template, Template);
  api.settle();

  const { path } = await draftedPlan(api, { engagementId, practitioner, supporter, serviceUserBenefit, templateId });
  await api.as(supporter).post(`${path}/objectives`, { statement, difference, support, ...rest }, Anything);
  const agree = async () => {
    api.settle();
    const { contentRevision } = await api.as(practitioner).get(path, Plan);
    for (const who of [practitioner, supporter]) await api.as(who).post(`${path}/agreement`, { contentRevision }, Anything);
  };
  await agree();
  assertRefused(
    await api.as(supporter).refused(`${path}/activation`, {}),
    'PLAN_NOT_TAILORED',
    '0 adaptations recorded for career stage, context; the intended benefit, 1 of 1 objectives are those of the template',
  );

  const adaptations = [{ to: 'career-stage', adaptation: 'Shorter steps in the first term.' }];
  const tailoring = { preferences: [], accessNeeds: [], careerStage: 'first year', context: null, adaptations };
  await api.as(supporter).post(`${path}/tailoring`, tailoring, Anything);
  await agree();
  await api.as(supporter).post(`${path}/activation`, {}, Anything);
  api.settle();
  const { status } = await api.as(practitioner).get(path, Plan);
  assert.equal(status, 'active');
}

export const untouchedTemplate: Scenario = {
  id,
  title: 'A plan that is its template unchanged does not become active; adapted to the practitioner and agreed again, it does',
  people: [...Object.values(staff), practitioner, supporter],
  run,
};
