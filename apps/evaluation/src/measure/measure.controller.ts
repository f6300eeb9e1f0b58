import { Caller, IsUuid, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { ConstructOutcomes } from '../read-models/construct-outcomes.read-model.js';
import { IsConstruct, MeasureCommands, MeasurementBody } from './measure.commands.js';

@Controller('programmes/:programmeId')
export class MeasureController {
  constructor(
    private readonly commands: MeasureCommands,
    private readonly outcomes: ConstructOutcomes,
  ) {}

  @Post('people/:personId/constructs/:construct/measurements')
  @Requires('write', 'evaluation', { self: 'personId' })
  record(
    @Param('programmeId', IsUuid) programmeId: string,
    @Param('personId', IsUuid) personId: string,
    @Param('construct', IsConstruct) construct: string,
    @Body({ schema: MeasurementBody }) body: z.output<typeof MeasurementBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.record({ programmeId, personId, construct }, body, caller);
  }

  /** What became of a construct over the programme, in figures from which nobody can be told. */
  @Get('constructs/:construct')
  @Requires('read', 'aggregate')
  summary(@Param('programmeId', IsUuid) programmeId: string, @Param('construct', IsConstruct) construct: string, @Caller() caller: Caller) {
    return this.outcomes.of(caller.tenant, programmeId, construct);
  }
}
