import { ActionDispositionRecorded, ActionPlanned, CycleReviewed, QualityCycleOpened, SelfEvaluationRecorded } from '@cairn/contracts/planning/internal';
import { newId, Streams, type CommandContext } from '@cairn/event-store';
import { IsUuid } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import {
  closeCycle,
  disposeOfAction,
  implementAction,
  openCycle,
  planAction,
  qualityCycle,
  recordSelfEvaluation,
  reviewCycle,
  type CycleDecision,
} from './quality-cycle.decider.js';

const planned = ActionPlanned.schema.shape;

export const CycleBody = z.strictObject({ settingId: IsUuid.schema, title: QualityCycleOpened.schema.shape.title });
export const FindingBody = SelfEvaluationRecorded.schema.pick({ finding: true }).extend({ needIds: SelfEvaluationRecorded.schema.shape.needIds.default([]) });
export const ActionBody = z.strictObject({
  ...{ findingId: IsUuid.schema, action: planned.action, ownerId: IsUuid.schema, dueOn: planned.dueOn },
  planIds: planned.planIds.default([]),
});
export const DispositionBody = ActionDispositionRecorded.schema.pick({ disposition: true, reason: true });
export const ReviewBody = CycleReviewed.schema.pick({ review: true }).extend({ evaluationIds: CycleReviewed.schema.shape.evaluationIds.default([]) });

@Injectable()
export class QualityCycleCommands {
  constructor(private readonly streams: Streams) {}

  open(body: z.output<typeof CycleBody>, context: CommandContext) {
    const cycleId = newId(context, 'quality cycle');
    return this.decided(cycleId, openCycle({ cycleId, ...body }), context);
  }

  async recordSelfEvaluation(cycleId: string, body: z.output<typeof FindingBody>, context: CommandContext) {
    const findingId = newId(context, 'finding');
    return { findingId, ...(await this.decided(cycleId, recordSelfEvaluation({ findingId, ...body }), context)) };
  }

  async planAction(cycleId: string, body: z.output<typeof ActionBody>, context: CommandContext) {
    const actionId = newId(context, 'action');
    return { actionId, ...(await this.decided(cycleId, planAction({ actionId, ...body }), context)) };
  }

  implementAction(cycleId: string, actionId: string, context: CommandContext) {
    return this.decided(cycleId, implementAction(actionId), context);
  }

  disposeOfAction(cycleId: string, actionId: string, body: z.output<typeof DispositionBody>, context: CommandContext) {
    return this.decided(cycleId, disposeOfAction({ actionId, ...body }), context);
  }

  review(cycleId: string, body: z.output<typeof ReviewBody>, context: CommandContext) {
    return this.decided(cycleId, reviewCycle(body), context);
  }

  close(cycleId: string, context: CommandContext) {
    return this.decided(cycleId, closeCycle(), context);
  }

  private async decided(cycleId: string, decision: CycleDecision, context: CommandContext) {
    return { cycleId, ...(await this.streams.transact(qualityCycle, cycleId, decision, context)) };
  }
}
