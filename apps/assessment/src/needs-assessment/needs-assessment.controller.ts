import { Caller, IsUuid, Nothing, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { NeedsAssessments } from '../read-models/needs-assessments.read-model.js';
import { NeedBody, NeedsAssessmentCommands, OpeningBody, WithdrawalBody } from './needs-assessment.commands.js';

@Controller('needs-assessments')
export class NeedsAssessmentController {
  constructor(
    private readonly commands: NeedsAssessmentCommands,
    private readonly assessments: NeedsAssessments,
  ) {}

  @Post()
  @Requires('write', 'assessment')
  open(@Body({ schema: OpeningBody }) body: z.output<typeof OpeningBody>, @Caller() caller: Caller) {
    return this.commands.open(body, caller);
  }

  @Post(':assessmentId/needs')
  @Requires('write', 'assessment')
  identifyNeed(@Param('assessmentId', IsUuid) assessmentId: string, @Body({ schema: NeedBody }) body: z.output<typeof NeedBody>, @Caller() caller: Caller) {
    return this.commands.identifyNeed(assessmentId, body, caller);
  }

  @Post(':assessmentId/needs/:needId/withdrawal')
  @Requires('write', 'assessment')
  withdrawNeed(
    @Param('assessmentId', IsUuid) assessmentId: string,
    @Param('needId', IsUuid) needId: string,
    @Body({ schema: WithdrawalBody }) body: z.output<typeof WithdrawalBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.withdrawNeed(assessmentId, needId, body, caller);
  }

  @Post(':assessmentId/completion')
  @Requires('write', 'assessment')
  complete(@Param('assessmentId', IsUuid) assessmentId: string, @Body({ schema: Nothing }) _: object, @Caller() caller: Caller) {
    return this.commands.complete(assessmentId, caller);
  }

  @Get(':assessmentId')
  @Requires('read', 'assessment')
  one(@Param('assessmentId', IsUuid) assessmentId: string, @Caller() caller: Caller) {
    return this.assessments.of(caller.tenant, assessmentId);
  }
}
