import { Caller, Requires } from '@cairn/nest-service';
import { Body, Controller, Post } from '@nestjs/common';
import type { z } from 'zod';
import { InspectionBody, InspectionCommands } from './inspection.commands.js';

@Controller('inspections')
export class InspectionController {
  constructor(private readonly commands: InspectionCommands) {}

  @Post()
  @Requires('write', 'assessment')
  recordOutcome(@Body({ schema: InspectionBody }) body: z.output<typeof InspectionBody>, @Caller() caller: Caller) {
    return this.commands.recordOutcome(body, caller);
  }
}
