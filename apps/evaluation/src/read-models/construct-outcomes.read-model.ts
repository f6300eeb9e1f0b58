import { ConstructMeasured } from '@cairn/contracts/evaluation';
import { InjectRows } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

/** "What was this construct before the programme, and what is it after?" One row per programme, person and construct; at most one batch behind. */
export const constructOutcomes = defineReadModel({
  name: 'construct-outcomes',
  version: 1,
  row: z.object({ programmeId: z.uuid(), construct: z.string(), before: z.number(), after: z.number().nullable() }),
  indexes: [['programmeId', 'construct']],
  on: (when) => [
    when(
      ConstructMeasured,
      ({ data }) => `${data.programmeId}/${data.personId}/${data.construct}`,
      (row, { data: { programmeId, construct, occasion, score } }) =>
        occasion === 'before' ? { programmeId, construct, before: score, after: null } : row && { ...row, after: score },
    ),
  ],
});
type Outcome = Pick<RowOf<typeof constructOutcomes>, 'before' | 'after'>;

/** People: figures over fewer would let a reader work out one person's score. */
const fewestPeople = 5;

@Injectable()
export class ConstructOutcomes {
  constructor(@InjectRows(constructOutcomes) private readonly rows: Rows<RowOf<typeof constructOutcomes>>) {}

  async of(tenant: string, programmeId: string, construct: string) {
    return { construct, ...summaryOf(await this.rows.in(tenant).find({ programmeId, construct })) };
  }
}

/** The means before and after, and the change of those who were measured twice. Of fewer than five people it says only how many they are. */
export function summaryOf(outcomes: readonly Outcome[]) {
  const after = outcomes.flatMap(({ after }) => after ?? []);
  const changes = outcomes.flatMap(({ before, after }) => (after === null ? [] : after - before));
  const count = (sign: number) => (isTelling(changes) ? null : changes.filter((change) => Math.sign(change) === sign).length);
  return {
    before: { people: outcomes.length, mean: meanOf(outcomes.map(({ before }) => before)) },
    after: { people: after.length, mean: meanOf(after) },
    paired: { people: changes.length, meanChange: meanOf(changes), improved: count(1), unchanged: count(0), worse: count(-1) },
  };
}

const isTelling = (scores: readonly number[]) => scores.length > 0 && scores.length < fewestPeople;
const meanOf = (scores: readonly number[]) => (scores.length < fewestPeople ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length);
