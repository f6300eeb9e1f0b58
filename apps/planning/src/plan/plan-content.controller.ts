import { Caller, IsUuid, Requires } from '@cairn/nest-service';
import { Body, Controller, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import {
  AdjustmentBody,
  AlignmentBody,
  ObjectiveBody,
  PlanContentCommands,
  RevisionBody,
  SupportSourceBody,
  TailoringBody,
  TailoringRevisionBody,
  WithdrawalBody,
} from './plan-content.commands.js';

@Controller('people/:personId/plans/:planId')
export class PlanContentController {
  constructor(private readonly commands: PlanContentCommands) {}

  @Post('objectives')
  @Requires('write', 'programme-record', { self: 'personId' })
  setObjective(
    @Param('personId', IsUuid) personId: string,
    @Param('planId', IsUuid) planId: string,
    @Body({ schema: ObjectiveBody }) body: z.output<typeof ObjectiveBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.setObjective(personId, planId, body, caller);
  }

  @Post('objectives/:objectiveId/revisions')
  @Requires('write', 'programme-record', { self: 'personId' })
  reviseObjective(
    @Param('personId', IsUuid) practitionerId: string,
    @Param('planId', IsUuid) planId: string,
    @Param('objectiveId', IsUuid) objectiveId: string,
    @Body({ schema: RevisionBody }) body: z.output<typeof RevisionBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.reviseObjective({ practitionerId, planId, objectiveId }, body, caller);
  }

  @Post('objectives/:objectiveId/withdrawal')
  @Requires('write', 'programme-record', { self: 'personId' })
  withdrawObjective(
    @Param('personId', IsUuid) practitionerId: string,
    @Param('planId', IsUuid) planId: string,
    @Param('objectiveId', IsUuid) objectiveId: string,
    @Body({ schema: WithdrawalBody }) body: z.output<typeof WithdrawalBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.withdrawObjective({ practitionerId, planId, objectiveId }, body, caller);
  }

  @Post('objectives/:objectiveId/alignment')
  @Requires('write', 'programme-record', { self: 'personId' })
  alignObjective(
    @Param('personId', IsUuid) practitionerId: string,
    @Param('planId', IsUuid) planId: string,
    @Param('objectiveId', IsUuid) objectiveId: string,
    @Body({ schema: AlignmentBody }) body: z.output<typeof AlignmentBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.alignObjective({ practitionerId, planId, objectiveId }, body, caller);
  }

  @Post('tailoring')
  @Requires('write', 'programme-record', { self: 'personId' })
  recordTailoring(
    @Param('personId', IsUuid) personId: string,
    @Param('planId', IsUuid) planId: string,
    @Body({ schema: TailoringBody }) body: z.output<typeof TailoringBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.recordTailoring(personId, planId, body, caller);
  }

  @Post('tailoring/revisions')
  @Requires('write', 'programme-record', { self: 'personId' })
  reviseTailoring(
    @Param('personId', IsUuid) personId: string,
    @Param('planId', IsUuid) planId: string,
    @Body({ schema: TailoringRevisionBody }) body: z.output<typeof TailoringRevisionBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.reviseTailoring(personId, planId, body, caller);
  }

  @Post('support-sources')
  @Requires('write', 'programme-record', { self: 'personId' })
  addSupportSource(
    @Param('personId', IsUuid) personId: string,
    @Param('planId', IsUuid) planId: string,
    @Body({ schema: SupportSourceBody }) body: z.output<typeof SupportSourceBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.addSupportSource(personId, planId, body, caller);
  }

  @Post('adjustments')
  @Requires('write', 'programme-record', { self: 'personId' })
  agreeAdjustment(
    @Param('personId', IsUuid) personId: string,
    @Param('planId', IsUuid) planId: string,
    @Body({ schema: AdjustmentBody }) body: z.output<typeof AdjustmentBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.agreeAdjustment(personId, planId, body, caller);
  }
}
