import { Caller, Page, Requires } from '@cairn/nest-service';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { FrameworkExports } from '../framework-exports.js';

/** Publishers' identifiers are not always valid UUIDs. */
const IsIdentifier = { schema: z.guid() };

/** The library at the paths of CASE 1.0, for software that looks there: of each framework the version that came into force last. */
@Controller('ims/case/v1p0')
export class CaseController {
  constructor(private readonly exports: FrameworkExports) {}

  @Get('CFDocuments')
  @Requires('read', 'framework')
  async documents(@Query({ schema: Page }) page: Page, @Caller() caller: Caller) {
    return { CFDocuments: await this.exports.caseDocuments(caller.tenant, page) };
  }

  @Get('CFDocuments/:identifier')
  @Requires('read', 'framework')
  async document(@Param('identifier', IsIdentifier) identifier: string, @Caller() caller: Caller) {
    return (await this.exports.ofIdentifier(caller.tenant, identifier))?.CFDocument;
  }

  @Get('CFPackages/:identifier')
  @Requires('read', 'framework')
  package(@Param('identifier', IsIdentifier) identifier: string, @Caller() caller: Caller) {
    return this.exports.ofIdentifier(caller.tenant, identifier);
  }
}
