import { Caller, IsUuid, LargeBody, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { FrameworkExports } from './framework-exports.js';
import { CaseQuery, FrameworkImportCommands } from './framework-import.commands.js';
import { VersionBody } from './framework.commands.js';

/** What is wrong with a file is the importer's to say, place by place. */
const CaseFile = z.looseObject({});
const OfVersion = z.strictObject({ version: VersionBody.shape.version.optional() });

/** Frameworks as files, in and out. */
@Controller('frameworks')
export class FrameworkExchangeController {
  constructor(
    private readonly imports: FrameworkImportCommands,
    private readonly exports: FrameworkExports,
  ) {}

  @Post('imports/case')
  @LargeBody()
  @Requires('write', 'framework')
  importCase(
    @Body({ schema: CaseFile }) file: z.output<typeof CaseFile>,
    @Query({ schema: CaseQuery }) query: z.output<typeof CaseQuery>,
    @Caller() caller: Caller,
  ) {
    return this.imports.importCase(file, query, caller);
  }

  /** The version as a CASE package; without a name the one that came into force last. */
  @Get(':frameworkId/case')
  @Requires('read', 'framework')
  exportCase(
    @Param('frameworkId', IsUuid) frameworkId: string,
    @Query({ schema: OfVersion }) { version }: z.output<typeof OfVersion>,
    @Caller() caller: Caller,
  ) {
    return this.exports.asCase(caller.tenant, frameworkId, version);
  }
}
