import { Caller, IsUuid, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { InConfidence } from '../consent/in-confidence.js';
import { AccessNeedsBody, CareerStageBody, ExpertiseBody, ProfileCommands } from './profile.commands.js';

/** What a person tells of themselves. */
@Controller('people/:personId')
export class ProfileController {
  constructor(
    private readonly commands: ProfileCommands,
    private readonly inConfidence: InConfidence,
  ) {}

  @Post('career-stage')
  @Requires('write', 'identity', { self: 'personId' })
  recordCareerStage(
    @Param('personId', IsUuid) personId: string,
    @Body({ schema: CareerStageBody }) body: z.output<typeof CareerStageBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.recordCareerStage(personId, body, caller);
  }

  @Post('expertise')
  @Requires('write', 'identity', { self: 'personId' })
  claimExpertise(@Param('personId', IsUuid) personId: string, @Body({ schema: ExpertiseBody }) body: z.output<typeof ExpertiseBody>, @Caller() caller: Caller) {
    return this.commands.claimExpertise(personId, body, caller);
  }

  @Post('expertise-withdrawals')
  @Requires('write', 'identity', { self: 'personId' })
  withdrawExpertise(
    @Param('personId', IsUuid) personId: string,
    @Body({ schema: ExpertiseBody }) body: z.output<typeof ExpertiseBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.withdrawExpertise(personId, body, caller);
  }

  @Post('access-needs')
  @Requires('write', 'in-confidence', { self: 'personId' })
  recordAccessNeeds(
    @Param('personId', IsUuid) personId: string,
    @Body({ schema: AccessNeedsBody }) body: z.output<typeof AccessNeedsBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.recordAccessNeeds(personId, body, caller);
  }

  /** For the person, and for a supporter to whom they consent. */
  @Get('access-needs')
  @Requires('read', 'in-confidence', { self: 'personId' })
  accessNeeds(@Param('personId', IsUuid) personId: string, @Caller() caller: Caller) {
    return this.inConfidence.accessNeeds(personId, caller);
  }
}
