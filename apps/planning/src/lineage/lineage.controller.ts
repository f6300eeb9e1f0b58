import { Caller, IsUuid, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { ProgrammeLineage } from '../read-models/programme-lineage.read-model.js';
import { FollowOnBody, LineageCommands } from './lineage.commands.js';

@Controller('programmes/:programmeId')
export class LineageController {
  constructor(
    private readonly commands: LineageCommands,
    private readonly lineage: ProgrammeLineage,
  ) {}

  @Post('follow-ons')
  @Requires('write', 'programme-record')
  link(@Param('programmeId', IsUuid) programmeId: string, @Body({ schema: FollowOnBody }) body: z.output<typeof FollowOnBody>, @Caller() caller: Caller) {
    return this.commands.link(programmeId, body, caller);
  }

  /** What came before this programme and what came of it, directly. */
  @Get('lineage')
  @Requires('read', 'programme-record')
  of(@Param('programmeId', IsUuid) programmeId: string, @Caller() caller: Caller) {
    return this.lineage.of(caller.tenant, programmeId);
  }
}
