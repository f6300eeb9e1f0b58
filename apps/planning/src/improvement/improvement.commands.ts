import { ImprovementProposed } from '@cairn/contracts/planning/internal';
import { newId, Streams, type CommandContext } from '@cairn/event-store';
import { IsUuid } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Policies } from '../read-models/policies.read-model.js';
import { adoptImprovement, improvement, proposeImprovement, type ImprovementDecision } from './improvement.decider.js';

export const ProposalBody = z.strictObject({
  settingId: IsUuid.schema,
  proposal: ImprovementProposed.schema.shape.proposal,
  reflectionId: IsUuid.schema.nullable().default(null),
});
/** The quality cycle that takes the improvement up, if one does. */
export const AdoptionBody = z.strictObject({ cycleId: IsUuid.schema.nullable().default(null) });

@Injectable()
export class ImprovementCommands {
  constructor(
    private readonly streams: Streams,
    private readonly policies: Policies,
  ) {}

  propose(body: z.output<typeof ProposalBody>, context: CommandContext) {
    const improvementId = newId(context, 'improvement');
    return this.decided(improvementId, proposeImprovement({ improvementId, ...body, proposedBy: context.actor.person }), context);
  }

  async adopt(improvementId: string, { cycleId }: z.output<typeof AdoptionBody>, context: CommandContext) {
    const choices = await this.policies.inForce(context.tenant);
    const decision = adoptImprovement({ adoptedBy: context.actor.person, cycleId, policy: choices.of('IMPROVEMENT_SELF_ADOPTED') });
    return this.decided(improvementId, decision, { ...context, policyVersion: choices.version });
  }

  private async decided(improvementId: string, decision: ImprovementDecision, context: CommandContext) {
    return { improvementId, ...(await this.streams.transact(improvement, improvementId, decision, context)) };
  }
}
