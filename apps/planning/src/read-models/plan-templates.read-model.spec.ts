import { PlanTemplatePublished } from '@cairn/contracts/planning';
import { specForReadModel } from '@cairn/testing';
import { template } from '../fixtures/plans.js';
import { planTemplates } from './plan-templates.read-model.js';

const { given } = specForReadModel(planTemplates);

describe('plan templates', () => {
  it('are as they were published', () => expect(given(PlanTemplatePublished(template)).rows()).toEqual([template]));
  it('hold in PostgreSQL', () => given(PlanTemplatePublished(template)).throughPostgres());
});
