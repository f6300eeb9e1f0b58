import { TrainingPlanLineAdded } from '@cairn/contracts/planning/internal';
import { sealedValue } from '@cairn/event-sourcing';
import { InjectCodec, InjectRows, type PersonalFieldCodec } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

/** "What stands in this training plan?" One row per line, what the training is called sealed in it; at most one batch behind. */
export const trainingPlanLines = defineReadModel({
  name: 'training-plan-lines',
  version: 1,
  row: z.object({
    planId: z.uuid(),
    lineId: z.uuid(),
    number: z.int() /* the order in which lines were added */,
    needId: z.uuid(),
    training: sealedValue(),
    pence: z.int(),
  }),
  indexes: [['planId', 'number']],
  on: (when) => [
    when(
      TrainingPlanLineAdded,
      (event) => event.data.lineId,
      (_, { data: { planId, lineId, needId, training, pence }, revision }) => ({ planId, lineId, number: Number(revision), needId, training, pence }),
    ),
  ],
});

@Injectable()
export class TrainingPlanLines {
  constructor(
    @InjectRows(trainingPlanLines) private readonly rows: Rows<RowOf<typeof trainingPlanLines>>,
    @InjectCodec() private readonly codec: PersonalFieldCodec,
  ) {}

  /** The only place where it is opened what the training is called. */
  async of(tenant: string, planId: string) {
    const rows = await this.rows.in(tenant).find({ planId }, { order: { number: 'ASC' } });
    const opened = rows.map(async ({ lineId, needId, training, pence }) => ({ lineId, needId, training: await this.codec.open(tenant, training), pence }));
    return Promise.all(opened);
  }
}
