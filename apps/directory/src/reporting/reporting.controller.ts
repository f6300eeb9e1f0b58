import { Caller, IsUuid, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { LinesQuery, OnChainQuery, ReportingChain } from '../read-models/reporting-chain.js';
import { LineBody, LineEndBody, LinesBody, ReportingCommands } from './reporting.commands.js';

@Controller('organisations/:organisationId')
export class ReportingController {
  constructor(
    private readonly commands: ReportingCommands,
    private readonly chain: ReportingChain,
  ) {}

  /** Many at once, as after a reorganisation: all of them, or none. */
  @Post('reporting-lines')
  @Requires('write', 'identity')
  setLines(@Param('organisationId', IsUuid) organisationId: string, @Body({ schema: LinesBody }) body: z.output<typeof LinesBody>, @Caller() caller: Caller) {
    return this.commands.setLines(organisationId, body, caller);
  }

  @Post('reporting-lines/:personId')
  @Requires('write', 'identity')
  setLine(
    @Param('organisationId', IsUuid) organisationId: string,
    @Param('personId', IsUuid) personId: string,
    @Body({ schema: LineBody }) body: z.output<typeof LineBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.setLine(organisationId, personId, body, caller);
  }

  @Post('reporting-lines/:personId/end')
  @Requires('write', 'identity')
  endLine(
    @Param('organisationId', IsUuid) organisationId: string,
    @Param('personId', IsUuid) personId: string,
    @Body({ schema: LineEndBody }) body: z.output<typeof LineEndBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.endLine(organisationId, personId, body, caller);
  }

  /** Whom everybody of the organisation reports to: now, or at an instant. */
  @Get('reporting-lines')
  @Requires('read', 'identity')
  lines(@Param('organisationId', IsUuid) organisationId: string, @Query({ schema: LinesQuery }) query: z.output<typeof LinesQuery>, @Caller() caller: Caller) {
    return this.chain.lines(caller.tenant, organisationId, query);
  }

  /** Is `managerId` above `personId`, at any depth: now, or at an instant? With the path, and since when it stands. */
  @Get('reporting-chain')
  @Requires('read', 'identity')
  isAbove(
    @Param('organisationId', IsUuid) organisationId: string,
    @Query({ schema: OnChainQuery }) query: z.output<typeof OnChainQuery>,
    @Caller() caller: Caller,
  ) {
    return this.chain.isAbove(caller.tenant, organisationId, query);
  }
}
