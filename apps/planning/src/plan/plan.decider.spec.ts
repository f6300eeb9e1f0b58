import { specFor } from '@cairn/testing';
import { ana, as, ben, lead, ofPlan, planDrafted, planFromTemplate, template } from '../fixtures/plans.js';
import { draftPlan, NoServiceUserBenefit, PlanOfOthers, plan } from './plan.decider.js';

const { given } = specFor(plan);
const its = { ...ofPlan, supporterId: ana, serviceUserBenefit: 'Children play outside every day', template: null, by: as(ana) };

describe('drafting a plan', () => {
  it('says whose it is and what it is for', () => given().when(draftPlan(its)).then(planDrafted()));
  it('is for either of its two parties', () => {
    given()
      .when(draftPlan({ ...its, by: as(ben, 'practitioner') }))
      .then(planDrafted());
    given()
      .when(draftPlan({ ...its, by: as(lead, 'programme-lead') }))
      .thenRejects(PlanOfOthers);
  });
  it.each(['', '   '])('needs a benefit for those who are served, and "%s" is none', (serviceUserBenefit) => {
    given()
      .when(draftPlan({ ...its, serviceUserBenefit }))
      .thenRejects(NoServiceUserBenefit);
  });
  it('from a template notes whether the benefit is the template’s, capitals and spaces aside', () => {
    given()
      .when(draftPlan({ ...its, template }))
      .then(planFromTemplate());
    const shouted = 'children  play outside EVERY day';
    given()
      .when(draftPlan({ ...its, template, serviceUserBenefit: shouted }))
      .then(planDrafted({ templateId: template.templateId, benefitFromTemplate: true, serviceUserBenefit: shouted }));
    given()
      .when(draftPlan({ ...its, template, serviceUserBenefit: 'Ours' }))
      .then(planDrafted({ templateId: template.templateId, benefitFromTemplate: false, serviceUserBenefit: 'Ours' }));
  });
});
