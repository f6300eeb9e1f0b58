import { Caller, IsUuid, Requires } from '@cairn/nest-service';
import { Body, Controller, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { LineBody, LineEndBody, ReportingCommands } from './reporting.commands.js';

@Controller('organisations/:organisationId/reporting-lines/:personId')
export class ReportingController {
  constructor(private readonly commands: ReportingCommands) {}

  @Post()
  @Requires('write', 'identity')
  setLine(
    @Param('organisationId', IsUuid) organisationId: string,
    @Param('personId', IsUuid) personId: string,
    @Body({ schema: LineBody }) body: z.output<typeof LineBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.setLine(organisationId, personId, body, caller);
  }

  @Post('end')
  @Requires('write', 'identity')
  endLine(
    @Param('organisationId', IsUuid) organisationId: string,
    @Param('personId', IsUuid) personId: string,
    @Body({ schema: LineEndBody }) body: z.output<typeof LineEndBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.endLine(organisationId, personId, body, caller);
  }
}
