import { Caller, IsUuid, Page, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { CoachingStyleConversations } from '../read-models/coaching-style-conversations.read-model.js';
import { ConversationBody, ConversationCommands } from './conversation.commands.js';

/** What a manager does in the style of coaching: logged, and never counted as coaching. */
@Controller('people/:managerId/coaching-style-conversations')
export class ConversationController {
  constructor(
    private readonly commands: ConversationCommands,
    private readonly conversations: CoachingStyleConversations,
  ) {}

  @Get()
  @Requires('read', 'programme-record', { self: 'managerId' })
  of(@Param('managerId', IsUuid) managerId: string, @Query({ schema: Page }) page: Page, @Caller() caller: Caller) {
    return this.conversations.of(caller.tenant, managerId, page);
  }

  @Post()
  @Requires('write', 'programme-record', { self: 'managerId' })
  log(@Param('managerId', IsUuid) managerId: string, @Body({ schema: ConversationBody }) body: z.output<typeof ConversationBody>, @Caller() caller: Caller) {
    return this.commands.log(managerId, body, caller);
  }
}
