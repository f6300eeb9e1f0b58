import { Caller, IsUuid, Requires } from '@cairn/nest-service';
import { Controller, Get, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Settings, SettingsQuery } from '../read-models/settings.read-model.js';

@Controller('settings')
export class SettingsController {
  constructor(private readonly settings: Settings) {}

  @Get()
  @Requires('read', 'organisation')
  list(@Query({ schema: SettingsQuery }) query: z.output<typeof SettingsQuery>, @Caller() caller: Caller) {
    return this.settings.matching(caller.tenant, query);
  }

  @Get(':settingId')
  @Requires('read', 'organisation')
  one(@Param('settingId', IsUuid) settingId: string, @Caller() caller: Caller) {
    return this.settings.of(caller.tenant, settingId);
  }
}
