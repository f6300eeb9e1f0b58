import { Caller, IsUuid, Nothing, Page, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Grants } from '../read-models/grants.read-model.js';
import { Programmes } from '../read-models/programmes.read-model.js';
import { GrantCommands, MoneyBackBody, SpendingBody } from './grant.commands.js';

@Controller('programmes/:programmeId/grants')
export class GrantController {
  constructor(
    private readonly commands: GrantCommands,
    private readonly programmes: Programmes,
    private readonly grants: Grants,
  ) {}

  @Get()
  @Requires('read', 'grant')
  async ofProgramme(@Param('programmeId', IsUuid) programmeId: string, @Query({ schema: Page }) page: Page, @Caller() caller: Caller) {
    await this.programmes.one(caller.tenant, programmeId);
    return this.grants.ofProgramme(caller.tenant, programmeId, page);
  }

  @Post(':personId/release')
  @Requires('release', 'grant')
  release(
    @Param('programmeId', IsUuid) programmeId: string,
    @Param('personId', IsUuid) personId: string,
    @Body({ schema: Nothing }) _: object,
    @Caller() caller: Caller,
  ) {
    return this.commands.release(programmeId, personId, caller);
  }

  @Post(':personId/spending')
  @Requires('write', 'grant', { self: 'personId' })
  spend(
    @Param('programmeId', IsUuid) programmeId: string,
    @Param('personId', IsUuid) personId: string,
    @Body({ schema: SpendingBody }) body: z.output<typeof SpendingBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.spend(programmeId, personId, body, caller);
  }

  @Post(':personId/returns')
  @Requires('write', 'grant', { self: 'personId' })
  giveBack(
    @Param('programmeId', IsUuid) programmeId: string,
    @Param('personId', IsUuid) personId: string,
    @Body({ schema: MoneyBackBody }) body: z.output<typeof MoneyBackBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.giveBack(programmeId, personId, body, caller);
  }
}
