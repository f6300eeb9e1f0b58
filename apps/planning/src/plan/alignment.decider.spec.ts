import { ObjectiveAligned } from '@cairn/contracts/planning';
import { specFor } from '@cairn/testing';
import {
  aligned,
  ana,
  as,
  ben,
  objective,
  objectiveSet,
  objectiveWithdrawn,
  ofPlan,
  organisationObjectiveAfter,
  organisationObjectiveId,
  organisationObjectivePublished,
  organisationObjectiveRetired,
  planDrafted,
  source,
} from '../fixtures/plans.js';
import { OrganisationObjectiveNotFound } from '../organisation-objective/organisation-objective.decider.js';
import { alignObjective, OrgObjectiveRetired } from './alignment.decider.js';
import { ObjectiveAlreadyWithdrawn, ObjectiveNotFound } from './objectives.decider.js';
import { plan } from './plan.decider.js';

const { given } = specFor(plan);
const published = organisationObjectiveAfter(organisationObjectivePublished());
const alignment = { practitionerId: ben, objectiveId: objective(1), teamPlanId: null, organisationObjective: published, by: as(ana) };

describe('aligning an objective', () => {
  it('ties it to what the organisation wants, also through a team plan', () => {
    given(planDrafted(), objectiveSet()).when(alignObjective(alignment)).then(aligned());
    given(planDrafted(), objectiveSet())
      .when(alignObjective({ ...alignment, teamPlanId: source(1) }))
      .then(ObjectiveAligned({ ...ofPlan, objectiveId: objective(1), teamPlanId: source(1), organisationObjectiveId }));
  });
  it('is not to one that is retired, or that is none', () => {
    const retired = organisationObjectiveAfter(organisationObjectivePublished(), organisationObjectiveRetired());
    expect(
      given(planDrafted(), objectiveSet())
        .when(alignObjective({ ...alignment, organisationObjective: retired }))
        .thenRejects(OrgObjectiveRetired),
    ).toBe('This objective of the organisation was retired on 2026-11-02; nothing new is tied to it.');
    given(planDrafted(), objectiveSet())
      .when(alignObjective({ ...alignment, organisationObjective: null }))
      .thenRejects(OrganisationObjectiveNotFound);
  });
  it('is of one that is there', () => {
    given(planDrafted()).when(alignObjective(alignment)).thenRejects(ObjectiveNotFound);
    given(planDrafted(), objectiveSet(), objectiveWithdrawn()).when(alignObjective(alignment)).thenRejects(ObjectiveAlreadyWithdrawn);
  });
});
