import { TeamPlanDrafted, TeamSkillRequired } from '@cairn/contracts/planning/internal';
import { newId, Streams, type CommandContext } from '@cairn/event-store';
import { IsUuid } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { organisationObjective } from '../organisation-objective/organisation-objective.decider.js';
import { SkillHolders } from '../read-models/skill-holders.read-model.js';
import { draftTeamPlan, existing, linkToObjective, planForSkill, requireSkill, teamPlan, type TeamPlanDecision } from './team-plan.decider.js';

const drafted = TeamPlanDrafted.schema.shape;

export const TeamPlanBody = z.strictObject({
  settingId: IsUuid.schema,
  managerId: IsUuid.schema,
  title: drafted.title,
  from: drafted.from,
  until: drafted.until,
});
export const SkillBody = TeamSkillRequired.schema.pick({ skill: true, people: true });
export const SkillPlanBody = z.strictObject({ planId: IsUuid.schema, practitionerId: IsUuid.schema });
export const LinkBody = z.strictObject({ organisationObjectiveId: IsUuid.schema });
/** For paths: `@Param('skill', IsSkill)`. */
export const IsSkill = { schema: TeamSkillRequired.schema.shape.skill };

@Injectable()
export class TeamPlanCommands {
  constructor(
    private readonly streams: Streams,
    private readonly holders: SkillHolders,
  ) {}

  draft(body: z.output<typeof TeamPlanBody>, context: CommandContext) {
    const teamPlanId = newId(context, 'team plan');
    return this.decided(teamPlanId, draftTeamPlan({ teamPlanId, ...body }), context);
  }

  async requireSkill(teamPlanId: string, body: z.output<typeof SkillBody>, context: CommandContext) {
    const { state } = await this.streams.load(teamPlan, context.tenant, teamPlanId);
    const holders = await this.holders.at(context.tenant, body.skill, existing(state).settingId);
    return this.decided(teamPlanId, requireSkill({ ...body, holders: holders.length }), context);
  }

  planForSkill(teamPlanId: string, skill: string, body: z.output<typeof SkillPlanBody>, context: CommandContext) {
    return this.decided(teamPlanId, planForSkill({ skill, ...body }), context);
  }

  async linkToObjective(teamPlanId: string, { organisationObjectiveId }: z.output<typeof LinkBody>, context: CommandContext) {
    const { state, basis } = await this.streams.load(organisationObjective, context.tenant, organisationObjectiveId);
    return { teamPlanId, ...(await this.streams.transact(teamPlan, teamPlanId, linkToObjective(state), context, { basis })) };
  }

  private async decided(teamPlanId: string, decision: TeamPlanDecision, context: CommandContext) {
    return { teamPlanId, ...(await this.streams.transact(teamPlan, teamPlanId, decision, context)) };
  }
}
