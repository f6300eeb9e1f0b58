import { Caller, IsUuid, Nothing, Page, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Programmes } from '../read-models/programmes.read-model.js';
import { TrainingPlanLines } from '../read-models/training-plan-lines.read-model.js';
import { TrainingPlans } from '../read-models/training-plans.read-model.js';
import { LineBody, ReturnBody, TrainingPlanCommands } from './training-plan.commands.js';

@Controller('programmes/:programmeId/training-plans')
export class TrainingPlanController {
  constructor(
    private readonly commands: TrainingPlanCommands,
    private readonly programmes: Programmes,
    private readonly plans: TrainingPlans,
    private readonly lines: TrainingPlanLines,
  ) {}

  @Get()
  @Requires('read', 'programme-record')
  async ofProgramme(@Param('programmeId', IsUuid) programmeId: string, @Query({ schema: Page }) page: Page, @Caller() caller: Caller) {
    await this.programmes.one(caller.tenant, programmeId);
    return this.plans.ofProgramme(caller.tenant, programmeId, page);
  }

  @Get(':personId')
  @Requires('read', 'programme-record', { self: 'personId' })
  async one(@Param('programmeId', IsUuid) programmeId: string, @Param('personId', IsUuid) personId: string, @Caller() caller: Caller) {
    const plan = await this.plans.one(caller.tenant, programmeId, personId);
    return { ...plan, lines: await this.lines.of(caller.tenant, plan.planId) };
  }

  @Post(':personId')
  @Requires('write', 'programme-record', { self: 'personId' })
  draft(
    @Param('programmeId', IsUuid) programmeId: string,
    @Param('personId', IsUuid) personId: string,
    @Body({ schema: Nothing }) _: object,
    @Caller() caller: Caller,
  ) {
    return this.commands.draft(programmeId, personId, caller);
  }

  @Post(':personId/lines')
  @Requires('write', 'programme-record', { self: 'personId' })
  addLine(
    @Param('programmeId', IsUuid) programmeId: string,
    @Param('personId', IsUuid) personId: string,
    @Body({ schema: LineBody }) body: z.output<typeof LineBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.addLine(programmeId, personId, body, caller);
  }

  @Post(':personId/submission')
  @Requires('write', 'programme-record', { self: 'personId' })
  submit(
    @Param('programmeId', IsUuid) programmeId: string,
    @Param('personId', IsUuid) personId: string,
    @Body({ schema: Nothing }) _: object,
    @Caller() caller: Caller,
  ) {
    return this.commands.submit(programmeId, personId, caller);
  }

  @Post(':personId/return')
  @Requires('approve', 'programme-record')
  return(
    @Param('programmeId', IsUuid) programmeId: string,
    @Param('personId', IsUuid) personId: string,
    @Body({ schema: ReturnBody }) body: z.output<typeof ReturnBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.return(programmeId, personId, body, caller);
  }

  @Post(':personId/approval')
  @Requires('approve', 'programme-record')
  approve(
    @Param('programmeId', IsUuid) programmeId: string,
    @Param('personId', IsUuid) personId: string,
    @Body({ schema: Nothing }) _: object,
    @Caller() caller: Caller,
  ) {
    return this.commands.approve(programmeId, personId, caller);
  }
}
