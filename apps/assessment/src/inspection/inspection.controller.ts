import { Caller, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Inspections, InspectionsQuery } from '../read-models/inspections.read-model.js';
import { ofstedScales } from './inspection-scales.js';
import { InspectionBody, InspectionCommands } from './inspection.commands.js';

@Controller('inspections')
export class InspectionController {
  constructor(
    private readonly commands: InspectionCommands,
    private readonly inspections: Inspections,
  ) {}

  @Post()
  @Requires('write', 'assessment')
  recordOutcome(@Body({ schema: InspectionBody }) body: z.output<typeof InspectionBody>, @Caller() caller: Caller) {
    return this.commands.recordOutcome(body, caller);
  }

  @Get()
  @Requires('read', 'assessment')
  list(@Query({ schema: InspectionsQuery }) query: z.output<typeof InspectionsQuery>, @Caller() caller: Caller) {
    return this.inspections.matching(caller.tenant, query);
  }

  /** Every edition of the regulator's scales: which areas are graded with which words, and from when until when. */
  @Get('scales')
  @Requires('read', 'framework')
  scales() {
    const items = ofstedScales.map(({ gradesOf, ...edition }) => ({ ...edition, areas: [...gradesOf].map(([area, grades]) => ({ area, grades })) }));
    return { items };
  }
}
