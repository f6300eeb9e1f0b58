import { PlanningWarningRaised, TeamPlanDrafted, TeamPlanLinkedToObjective, TeamSkillPlanned, TeamSkillRequired } from '@cairn/contracts/planning/internal';
import { defineRule, defineStream, unreachable, warned, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';
import { OrgObjectiveRetired, published, type OrganisationObjectiveState } from '../organisation-objective/organisation-objective.decider.js';

export interface TeamPlan {
  readonly status: 'drafted';
  readonly teamPlanId: string;
  readonly settingId: string;
  readonly managerId: string;
  /** By skill: the development plans that are to cover it. */
  readonly skills: ReadonlyMap<string, ReadonlySet<string>>;
  readonly objectives: ReadonlySet<string>;
}
export type TeamPlanState = { readonly status: 'absent' } | TeamPlan;

/** The skills that one team needs over the coming months, and what of the business plan they serve. */
export const teamPlan = defineStream({
  category: 'teamplan',
  events: [TeamPlanDrafted, TeamSkillRequired, TeamSkillPlanned, TeamPlanLinkedToObjective, PlanningWarningRaised],
  initial: { status: 'absent' } as TeamPlanState,
  evolve: (state, event): TeamPlanState => {
    if (event.type === 'TeamPlanDrafted') {
      const { teamPlanId, settingId, managerId } = event.data;
      return { status: 'drafted', teamPlanId, settingId, managerId, skills: new Map(), objectives: new Set() };
    }
    if (state.status === 'absent') return state;
    switch (event.type) {
      case 'TeamSkillRequired':
        return { ...state, skills: new Map(state.skills).set(event.data.skill, state.skills.get(event.data.skill) ?? new Set()) };
      case 'TeamSkillPlanned': {
        const { skill, planId } = event.data;
        return { ...state, skills: new Map(state.skills).set(skill, new Set(state.skills.get(skill)).add(planId)) };
      }
      case 'TeamPlanLinkedToObjective':
        return { ...state, objectives: new Set(state.objectives).add(event.data.organisationObjectiveId) };
      case 'PlanningWarningRaised':
        return state;
      default:
        return unreachable(event, state);
    }
  },
});
export type TeamPlanDecision = Decide<TeamPlanState, EventIn<typeof teamPlan>>;

export const TeamPlanNotFound = defineRule('002-5', 'NOT_FOUND', () => 'No team plan with this id.', { kind: 'not-found' });
export const TeamPlanHorizon = defineRule(
  '002-5',
  'TEAM_PLAN_HORIZON',
  (from: string, until: string) => `A team plan reaches over at most 12 months, and from ${from} to ${until} it is ${monthsBegun(from, until)}.`,
);
export const TeamPlanEndsBeforeItBegins = defineRule(
  '002-5',
  'TEAM_PLAN_ENDS_BEFORE_IT_BEGINS',
  (from: string, until: string) => `The team plan would begin on ${from} and end on ${until}.`,
);
export const TeamSkillAlreadyRequired = defineRule('002-5', 'TEAM_SKILL_ALREADY_REQUIRED', (skill: string) => `The team plan names ${skill} already.`);
export const TeamSkillUnknown = defineRule('002-5', 'TEAM_SKILL_UNKNOWN', (skills: number) => `This is none of the ${skills} skills of the team plan.`);
export const TeamSkillUncovered = defineRule(
  '002-5',
  'TEAM_SKILL_UNCOVERED',
  (skill: string, people: number) => `The team needs ${skill} of ${people} ${people === 1 ? 'person' : 'people'}, and has 0 who hold it and 0 plans for it.`,
  { force: 'W' },
);

/** How many months a stretch of days has begun: both days included, a month ends on the day before the same day of the next. Days are ISO texts. */
function monthsBegun(from: string, until: string): number {
  const [y1 = 0, m1 = 0, d1 = 0] = from.split('-').map(Number);
  const [y2 = 0, m2 = 0, d2 = 0] = until.split('-').map(Number);
  return (y2 - y1) * 12 + (m2 - m1) + (d2 >= d1 ? 1 : 0);
}

export function existing(state: TeamPlanState): TeamPlan {
  if (state.status === 'absent') throw TeamPlanNotFound();
  return state;
}
const idsOf = ({ teamPlanId, settingId }: TeamPlan) => ({ teamPlanId, settingId });

/** Further ahead than a year nobody knows what a team will need. */
export const draftTeamPlan =
  (data: DataOf<typeof TeamPlanDrafted>): TeamPlanDecision =>
  (state) => {
    if (data.until < data.from) throw TeamPlanEndsBeforeItBegins(data.from, data.until);
    if (monthsBegun(data.from, data.until) > 12) throw TeamPlanHorizon(data.from, data.until);
    return state.status === 'absent' ? [TeamPlanDrafted(data)] : [];
  };

/** @param data `holders`: how many of the team claim this expertise today */
export const requireSkill =
  (data: Pick<DataOf<typeof TeamSkillRequired>, 'skill' | 'people' | 'holders'>): TeamPlanDecision =>
  (state) => {
    const plan = existing(state);
    if (plan.skills.has(data.skill)) throw TeamSkillAlreadyRequired(data.skill);
    const required = TeamSkillRequired({ ...idsOf(plan), ...data });
    if (data.holders > 0) return [required];
    const about = { kind: 'team plan', id: plan.teamPlanId };
    const taskFor = { role: 'line-manager', personId: plan.managerId };
    return [required, PlanningWarningRaised(warned(TeamSkillUncovered(data.skill, data.people), { about, taskFor, settingId: plan.settingId }))];
  };

export const planForSkill =
  (data: Pick<DataOf<typeof TeamSkillPlanned>, 'skill' | 'planId' | 'practitionerId'>): TeamPlanDecision =>
  (state) => {
    const plan = existing(state);
    const plans = plan.skills.get(data.skill);
    if (!plans) throw TeamSkillUnknown(plan.skills.size);
    return plans.has(data.planId) ? [] : [TeamSkillPlanned({ ...idsOf(plan), ...data })];
  };

/** The thread from the team to what the organisation wants; nothing new is tied to an objective that was given up. */
export const linkToObjective =
  (objective: OrganisationObjectiveState): TeamPlanDecision =>
  (state) => {
    const plan = existing(state);
    const { organisationObjectiveId, retiredOn } = published(objective);
    if (plan.objectives.has(organisationObjectiveId)) return [];
    if (retiredOn !== null) throw OrgObjectiveRetired(retiredOn);
    return [TeamPlanLinkedToObjective({ ...idsOf(plan), organisationObjectiveId })];
  };
