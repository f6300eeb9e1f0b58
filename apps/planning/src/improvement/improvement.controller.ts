import { Caller, IsUuid, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Improvements, ImprovementsQuery } from '../read-models/improvements.read-model.js';
import { AdoptionBody, ImprovementCommands, ProposalBody } from './improvement.commands.js';

@Controller('improvements')
export class ImprovementController {
  constructor(
    private readonly commands: ImprovementCommands,
    private readonly improvements: Improvements,
  ) {}

  @Post()
  @Requires('write', 'programme-record')
  propose(@Body({ schema: ProposalBody }) body: z.output<typeof ProposalBody>, @Caller() caller: Caller) {
    return this.commands.propose(body, caller);
  }

  @Get()
  @Requires('read', 'programme-record')
  list(@Query({ schema: ImprovementsQuery }) query: z.output<typeof ImprovementsQuery>, @Caller() caller: Caller) {
    return this.improvements.matching(caller.tenant, query);
  }

  @Post(':improvementId/adoption')
  @Requires('write', 'programme-record')
  adopt(@Param('improvementId', IsUuid) improvementId: string, @Body({ schema: AdoptionBody }) body: z.output<typeof AdoptionBody>, @Caller() caller: Caller) {
    return this.commands.adopt(improvementId, body, caller);
  }
}
