import { ConflictDeclared, ConflictReviewed } from '@cairn/contracts/planning';
import { Streams, type CommandContext } from '@cairn/event-store';
import { Clock, IsUuid } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { approveMitigation, consentToConflict, declareConflict, reviewConflict } from './declaration.decider.js';
import { engagement, type EngagementDecision } from './engagement.decider.js';
import { dayOf } from './engagement.commands.js';

const declared = ConflictDeclared.schema.shape;
export const DeclarationBody = z.strictObject({
  ...{ practitionerId: IsUuid.schema, supporterId: IsUuid.schema, conflict: declared.conflict, mitigations: declared.mitigations },
  reviewOn: declared.reviewOn.default(null),
});
export const ReviewBody = ConflictReviewed.schema.pick({ reviewOn: true });

@Injectable()
export class ConflictCommands {
  constructor(
    private readonly streams: Streams,
    private readonly clock: Clock,
  ) {}

  declare(engagementId: string, body: z.output<typeof DeclarationBody>, context: CommandContext) {
    const decision = declareConflict({ ...body, declaredBy: context.actor.person, today: dayOf(context.occurredAt, this.clock) });
    return this.decided(engagementId, decision, context);
  }

  consent(engagementId: string, personId: string, context: CommandContext) {
    return this.decided(engagementId, consentToConflict({ personId, actor: context.actor.person }), context);
  }

  approve(engagementId: string, context: CommandContext) {
    const { person: actor, role } = context.actor;
    return this.decided(engagementId, approveMitigation({ actor, role }), context);
  }

  review(engagementId: string, { reviewOn }: z.output<typeof ReviewBody>, context: CommandContext) {
    const { person: actor, role } = context.actor;
    return this.decided(engagementId, reviewConflict({ reviewOn, today: dayOf(context.occurredAt, this.clock), actor, role }), context);
  }

  private async decided(engagementId: string, decision: EngagementDecision, context: CommandContext) {
    return { engagementId, ...(await this.streams.transact(engagement, engagementId, decision, context)) };
  }
}
