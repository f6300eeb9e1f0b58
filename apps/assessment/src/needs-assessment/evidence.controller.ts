import { Caller, IsUuid, Requires } from '@cairn/nest-service';
import { Body, Controller, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { EvidenceCommands, ObservationBody, OutcomeBody, PriorLearningBody, RatingCorrectionBody } from './evidence.commands.js';

/** What others than the practitioner bring to an assessment. They write, and are not shown what others wrote. */
@Controller('needs-assessments/:assessmentId')
export class EvidenceController {
  constructor(private readonly commands: EvidenceCommands) {}

  @Post('observations')
  @Requires('write', 'assessment')
  recordObservation(
    @Param('assessmentId', IsUuid) assessmentId: string,
    @Body({ schema: ObservationBody }) body: z.output<typeof ObservationBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.recordObservation(assessmentId, body, caller);
  }

  @Post('prior-learning')
  @Requires('write', 'assessment')
  recordPriorLearning(
    @Param('assessmentId', IsUuid) assessmentId: string,
    @Body({ schema: PriorLearningBody }) body: z.output<typeof PriorLearningBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.recordPriorLearning(assessmentId, body, caller);
  }

  @Post('service-user-outcomes')
  @Requires('write', 'assessment')
  recordOutcome(
    @Param('assessmentId', IsUuid) assessmentId: string,
    @Body({ schema: OutcomeBody }) body: z.output<typeof OutcomeBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.recordOutcome(assessmentId, body, caller);
  }

  @Post('evidence/:evidenceId/rating-corrections')
  @Requires('write', 'assessment')
  correctRating(
    @Param('assessmentId', IsUuid) assessmentId: string,
    @Param('evidenceId', IsUuid) evidenceId: string,
    @Body({ schema: RatingCorrectionBody }) body: z.output<typeof RatingCorrectionBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.correctRating(assessmentId, evidenceId, body, caller);
  }
}
