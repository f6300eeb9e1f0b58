import { ObjectiveAligned } from '@cairn/contracts/planning';
import { defineRule } from '@cairn/event-sourcing';
import { published, type OrganisationObjectiveState } from '../organisation-objective/organisation-objective.decider.js';
import { liveObjective } from './objectives.decider.js';
import { changeable, ofPlan, type By, type PlanDecision } from './plan.decider.js';

export const ObjectiveNotAligned = defineRule(
  '002-9',
  'OBJECTIVE_NOT_ALIGNED',
  (unaligned: number, objectives: number) => `${unaligned} of ${objectives} objectives serve no objective of the organisation.`,
  { force: 'P' },
);
export const OrgObjectiveRetired = defineRule(
  '002-9',
  'ORG_OBJECTIVE_RETIRED',
  (retiredOn: string) => `This objective of the organisation was retired on ${retiredOn}; nothing new is tied to it.`,
);

interface Alignment {
  readonly practitionerId: string;
  readonly objectiveId: string;
  readonly teamPlanId: string | null;
  readonly organisationObjective: OrganisationObjectiveState;
  readonly by: By;
}

/** Ties an objective to what the organisation wants. Said again for another one, the later word counts. */
export const alignObjective =
  ({ practitionerId, objectiveId, teamPlanId, organisationObjective, by }: Alignment): PlanDecision =>
  (state) => {
    const its = changeable(state, practitionerId, by);
    liveObjective(its, objectiveId);
    const { organisationObjectiveId, retiredOn } = published(organisationObjective);
    if (retiredOn !== null) throw OrgObjectiveRetired(retiredOn);
    return [ObjectiveAligned({ ...ofPlan(its), objectiveId, teamPlanId, organisationObjectiveId })];
  };
