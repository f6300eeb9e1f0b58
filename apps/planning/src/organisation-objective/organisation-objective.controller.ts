import { Caller, IsUuid, Page, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { GoldenThread } from '../read-models/golden-thread.read-model.js';
import { OrganisationObjectives } from '../read-models/organisation-objectives.read-model.js';
import { OrganisationObjectiveBody, OrganisationObjectiveCommands, RetirementBody } from './organisation-objective.commands.js';

@Controller()
export class OrganisationObjectiveController {
  constructor(
    private readonly commands: OrganisationObjectiveCommands,
    private readonly objectives: OrganisationObjectives,
    private readonly thread: GoldenThread,
  ) {}

  @Post('organisation-objectives')
  @Requires('write', 'organisation')
  publish(@Body({ schema: OrganisationObjectiveBody }) body: z.output<typeof OrganisationObjectiveBody>, @Caller() caller: Caller) {
    return this.commands.publish(body, caller);
  }

  @Post('organisation-objectives/:organisationObjectiveId/retirement')
  @Requires('write', 'organisation')
  retire(
    @Param('organisationObjectiveId', IsUuid) organisationObjectiveId: string,
    @Body({ schema: RetirementBody }) body: z.output<typeof RetirementBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.retire(organisationObjectiveId, body, caller);
  }

  @Get('organisation-objectives')
  @Requires('read', 'organisation')
  page(@Query({ schema: Page }) page: Page, @Caller() caller: Caller) {
    return this.objectives.page(caller.tenant, page);
  }

  @Get('organisation-objectives/:organisationObjectiveId/objectives')
  @Requires('read', 'programme-record')
  async serving(@Param('organisationObjectiveId', IsUuid) organisationObjectiveId: string, @Query({ schema: Page }) page: Page, @Caller() { tenant }: Caller) {
    const objective = await this.objectives.one(tenant, organisationObjectiveId);
    return { ...objective, ...(await this.thread.serving(tenant, organisationObjectiveId, page)) };
  }

  /** Figures alone: what serves each objective of the organisation, and how much serves none. */
  @Get('golden-thread')
  @Requires('read', 'aggregate')
  async goldenThread(@Caller() { tenant }: Caller) {
    return { items: await this.thread.strands(tenant) };
  }
}
