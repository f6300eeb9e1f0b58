import { OrganisationObjectivePublished, OrganisationObjectiveRetired } from '@cairn/contracts/planning';
import { PlanningWarningRaised, TeamPlanDrafted, TeamPlanLinkedToObjective, TeamSkillPlanned, TeamSkillRequired } from '@cairn/contracts/planning/internal';
import { specFor, stateAfter } from '@cairn/testing';
import { organisationObjective, OrgObjectiveRetired } from '../organisation-objective/organisation-objective.decider.js';
import {
  draftTeamPlan,
  linkToObjective,
  planForSkill,
  requireSkill,
  teamPlan,
  TeamPlanEndsBeforeItBegins,
  TeamPlanHorizon,
  TeamPlanNotFound,
  TeamSkillAlreadyRequired,
  TeamSkillUnknown,
} from './team-plan.decider.js';

const id = (n: number) => `10000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const ids = { teamPlanId: id(1), settingId: id(2) };
const { given } = specFor(teamPlan);
const draft = (from: string, until: string) => ({ ...ids, managerId: id(3), title: 'Team plan', from, until });
const drafted = TeamPlanDrafted(draft('2026-01-01', '2026-12-31'));
const skill = 'early-language';
const required = TeamSkillRequired({ ...ids, skill, people: 3, holders: 1 });

describe('a team plan', () => {
  it('reaches over at most twelve months', () => {
    given()
      .when(draftTeamPlan(draft('2026-01-01', '2026-12-31')))
      .then(drafted);
    given()
      .when(draftTeamPlan(draft('2026-03-15', '2027-03-14')))
      .then(TeamPlanDrafted(draft('2026-03-15', '2027-03-14')));
    expect(
      given()
        .when(draftTeamPlan(draft('2026-03-15', '2027-03-15')))
        .thenRejects(TeamPlanHorizon),
    ).toBe('A team plan reaches over at most 12 months, and from 2026-03-15 to 2027-03-15 it is 13.');
    given()
      .when(draftTeamPlan(draft('2026-03-15', '2026-03-14')))
      .thenRejects(TeamPlanEndsBeforeItBegins);
  });
  it('names the skills that the team needs, each once', () => {
    given(drafted)
      .when(requireSkill({ skill, people: 3, holders: 1 }))
      .then(required);
    given(drafted, required)
      .when(requireSkill({ skill, people: 1, holders: 1 }))
      .thenRejects(TeamSkillAlreadyRequired);
    given()
      .when(requireSkill({ skill, people: 1, holders: 1 }))
      .thenRejects(TeamPlanNotFound);
  });
  it('warns of a skill that nobody holds and nothing is planned for', () =>
    given(drafted)
      .when(requireSkill({ skill, people: 1, holders: 0 }))
      .then(
        TeamSkillRequired({ ...ids, skill, people: 1, holders: 0 }),
        PlanningWarningRaised({
          ...{ code: 'TEAM_SKILL_UNCOVERED', detail: 'The team needs early-language of 1 person, and has 0 who hold it and 0 plans for it.' },
          ...{ about: { kind: 'team plan', id: id(1) }, personId: null, settingId: id(2), taskFor: { role: 'line-manager', personId: id(3) } },
        }),
      ));
  it('ties development plans to skills that it names', () => {
    const tie = planForSkill({ skill, planId: id(4), practitionerId: id(5) });
    const tied = TeamSkillPlanned({ ...ids, skill, planId: id(4), practitionerId: id(5) });
    given(drafted, required).when(tie).then(tied);
    given(drafted, required, tied).when(tie).thenNothing();
    given(drafted).when(tie).thenRejects(TeamSkillUnknown);
  });
  it('serves objectives of the organisation that are still wanted', () => {
    const objective = { organisationObjectiveId: id(6), organisationId: id(7) };
    const published = OrganisationObjectivePublished({ ...objective, title: 'Every child talks', from: '2026-01-01', until: null });
    const retired = OrganisationObjectiveRetired({ ...objective, retiredOn: '2026-02-01', reason: 'reached' });
    const linked = TeamPlanLinkedToObjective({ ...ids, organisationObjectiveId: id(6) });
    given(drafted)
      .when(linkToObjective(stateAfter(organisationObjective, [published])))
      .then(linked);
    given(drafted, linked)
      .when(linkToObjective(stateAfter(organisationObjective, [published, retired])))
      .thenNothing();
    given(drafted)
      .when(linkToObjective(stateAfter(organisationObjective, [published, retired])))
      .thenRejects(OrgObjectiveRetired);
  });
});
