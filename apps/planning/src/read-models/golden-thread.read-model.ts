import { ObjectiveAligned, ObjectiveSet, ObjectiveWithdrawn } from '@cairn/contracts/planning';
import { InjectRows, type Page } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const objective = (event: { readonly data: { readonly objectiveId: string } }) => event.data.objectiveId;

/** "Which of the organisation's objectives does each objective of a person serve?" One row per live objective; at most one batch behind. */
export const goldenThread = defineReadModel({
  name: 'golden-thread',
  version: 1,
  row: z.object({
    ...{ objectiveId: z.uuid(), planId: z.uuid(), practitionerId: z.uuid(), settingId: z.uuid() },
    ...{ teamPlanId: z.uuid().nullable(), organisationObjectiveId: z.uuid().nullable() },
  }),
  indexes: [['organisationObjectiveId'], ['teamPlanId']],
  on: (when) => [
    when(ObjectiveSet, objective, (_, { data: { objectiveId, planId, practitionerId, settingId } }) => ({
      ...{ objectiveId, planId, practitionerId, settingId, teamPlanId: null, organisationObjectiveId: null },
    })),
    when(ObjectiveAligned, objective, (row, { data: { teamPlanId, organisationObjectiveId } }) => row && { ...row, teamPlanId, organisationObjectiveId }),
    when(ObjectiveWithdrawn, objective, () => undefined),
  ],
});

/** Figures over fewer people than this could tell who they are. */
const fewestPeople = 5;

/** How much serves one of the organisation's objectives; the figures are null where fewer than five people stand behind them. */
export interface Strand {
  /** Null: the objectives that serve none. */
  readonly organisationObjectiveId: string | null;
  readonly people: number | null;
  readonly objectives: number | null;
  readonly throughTeamPlans: number | null;
}

@Injectable()
export class GoldenThread {
  constructor(@InjectRows(goldenThread) private readonly rows: Rows<RowOf<typeof goldenThread>>) {}

  /** For whoever may see figures and no person. */
  async strands(tenant: string): Promise<Strand[]> {
    const counted = await this.rows
      .in(tenant)
      .query()
      .select('row.organisationObjectiveId', 'organisationObjectiveId')
      .addSelect('count(distinct row.practitionerId)', 'people')
      .addSelect('count(*)', 'objectives')
      .addSelect('count(row.teamPlanId)', 'throughTeamPlans')
      .groupBy('row.organisationObjectiveId')
      .orderBy('row.organisationObjectiveId')
      .getRawMany<{ organisationObjectiveId: string | null; people: string; objectives: string; throughTeamPlans: string }>();
    return counted.map(({ organisationObjectiveId, ...figures }) => {
      const enough = Number(figures.people) >= fewestPeople;
      const shown = (figure: string) => (enough ? Number(figure) : null);
      const { people, objectives, throughTeamPlans } = figures;
      return { organisationObjectiveId, people: shown(people), objectives: shown(objectives), throughTeamPlans: shown(throughTeamPlans) };
    });
  }

  /** Every objective that serves it, by the ids of its plan and its person. */
  async serving(tenant: string, organisationObjectiveId: string, { limit, offset }: Page) {
    const rows = this.rows.in(tenant);
    const where = { organisationObjectiveId };
    return { total: await rows.count(where), items: await rows.find(where, { order: { planId: 'ASC' }, limit, offset }) };
  }
}
