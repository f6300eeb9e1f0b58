import { Caller, IsUuid, Page, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Organisations } from '../read-models/organisations.read-model.js';
import { DissolutionBody, OrganisationBody, OrganisationCommands, RegionBody, SettingBody } from './organisation.commands.js';

@Controller('organisations')
export class OrganisationController {
  constructor(
    private readonly commands: OrganisationCommands,
    private readonly organisations: Organisations,
  ) {}

  @Post()
  @Requires('write', 'organisation')
  establish(@Body({ schema: OrganisationBody }) body: z.output<typeof OrganisationBody>, @Caller() caller: Caller) {
    return this.commands.establish(body, caller);
  }

  @Post(':organisationId/settings')
  @Requires('write', 'organisation')
  registerSetting(
    @Param('organisationId', IsUuid) organisationId: string,
    @Body({ schema: SettingBody }) body: z.output<typeof SettingBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.registerSetting(organisationId, body, caller);
  }

  @Post(':organisationId/regions')
  @Requires('write', 'organisation')
  formRegion(
    @Param('organisationId', IsUuid) organisationId: string,
    @Body({ schema: RegionBody }) body: z.output<typeof RegionBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.formRegion(organisationId, body, caller);
  }

  @Post(':organisationId/regions/:regionId/name')
  @Requires('write', 'organisation')
  renameRegion(
    @Param('organisationId', IsUuid) organisationId: string,
    @Param('regionId', IsUuid) regionId: string,
    @Body({ schema: RegionBody }) body: z.output<typeof RegionBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.renameRegion(organisationId, regionId, body, caller);
  }

  @Post(':organisationId/regions/:regionId/dissolution')
  @Requires('write', 'organisation')
  dissolveRegion(
    @Param('organisationId', IsUuid) organisationId: string,
    @Param('regionId', IsUuid) regionId: string,
    @Body({ schema: DissolutionBody }) body: z.output<typeof DissolutionBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.dissolveRegion(organisationId, regionId, body, caller);
  }

  @Get()
  @Requires('read', 'organisation')
  list(@Query({ schema: Page }) page: Page, @Caller() caller: Caller) {
    return this.organisations.all(caller.tenant, page);
  }

  @Get(':organisationId')
  @Requires('read', 'organisation')
  one(@Param('organisationId', IsUuid) organisationId: string, @Caller() caller: Caller) {
    return this.organisations.of(caller.tenant, organisationId);
  }
}
