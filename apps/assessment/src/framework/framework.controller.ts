import { Caller, IsUuid, Page, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Frameworks } from '../read-models/frameworks.read-model.js';
import { FrameworkVersions } from '../read-models/framework-versions.read-model.js';
import { FrameworkBody, FrameworkCommands, IsVersion, RetirementBody, VersionBody } from './framework.commands.js';

@Controller('frameworks')
export class FrameworkController {
  constructor(
    private readonly commands: FrameworkCommands,
    private readonly frameworks: Frameworks,
    private readonly versions: FrameworkVersions,
  ) {}

  @Post()
  @Requires('write', 'framework')
  import(@Body({ schema: FrameworkBody }) body: z.output<typeof FrameworkBody>, @Caller() caller: Caller) {
    return this.commands.import(body, caller);
  }

  @Post(':frameworkId/versions')
  @Requires('write', 'framework')
  publishVersion(
    @Param('frameworkId', IsUuid) frameworkId: string,
    @Body({ schema: VersionBody }) body: z.output<typeof VersionBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.publishVersion(frameworkId, body, caller);
  }

  @Post(':frameworkId/versions/:version/retirement')
  @Requires('write', 'framework')
  retireVersion(
    @Param('frameworkId', IsUuid) frameworkId: string,
    @Param('version', IsVersion) version: string,
    @Body({ schema: RetirementBody }) body: z.output<typeof RetirementBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.retireVersion(frameworkId, version, body, caller);
  }

  @Get()
  @Requires('read', 'framework')
  list(@Query({ schema: Page }) page: Page, @Caller() caller: Caller) {
    return this.frameworks.all(caller.tenant, page);
  }

  /** The framework with all its versions and their items. */
  @Get(':frameworkId')
  @Requires('read', 'framework')
  async one(@Param('frameworkId', IsUuid) frameworkId: string, @Caller() caller: Caller) {
    const framework = await this.frameworks.of(caller.tenant, frameworkId);
    return framework && { ...framework, versions: await this.versions.of(caller.tenant, frameworkId) };
  }
}
