import { TeamSkillPlanned, TeamSkillRequired } from '@cairn/contracts/planning/internal';
import { InjectRows, IsUuid, Page } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const skill = ({ data }: { readonly data: { readonly teamPlanId: string; readonly skill: string } }) => `${data.teamPlanId}/${data.skill}`;

/** "Which skills does a team need, and what is planned for each?" One row per team plan and skill; who holds it is asked of those who say so; at most one batch behind. */
export const teamSkillCoverage = defineReadModel({
  name: 'team-skill-coverage',
  version: 1,
  row: z.object({ teamPlanId: z.uuid(), settingId: z.uuid(), skill: z.string(), people: z.int(), planIds: z.array(z.uuid()) }),
  indexes: [['settingId'], ['teamPlanId']],
  on: (when) => [
    when(TeamSkillRequired, skill, (row, { data: { teamPlanId, settingId, skill, people } }) => ({
      ...{ teamPlanId, settingId, skill, people },
      planIds: row?.planIds ?? [],
    })),
    when(TeamSkillPlanned, skill, (row, { data }) => row && { ...row, planIds: [...row.planIds, data.planId] }),
  ],
});

export const CoverageQuery = Page.extend({ settingId: IsUuid.schema.optional(), teamPlanId: IsUuid.schema.optional() });

@Injectable()
export class TeamSkillCoverage {
  constructor(@InjectRows(teamSkillCoverage) private readonly rows: Rows<RowOf<typeof teamSkillCoverage>>) {}

  async matching(tenant: string, { settingId, teamPlanId, ...page }: z.output<typeof CoverageQuery>) {
    const rows = this.rows.in(tenant);
    const where = { ...(settingId !== undefined && { settingId }), ...(teamPlanId !== undefined && { teamPlanId }) };
    return { total: await rows.count(where), items: await rows.find(where, page) };
  }
}
