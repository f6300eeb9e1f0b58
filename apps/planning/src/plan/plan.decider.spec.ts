import { EngagementEnded } from '@cairn/contracts/planning';
import { specFor, stateAfter } from '@cairn/testing';
import { engagement, EngagementHasEnded, EngagementNotFound, NotAParty } from '../engagement/engagement.decider.js';
import { person } from '../fixtures/ipswich.js';
import { pair, proposed } from '../fixtures/pair.js';
import { ana, as, ben, lead, planDrafted, planFromTemplate, planId, template } from '../fixtures/plans.js';
import { draftPlan, NoServiceUserBenefit, PlanOfOthers, plan } from './plan.decider.js';

const { given } = specFor(plan);
const engaged = (...events: Parameters<typeof stateAfter>[1]) => stateAfter(engagement, events);
const benefit = 'Children play outside every day';
const its = {
  ...{ planId, practitionerId: ben, supporterId: null, settingId: null, serviceUserBenefit: benefit, engagement: engaged(proposed()), template: null },
  by: as(ana),
};

describe('drafting a plan', () => {
  it('says whose it is and what it is for', () => given().when(draftPlan(its)).then(planDrafted()));
  it('is for a pair of an engagement that has not ended', () => {
    given()
      .when(draftPlan({ ...its, engagement: engaged() }))
      .thenRejects(EngagementNotFound);
    const ended = EngagementEnded({ ...pair, peerIds: [], endedBy: ana, reason: null });
    given()
      .when(draftPlan({ ...its, engagement: engaged(proposed(), ended) }))
      .thenRejects(EngagementHasEnded);
    given()
      .when(draftPlan({ ...its, practitionerId: ana }))
      .thenRejects(NotAParty);
    given()
      .when(draftPlan({ ...its, supporterId: lead }))
      .thenRejects(NotAParty);
  });
  it('is for any two of a co-coaching, both ways', () => {
    const cleo = person(5);
    const together = engaged(proposed({ approach: 'co-coaching', peerIds: [cleo] }));
    given()
      .when(draftPlan({ ...its, engagement: together, practitionerId: ana, supporterId: cleo }))
      .then(planDrafted({ practitionerId: ana, supporterId: cleo }));
    given()
      .when(draftPlan({ ...its, engagement: together, practitionerId: cleo, supporterId: ben, settingId: person(6), by: as(cleo) }))
      .then(planDrafted({ practitionerId: cleo, supporterId: ben, settingId: person(6) }));
  });
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
