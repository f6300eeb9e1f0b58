import { Caller, IsUuid, Page, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Frameworks } from '../read-models/frameworks.read-model.js';
import { FrameworkLibrary } from '../read-models/framework-library.read-model.js';
import { FrameworkBody, FrameworkCommands, IsVersion, ProfileBody, RetirementBody, VersionBody } from './framework.commands.js';

const OnDay = z.strictObject({ on: z.iso.date().optional() });

@Controller('frameworks')
export class FrameworkController {
  constructor(
    private readonly commands: FrameworkCommands,
    private readonly frameworks: Frameworks,
    private readonly library: FrameworkLibrary,
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

  @Post(':frameworkId/versions/:version/role-profiles')
  @Requires('write', 'framework')
  publishProfile(
    @Param('frameworkId', IsUuid) frameworkId: string,
    @Param('version', IsVersion) version: string,
    @Body({ schema: ProfileBody }) body: z.output<typeof ProfileBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.publishProfile(frameworkId, version, body, caller);
  }

  @Get()
  @Requires('read', 'framework')
  list(@Query({ schema: Page }) page: Page, @Caller() caller: Caller) {
    return this.frameworks.all(caller.tenant, page);
  }

  /** The framework with its versions, their items as trees; with `on` only the versions that were in force on that day. */
  @Get(':frameworkId')
  @Requires('read', 'framework')
  async one(@Param('frameworkId', IsUuid) frameworkId: string, @Query({ schema: OnDay }) { on }: z.output<typeof OnDay>, @Caller() caller: Caller) {
    const framework = await this.frameworks.of(caller.tenant, frameworkId);
    return framework && { ...framework, versions: await this.library.versions(caller.tenant, frameworkId, on) };
  }

  @Get(':frameworkId/versions/:version')
  @Requires('read', 'framework')
  async version(@Param('frameworkId', IsUuid) frameworkId: string, @Param('version', IsVersion) version: string, @Caller() caller: Caller) {
    return this.library.version(caller.tenant, frameworkId, version);
  }
}
