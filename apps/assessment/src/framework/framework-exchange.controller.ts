import { Caller, IsUuid, LargeBody, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Header, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { FrameworkExports } from './framework-exports.js';
import { CaseQuery, CsvBody, FrameworkImportCommands } from './framework-import.commands.js';
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

  @Post('imports/csv')
  @LargeBody()
  @Requires('write', 'framework')
  importCsv(@Body({ schema: CsvBody }) body: z.output<typeof CsvBody>, @Caller() caller: Caller) {
    return this.imports.importCsv('csv', body, caller);
  }

  @Post('imports/moodle-csv')
  @LargeBody()
  @Requires('write', 'framework')
  importMoodleCsv(@Body({ schema: CsvBody }) body: z.output<typeof CsvBody>, @Caller() caller: Caller) {
    return this.imports.importCsv('moodle-csv', body, caller);
  }

  /** The items of the version as the plain CSV that an import takes. */
  @Get(':frameworkId/csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Requires('read', 'framework')
  exportCsv(
    @Param('frameworkId', IsUuid) frameworkId: string,
    @Query({ schema: OfVersion }) { version }: z.output<typeof OfVersion>,
    @Caller() caller: Caller,
  ) {
    return this.exports.asCsv(caller.tenant, frameworkId, version);
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
