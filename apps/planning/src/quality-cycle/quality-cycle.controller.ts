import { Caller, IsUuid, Nothing, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { BoardQuery, QualityCycleBoard } from '../read-models/quality-cycle-board.read-model.js';
import { ActionBody, CycleBody, DispositionBody, FindingBody, QualityCycleCommands, ReviewBody } from './quality-cycle.commands.js';

@Controller('quality-cycles')
export class QualityCycleController {
  constructor(
    private readonly commands: QualityCycleCommands,
    private readonly board: QualityCycleBoard,
  ) {}

  @Post()
  @Requires('write', 'programme-record')
  open(@Body({ schema: CycleBody }) body: z.output<typeof CycleBody>, @Caller() caller: Caller) {
    return this.commands.open(body, caller);
  }

  /** The board: every cycle with its phase, its findings and its actions. */
  @Get()
  @Requires('read', 'programme-record')
  list(@Query({ schema: BoardQuery }) query: z.output<typeof BoardQuery>, @Caller() caller: Caller) {
    return this.board.matching(caller.tenant, query);
  }

  @Get(':cycleId')
  @Requires('read', 'programme-record')
  one(@Param('cycleId', IsUuid) cycleId: string, @Caller() caller: Caller) {
    return this.board.of(caller.tenant, cycleId);
  }

  @Post(':cycleId/self-evaluations')
  @Requires('write', 'programme-record')
  recordSelfEvaluation(@Param('cycleId', IsUuid) cycleId: string, @Body({ schema: FindingBody }) body: z.output<typeof FindingBody>, @Caller() caller: Caller) {
    return this.commands.recordSelfEvaluation(cycleId, body, caller);
  }

  @Post(':cycleId/actions')
  @Requires('write', 'programme-record')
  planAction(@Param('cycleId', IsUuid) cycleId: string, @Body({ schema: ActionBody }) body: z.output<typeof ActionBody>, @Caller() caller: Caller) {
    return this.commands.planAction(cycleId, body, caller);
  }

  @Post(':cycleId/actions/:actionId/implementation')
  @Requires('write', 'programme-record')
  implementAction(
    @Param('cycleId', IsUuid) cycleId: string,
    @Param('actionId', IsUuid) actionId: string,
    @Body({ schema: Nothing }) _: object,
    @Caller() caller: Caller,
  ) {
    return this.commands.implementAction(cycleId, actionId, caller);
  }

  @Post(':cycleId/actions/:actionId/disposition')
  @Requires('write', 'programme-record')
  disposeOfAction(
    @Param('cycleId', IsUuid) cycleId: string,
    @Param('actionId', IsUuid) actionId: string,
    @Body({ schema: DispositionBody }) body: z.output<typeof DispositionBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.disposeOfAction(cycleId, actionId, body, caller);
  }

  @Post(':cycleId/review')
  @Requires('write', 'programme-record')
  review(@Param('cycleId', IsUuid) cycleId: string, @Body({ schema: ReviewBody }) body: z.output<typeof ReviewBody>, @Caller() caller: Caller) {
    return this.commands.review(cycleId, body, caller);
  }

  @Post(':cycleId/closure')
  @Requires('write', 'programme-record')
  close(@Param('cycleId', IsUuid) cycleId: string, @Body({ schema: Nothing }) _: object, @Caller() caller: Caller) {
    return this.commands.close(cycleId, caller);
  }
}
