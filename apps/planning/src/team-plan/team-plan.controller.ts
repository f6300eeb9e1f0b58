import { Caller, IsUuid, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { CoverageQuery, TeamSkillCoverage } from '../read-models/team-skill-coverage.read-model.js';
import { SkillHolders } from '../read-models/skill-holders.read-model.js';
import { IsSkill, LinkBody, SkillBody, SkillPlanBody, TeamPlanBody, TeamPlanCommands } from './team-plan.commands.js';

@Controller('team-plans')
export class TeamPlanController {
  constructor(
    private readonly commands: TeamPlanCommands,
    private readonly coverage: TeamSkillCoverage,
    private readonly holders: SkillHolders,
  ) {}

  @Post()
  @Requires('write', 'programme-record')
  draft(@Body({ schema: TeamPlanBody }) body: z.output<typeof TeamPlanBody>, @Caller() caller: Caller) {
    return this.commands.draft(body, caller);
  }

  /** Each skill that a team needs: for how many, who of the team holds it today, and which plans are to cover it. */
  @Get('skills')
  @Requires('read', 'programme-record')
  async skills(@Query({ schema: CoverageQuery }) query: z.output<typeof CoverageQuery>, @Caller() caller: Caller) {
    const { total, items } = await this.coverage.matching(caller.tenant, query);
    const covered = await Promise.all(
      items.map(async (row) => {
        const holders = await this.holders.at(caller.tenant, row.skill, row.settingId);
        return { ...row, holders, covered: holders.length + row.planIds.length > 0 };
      }),
    );
    return { total, items: covered };
  }

  @Post(':teamPlanId/skills')
  @Requires('write', 'programme-record')
  requireSkill(@Param('teamPlanId', IsUuid) teamPlanId: string, @Body({ schema: SkillBody }) body: z.output<typeof SkillBody>, @Caller() caller: Caller) {
    return this.commands.requireSkill(teamPlanId, body, caller);
  }

  @Post(':teamPlanId/skills/:skill/plans')
  @Requires('write', 'programme-record')
  planForSkill(
    @Param('teamPlanId', IsUuid) teamPlanId: string,
    @Param('skill', IsSkill) skill: string,
    @Body({ schema: SkillPlanBody }) body: z.output<typeof SkillPlanBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.planForSkill(teamPlanId, skill, body, caller);
  }

  @Post(':teamPlanId/objectives')
  @Requires('write', 'programme-record')
  linkToObjective(@Param('teamPlanId', IsUuid) teamPlanId: string, @Body({ schema: LinkBody }) body: z.output<typeof LinkBody>, @Caller() caller: Caller) {
    return this.commands.linkToObjective(teamPlanId, body, caller);
  }
}
