import { ObjectiveAligned } from '@cairn/contracts/planning';
import { TeamPlanDrafted, TeamPlanLinkedToObjective } from '@cairn/contracts/planning/internal';
import { specFor, stateAfter } from '@cairn/testing';
import { settingId } from '../fixtures/ipswich.js';
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
import { OrganisationObjectiveNotFound, OrgObjectiveRetired } from '../organisation-objective/organisation-objective.decider.js';
import { alignObjective, TeamPlanNotLinked } from './alignment.decider.js';
import { ObjectiveAlreadyWithdrawn, ObjectiveNotFound } from './objectives.decider.js';
import { plan } from './plan.decider.js';
import { teamPlan, TeamPlanNotFound } from '../team-plan/team-plan.decider.js';

const { given } = specFor(plan);
const teamPlanId = source(1);
const teamPlanDrafted = TeamPlanDrafted({ teamPlanId, settingId, managerId: ana, title: 'Outdoors', from: '2026-09-01', until: '2027-08-31' });
const published = organisationObjectiveAfter(organisationObjectivePublished());
const alignment = { practitionerId: ben, objectiveId: objective(1), teamPlan: null, organisationObjective: published, by: as(ana) };

describe('aligning an objective', () => {
  it('ties it to what the organisation wants', () => given(planDrafted(), objectiveSet()).when(alignObjective(alignment)).then(aligned()));
  it('leads through a team plan that serves the same', () => {
    const linked = TeamPlanLinkedToObjective({ teamPlanId, settingId, organisationObjectiveId });
    given(planDrafted(), objectiveSet())
      .when(alignObjective({ ...alignment, teamPlan: stateAfter(teamPlan, [teamPlanDrafted, linked]) }))
      .then(ObjectiveAligned({ ...ofPlan, objectiveId: objective(1), teamPlanId, organisationObjectiveId }));
    const unlinked = stateAfter(teamPlan, [teamPlanDrafted]);
    expect(
      given(planDrafted(), objectiveSet())
        .when(alignObjective({ ...alignment, teamPlan: unlinked }))
        .thenRejects(TeamPlanNotLinked),
    ).toBe('The team plan serves 0 objectives of the organisation, and not this one.');
    given(planDrafted(), objectiveSet())
      .when(alignObjective({ ...alignment, teamPlan: teamPlan.initial }))
      .thenRejects(TeamPlanNotFound);
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
