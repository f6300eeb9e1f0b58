import { ObjectiveAligned } from '@cairn/contracts/planning';
import { defineRule } from '@cairn/event-sourcing';
import { OrgObjectiveRetired, published, type OrganisationObjectiveState } from '../organisation-objective/organisation-objective.decider.js';
import { existing as existingTeamPlan, type TeamPlanState } from '../team-plan/team-plan.decider.js';
import { liveObjective } from './objectives.decider.js';
import { changeable, ofPlan, type By, type PlanDecision } from './plan.decider.js';

export const ObjectiveNotAligned = defineRule(
  '002-9',
  'OBJECTIVE_NOT_ALIGNED',
  (unaligned: number, objectives: number) => `${unaligned} of ${objectives} objectives serve no objective of the organisation.`,
  { force: 'P' },
);
export const TeamPlanNotLinked = defineRule(
  '002-9',
  'TEAM_PLAN_NOT_LINKED',
  (objectives: number) => `The team plan serves ${objectives} ${objectives === 1 ? 'objective' : 'objectives'} of the organisation, and not this one.`,
);

interface Alignment {
  readonly practitionerId: string;
  readonly objectiveId: string;
  /** Through which the objective serves it; null: without one. */
  readonly teamPlan: TeamPlanState | null;
  readonly organisationObjective: OrganisationObjectiveState;
  readonly by: By;
}

/** Ties an objective to what the organisation wants. Said again for another one, the later word counts. */
export const alignObjective =
  ({ practitionerId, objectiveId, teamPlan, organisationObjective, by }: Alignment): PlanDecision =>
  (state) => {
    const its = changeable(state, practitionerId, by);
    liveObjective(its, objectiveId);
    const { organisationObjectiveId, retiredOn } = published(organisationObjective);
    if (retiredOn !== null) throw OrgObjectiveRetired(retiredOn);
    const teamPlanId = teamPlan && linked(teamPlan, organisationObjectiveId);
    return [ObjectiveAligned({ ...ofPlan(its), objectiveId, teamPlanId, organisationObjectiveId })];
  };

/** A thread that is broken in the middle leads nowhere. */
function linked(state: TeamPlanState, organisationObjectiveId: string): string {
  const { teamPlanId, objectives } = existingTeamPlan(state);
  if (!objectives.has(organisationObjectiveId)) throw TeamPlanNotLinked(objectives.size);
  return teamPlanId;
}
