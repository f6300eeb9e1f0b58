import { Caller, IsUuid, Nothing, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { AssessmentsQuery, NeedsAssessments } from '../read-models/needs-assessments.read-model.js';
import { NeedsAssessmentCommands, OpeningBody, ReadinessBody } from './needs-assessment.commands.js';

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

  @Post(':assessmentId/readiness')
  @Requires('write', 'assessment')
  recordReadiness(
    @Param('assessmentId', IsUuid) assessmentId: string,
    @Body({ schema: ReadinessBody }) body: z.output<typeof ReadinessBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.recordReadiness(assessmentId, body, caller);
  }

  @Post(':assessmentId/completion')
  @Requires('write', 'assessment')
  complete(@Param('assessmentId', IsUuid) assessmentId: string, @Body({ schema: Nothing }) _: object, @Caller() caller: Caller) {
    return this.commands.complete(assessmentId, caller);
  }

  @Get()
  @Requires('read', 'assessment')
  list(@Query({ schema: AssessmentsQuery }) query: z.output<typeof AssessmentsQuery>, @Caller() caller: Caller) {
    return this.assessments.matching(caller.tenant, query);
  }

  @Get(':assessmentId')
  @Requires('read', 'assessment')
  one(@Param('assessmentId', IsUuid) assessmentId: string, @Caller() caller: Caller) {
    return this.assessments.of(caller.tenant, assessmentId);
  }
}
