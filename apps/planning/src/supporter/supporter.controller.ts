import { Caller, IsUuid, Page, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { SupporterLoad } from '../read-models/supporter-load.read-model.js';
import { ProfileBody, SupporterCommands } from './supporter.commands.js';

@Controller('supporters')
export class SupporterController {
  constructor(
    private readonly commands: SupporterCommands,
    private readonly load: SupporterLoad,
  ) {}

  /** Everybody who offers support or gives it, with what they offer and how many engagements they have. */
  @Get()
  @Requires('read', 'programme-record')
  page(@Query({ schema: Page }) page: Page, @Caller() caller: Caller) {
    return this.load.page(caller.tenant, page);
  }

  @Get(':personId')
  @Requires('read', 'programme-record', { self: 'personId' })
  one(@Param('personId', IsUuid) personId: string, @Caller() caller: Caller) {
    return this.load.one(caller.tenant, personId);
  }

  @Post(':personId/profile')
  @Requires('write', 'programme-record', { self: 'personId' })
  publish(@Param('personId', IsUuid) personId: string, @Body({ schema: ProfileBody }) body: z.output<typeof ProfileBody>, @Caller() caller: Caller) {
    return this.commands.publish(personId, body, caller);
  }
}
