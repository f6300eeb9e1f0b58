import { PlanTemplatePublished } from '@cairn/contracts/planning';
import { specFor } from '@cairn/testing';
import { template } from '../fixtures/plans.js';
import { planTemplate, publishedTemplate, PlanTemplateNotFound, publishPlanTemplate } from './plan-template.decider.js';

const { given } = specFor(planTemplate);

describe('a plan template', () => {
  it('is published as it is', () => given().when(publishPlanTemplate(template)).then(PlanTemplatePublished(template)));
  it('must be there to begin from', () => {
    expect(publishedTemplate(template)).toBe(template);
    expect(() => publishedTemplate(null)).toThrow(PlanTemplateNotFound().message);
  });
});
