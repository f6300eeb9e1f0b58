import { Caller, IsUuid, Page, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Needs } from '../read-models/needs.read-model.js';
import { EvidenceCommands, RatingCorrectionBody, SelfAssessmentBody } from './evidence.commands.js';
import { GapProfiles } from './gap-profiles.js';

/** What practitioners do in their own assessments, and see of them. */
@Controller('people/:practitionerId')
export class OwnAssessmentController {
  constructor(
    private readonly commands: EvidenceCommands,
    private readonly gapProfiles: GapProfiles,
    private readonly needs: Needs,
  ) {}

  @Post('needs-assessments/:assessmentId/self-assessments')
  @Requires('write', 'assessment', { self: 'practitionerId' })
  recordSelfAssessment(
    @Param('practitionerId', IsUuid) _: string,
    @Param('assessmentId', IsUuid) assessmentId: string,
    @Body({ schema: SelfAssessmentBody }) body: z.output<typeof SelfAssessmentBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.recordSelfAssessment(assessmentId, body, caller);
  }

  @Post('needs-assessments/:assessmentId/evidence/:evidenceId/rating-corrections')
  @Requires('write', 'assessment', { self: 'practitionerId' })
  correctRating(
    @Param('practitionerId', IsUuid) _: string,
    @Param('assessmentId', IsUuid) assessmentId: string,
    @Param('evidenceId', IsUuid) evidenceId: string,
    @Body({ schema: RatingCorrectionBody }) body: z.output<typeof RatingCorrectionBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.correctRating(assessmentId, evidenceId, body, caller);
  }

  /** What the role asks for beside what each source says, item by item. Sources and raters stay apart. */
  @Get('gap-profile')
  @Requires('read', 'assessment', { self: 'practitionerId' })
  gapProfile(@Param('practitionerId', IsUuid) practitionerId: string, @Caller() caller: Caller) {
    return this.gapProfiles.of(caller.tenant, practitionerId);
  }

  @Get('needs')
  @Requires('read', 'assessment', { self: 'practitionerId' })
  ownNeeds(@Param('practitionerId', IsUuid) practitionerId: string, @Query({ schema: Page }) page: Page, @Caller() caller: Caller) {
    return this.needs.matching(caller.tenant, { practitionerId, ...page });
  }
}
