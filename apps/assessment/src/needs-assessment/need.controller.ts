import { Caller, IsUuid, Requires } from '@cairn/nest-service';
import { Body, Controller, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { MetBody, NeedBody, NeedCommands, PrerequisiteBody, PriorityBody, StandingBody, StatementBody, WithdrawalBody } from './needs.commands.js';

@Controller('needs-assessments/:assessmentId/needs')
export class NeedController {
  constructor(private readonly commands: NeedCommands) {}

  @Post()
  @Requires('write', 'assessment')
  identify(@Param('assessmentId', IsUuid) assessmentId: string, @Body({ schema: NeedBody }) body: z.output<typeof NeedBody>, @Caller() caller: Caller) {
    return this.commands.identify(assessmentId, body, caller);
  }

  @Post(':needId/priority')
  @Requires('write', 'assessment')
  prioritise(
    @Param('assessmentId', IsUuid) assessmentId: string,
    @Param('needId', IsUuid) needId: string,
    @Body({ schema: PriorityBody }) body: z.output<typeof PriorityBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.prioritise(assessmentId, needId, body, caller);
  }

  /** The need of the path cannot be met before the enabler is. */
  @Post(':needId/prerequisites')
  @Requires('write', 'assessment')
  markPrerequisite(
    @Param('assessmentId', IsUuid) assessmentId: string,
    @Param('needId', IsUuid) needId: string,
    @Body({ schema: PrerequisiteBody }) body: z.output<typeof PrerequisiteBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.markPrerequisite(assessmentId, needId, body, caller);
  }

  @Post(':needId/withdrawal')
  @Requires('write', 'assessment')
  withdraw(
    @Param('assessmentId', IsUuid) assessmentId: string,
    @Param('needId', IsUuid) needId: string,
    @Body({ schema: WithdrawalBody }) body: z.output<typeof WithdrawalBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.withdraw(assessmentId, needId, body, caller);
  }

  @Post(':needId/statement-corrections')
  @Requires('write', 'assessment')
  correctStatement(
    @Param('assessmentId', IsUuid) assessmentId: string,
    @Param('needId', IsUuid) needId: string,
    @Body({ schema: StatementBody }) body: z.output<typeof StatementBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.correctStatement(assessmentId, needId, body, caller);
  }

  /** Of a completed assessment: the need was found by mistake. */
  @Post(':needId/standing-correction')
  @Requires('write', 'assessment')
  correctStanding(
    @Param('assessmentId', IsUuid) assessmentId: string,
    @Param('needId', IsUuid) needId: string,
    @Body({ schema: StandingBody }) body: z.output<typeof StandingBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.correctStanding(assessmentId, needId, body, caller);
  }

  @Post(':needId/fulfilment')
  @Requires('write', 'assessment')
  meet(
    @Param('assessmentId', IsUuid) assessmentId: string,
    @Param('needId', IsUuid) needId: string,
    @Body({ schema: MetBody }) body: z.output<typeof MetBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.meet(assessmentId, needId, body, caller);
  }
}
