import { Caller, IsUuid, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Settings, SettingsQuery } from '../read-models/settings.read-model.js';
import { ClosureBody, MoveBody, NameBody, SettingCommands } from './setting.commands.js';

@Controller('settings')
export class SettingController {
  constructor(
    private readonly commands: SettingCommands,
    private readonly settings: Settings,
  ) {}

  @Post(':settingId/moves')
  @Requires('write', 'organisation')
  move(@Param('settingId', IsUuid) settingId: string, @Body({ schema: MoveBody }) body: z.output<typeof MoveBody>, @Caller() caller: Caller) {
    return this.commands.move(settingId, body, caller);
  }

  @Post(':settingId/name')
  @Requires('write', 'organisation')
  rename(@Param('settingId', IsUuid) settingId: string, @Body({ schema: NameBody }) body: z.output<typeof NameBody>, @Caller() caller: Caller) {
    return this.commands.rename(settingId, body, caller);
  }

  @Post(':settingId/closure')
  @Requires('write', 'organisation')
  close(@Param('settingId', IsUuid) settingId: string, @Body({ schema: ClosureBody }) body: z.output<typeof ClosureBody>, @Caller() caller: Caller) {
    return this.commands.close(settingId, body, caller);
  }

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
