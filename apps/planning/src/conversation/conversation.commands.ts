import { CoachingStyleConversationLogged } from '@cairn/contracts/planning';
import { newId, Streams, type CommandContext } from '@cairn/event-store';
import { Clock, IsUuid } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { dayOf } from '../engagement/engagement.commands.js';
import { ReportingLines } from '../read-models/reporting-lines.read-model.js';
import { managersIn } from '../reporting-chain.decider.js';
import { conversation, logConversation } from './conversation.decider.js';

const { heldOn, topic } = CoachingStyleConversationLogged.schema.shape;
export const ConversationBody = z.strictObject({ organisationId: IsUuid.schema, personId: IsUuid.schema, heldOn, topic });

@Injectable()
export class ConversationCommands {
  constructor(
    private readonly streams: Streams,
    private readonly clock: Clock,
    private readonly reportingLines: ReportingLines,
  ) {}

  async log(managerId: string, { organisationId, ...body }: z.output<typeof ConversationBody>, context: CommandContext) {
    const conversationId = newId(context, 'conversation');
    const { lines, basis } = await this.reportingLines.of(context.tenant, organisationId);
    const known = { managers: managersIn(lines), actor: context.actor.person, today: dayOf(context.occurredAt, this.clock) };
    const decision = logConversation({ conversationId, managerId, ...body, ...known });
    return { conversationId, ...(await this.streams.transact(conversation, conversationId, decision, context, { basis })) };
  }
}
