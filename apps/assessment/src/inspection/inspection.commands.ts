import { InspectionOutcomeRecorded } from '@cairn/contracts/assessment/internal';
import { newId, Streams, type CommandContext } from '@cairn/event-store';
import { IsUuid } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { inspection, recordOutcome } from './inspection.decider.js';

const outcome = InspectionOutcomeRecorded.schema.shape;

/** The actions get their ids here. */
export const InspectionBody = z.strictObject({
  settingId: IsUuid.schema,
  regulator: outcome.regulator,
  scale: outcome.scale,
  inspectedOn: outcome.inspectedOn,
  grades: outcome.grades,
  actions: z.array(outcome.actions.element.pick({ recommendation: true })).max(50),
});

@Injectable()
export class InspectionCommands {
  constructor(private readonly streams: Streams) {}

  async recordOutcome(body: z.output<typeof InspectionBody>, context: CommandContext) {
    const inspectionId = newId(context, 'inspection');
    const actions = body.actions.map((action, index) => ({ actionId: newId(context, `action/${index}`), ...action }));
    const decision = recordOutcome({ inspectionId, ...body, actions });
    return { inspectionId, actionIds: actions.map(({ actionId }) => actionId), ...(await this.streams.transact(inspection, inspectionId, decision, context)) };
  }
}
