import { Caller, IsUuid, Nothing, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { ConflictFilters, EngagementConflicts } from '../read-models/engagement-conflicts.read-model.js';
import { ConflictCommands, DeclarationBody, ReviewBody } from './conflict.commands.js';

@Controller()
export class ConflictController {
  constructor(
    private readonly commands: ConflictCommands,
    private readonly conflicts: EngagementConflicts,
  ) {}

  /** Those that stand now, or stood at an instant. */
  @Get('engagement-conflicts')
  @Requires('read', 'programme-record')
  standing(@Query({ schema: ConflictFilters }) query: z.output<typeof ConflictFilters>, @Caller() caller: Caller) {
    return this.conflicts.standing(caller.tenant, query);
  }

  /** Was there ever a conflict, by which path, and how long did it stand? */
  @Get('engagements/:engagementId/conflicts')
  @Requires('read', 'programme-record')
  of(@Param('engagementId', IsUuid) engagementId: string, @Caller() caller: Caller) {
    return this.conflicts.of(caller.tenant, engagementId);
  }

  @Post('engagements/:engagementId/conflict-declaration')
  @Requires('write', 'programme-record')
  declare(
    @Param('engagementId', IsUuid) engagementId: string,
    @Body({ schema: DeclarationBody }) body: z.output<typeof DeclarationBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.declare(engagementId, body, caller);
  }

  @Post('engagements/:engagementId/parties/:personId/conflict-consent')
  @Requires('write', 'programme-record', { self: 'personId' })
  consent(
    @Param('engagementId', IsUuid) engagementId: string,
    @Param('personId', IsUuid) personId: string,
    @Body({ schema: Nothing }) _: object,
    @Caller() caller: Caller,
  ) {
    return this.commands.consent(engagementId, personId, caller);
  }

  @Post('engagements/:engagementId/conflict-approval')
  @Requires('write', 'programme-record')
  approve(@Param('engagementId', IsUuid) engagementId: string, @Body({ schema: Nothing }) _: object, @Caller() caller: Caller) {
    return this.commands.approve(engagementId, caller);
  }

  @Post('engagements/:engagementId/conflict-review')
  @Requires('write', 'programme-record')
  review(@Param('engagementId', IsUuid) engagementId: string, @Body({ schema: ReviewBody }) body: z.output<typeof ReviewBody>, @Caller() caller: Caller) {
    return this.commands.review(engagementId, body, caller);
  }
}
