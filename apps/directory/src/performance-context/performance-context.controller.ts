import { Caller, IsUuid, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { InConfidence } from '../consent/in-confidence.js';
import { ContextBody, PerformanceContextCommands } from './performance-context.commands.js';

@Controller('people/:personId/performance-context')
export class PerformanceContextController {
  constructor(
    private readonly commands: PerformanceContextCommands,
    private readonly inConfidence: InConfidence,
  ) {}

  @Post()
  @Requires('write', 'in-confidence', { self: 'personId' })
  share(@Param('personId', IsUuid) personId: string, @Body({ schema: ContextBody }) body: z.output<typeof ContextBody>, @Caller() caller: Caller) {
    return this.commands.share(personId, body, caller);
  }

  /** For the person, and for a supporter to whom they consent. */
  @Get()
  @Requires('read', 'in-confidence', { self: 'personId' })
  shared(@Param('personId', IsUuid) personId: string, @Caller() caller: Caller) {
    return this.inConfidence.performanceContexts(personId, caller);
  }
}
