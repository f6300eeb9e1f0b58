import { Caller, IsUuid, Nothing, Page, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { LearningAgreements } from '../read-models/learning-agreements.read-model.js';
import { PlanBoard, PlansQuery } from '../read-models/plan-board.read-model.js';
import { PlanContents } from '../read-models/plan-contents.read-model.js';
import { PlanObjectives } from '../read-models/plan-objectives.read-model.js';
import { AgreementBody, CorrectionBody, DraftBody, PlanCommands, ReasonBody } from './plan.commands.js';

@Controller()
export class PlanController {
  constructor(
    private readonly commands: PlanCommands,
    private readonly board: PlanBoard,
    private readonly contents: PlanContents,
    private readonly objectives: PlanObjectives,
    private readonly agreements: LearningAgreements,
  ) {}

  @Get('plans')
  @Requires('read', 'programme-record')
  page(@Query({ schema: PlansQuery }) query: z.output<typeof PlansQuery>, @Caller() caller: Caller) {
    return this.board.page(caller.tenant, query, this.inForce(caller));
  }

  @Get('people/:personId/plans')
  @Requires('read', 'programme-record', { self: 'personId' })
  ofPerson(@Param('personId', IsUuid) practitionerId: string, @Query({ schema: Page }) page: Page, @Caller() caller: Caller) {
    return this.board.page(caller.tenant, { ...page, practitionerId }, this.inForce(caller));
  }

  @Get('people/:personId/plans/:planId')
  @Requires('read', 'programme-record', { self: 'personId' })
  async one(@Param('personId', IsUuid) personId: string, @Param('planId', IsUuid) planId: string, @Caller() caller: Caller) {
    const { tenant, actor } = caller;
    const { objectives: figures, ...plan } = await this.board.one(tenant, personId, planId, this.inForce(caller));
    const contents = await this.contents.one(tenant, planId, actor.person);
    const mayRead = actor.person === plan.practitionerId || actor.person === plan.supporterId;
    return { ...plan, ...contents, figures, objectives: await this.objectives.of(tenant, planId, mayRead) };
  }

  @Post('people/:personId/plans')
  @Requires('write', 'programme-record', { self: 'personId' })
  draft(@Param('personId', IsUuid) personId: string, @Body({ schema: DraftBody }) body: z.output<typeof DraftBody>, @Caller() caller: Caller) {
    return this.commands.draft(personId, body, caller);
  }

  @Post('people/:personId/plans/:planId/agreement')
  @Requires('write', 'programme-record', { self: 'personId' })
  agree(
    @Param('personId', IsUuid) personId: string,
    @Param('planId', IsUuid) planId: string,
    @Body({ schema: AgreementBody }) body: z.output<typeof AgreementBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.agree(personId, planId, body, caller);
  }

  @Post('people/:personId/plans/:planId/activation')
  @Requires('write', 'programme-record', { self: 'personId' })
  activate(
    @Param('personId', IsUuid) personId: string,
    @Param('planId', IsUuid) planId: string,
    @Body({ schema: Nothing }) _: object,
    @Caller() caller: Caller,
  ) {
    return this.commands.activate(personId, planId, caller);
  }

  @Post('people/:personId/plans/:planId/pause')
  @Requires('write', 'programme-record', { self: 'personId' })
  pause(
    @Param('personId', IsUuid) personId: string,
    @Param('planId', IsUuid) planId: string,
    @Body({ schema: ReasonBody }) body: z.output<typeof ReasonBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.pause(personId, planId, body, caller);
  }

  @Post('people/:personId/plans/:planId/resumption')
  @Requires('write', 'programme-record', { self: 'personId' })
  resume(@Param('personId', IsUuid) personId: string, @Param('planId', IsUuid) planId: string, @Body({ schema: Nothing }) _: object, @Caller() caller: Caller) {
    return this.commands.resume(personId, planId, caller);
  }

  @Post('people/:personId/plans/:planId/completion')
  @Requires('write', 'programme-record', { self: 'personId' })
  complete(
    @Param('personId', IsUuid) personId: string,
    @Param('planId', IsUuid) planId: string,
    @Body({ schema: Nothing }) _: object,
    @Caller() caller: Caller,
  ) {
    return this.commands.complete(personId, planId, caller);
  }

  @Post('people/:personId/plans/:planId/closure')
  @Requires('write', 'programme-record', { self: 'personId' })
  closeEarly(
    @Param('personId', IsUuid) personId: string,
    @Param('planId', IsUuid) planId: string,
    @Body({ schema: ReasonBody }) body: z.output<typeof ReasonBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.closeEarly(personId, planId, body, caller);
  }

  @Post('people/:personId/plans/:planId/corrections')
  @Requires('write', 'programme-record', { self: 'personId' })
  correct(
    @Param('personId', IsUuid) personId: string,
    @Param('planId', IsUuid) planId: string,
    @Body({ schema: CorrectionBody }) body: z.output<typeof CorrectionBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.correct(personId, planId, body, caller);
  }

  private inForce({ tenant }: Caller) {
    return (engagementIds: readonly string[]) => this.agreements.inForce(tenant, engagementIds);
  }
}
