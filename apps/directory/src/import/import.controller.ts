import { importKinds } from '@cairn/contracts/directory/internal';
import { Caller, IsUuid, LargeBody, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { Imports } from '../read-models/imports.read-model.js';
import { ExportFiles } from './export.js';
import { FileBody, ImportCommands } from './import.commands.js';

export const IsKind = { schema: z.enum(importKinds) };

@Controller('organisations/:organisationId')
export class ImportController {
  constructor(
    private readonly commands: ImportCommands,
    private readonly imports: Imports,
    private readonly files: ExportFiles,
  ) {}

  /** A dry run: what taking the file over would do, and what is wrong with which row. Changes nothing. */
  @Post('imports/:importId/:kind/check')
  @HttpCode(200)
  @LargeBody()
  @Requires('write', 'identity')
  check(
    @Param('organisationId', IsUuid) organisationId: string,
    @Param('importId', IsUuid) importId: string,
    @Param('kind', IsKind) kind: z.output<typeof IsKind.schema>,
    @Body({ schema: FileBody }) { csv }: z.output<typeof FileBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.check({ importId, organisationId }, kind, csv, caller);
  }

  /** Takes the file over, all of it or nothing. Sent again under the same id, it goes on where it had stopped. */
  @Post('imports/:importId/:kind')
  @LargeBody()
  @Requires('write', 'identity')
  takeOver(
    @Param('organisationId', IsUuid) organisationId: string,
    @Param('importId', IsUuid) importId: string,
    @Param('kind', IsKind) kind: z.output<typeof IsKind.schema>,
    @Body({ schema: FileBody }) { csv }: z.output<typeof FileBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.takeOver({ importId, organisationId }, kind, csv, caller);
  }

  /** How far an import has come. */
  @Get('imports/:importId')
  @Requires('read', 'identity')
  progress(@Param('importId', IsUuid) importId: string, @Caller() caller: Caller) {
    return this.imports.of(caller.tenant, importId);
  }

  /** The same file that an import takes: sent back as it is, it changes nothing. */
  @Get('exports/:kind')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Requires('read', 'identity')
  export(@Param('organisationId', IsUuid) organisationId: string, @Param('kind', IsKind) kind: z.output<typeof IsKind.schema>, @Caller() caller: Caller) {
    return this.files.of(caller.tenant, organisationId, kind);
  }
}
