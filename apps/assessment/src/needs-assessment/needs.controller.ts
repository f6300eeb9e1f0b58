import { Caller, Requires } from '@cairn/nest-service';
import { Controller, Get, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Needs, NeedsQuery } from '../read-models/needs.read-model.js';

@Controller('needs')
export class NeedsController {
  constructor(private readonly needs: Needs) {}

  @Get()
  @Requires('read', 'assessment')
  list(@Query({ schema: NeedsQuery }) query: z.output<typeof NeedsQuery>, @Caller() caller: Caller) {
    return this.needs.matching(caller.tenant, query);
  }
}
