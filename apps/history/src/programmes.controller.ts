import { Caller, IsUuid, Page, Requires } from '@cairn/nest-service';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { GrantLedger } from './read-models/grant-ledger.read-model.js';
import { ProgrammeProgress } from './read-models/programme-progress.read-model.js';

@Controller('programmes/:programmeId')
export class ProgrammesController {
  constructor(
    private readonly progress: ProgrammeProgress,
    private readonly ledger: GrantLedger,
  ) {}

  /** How far the programme is: seats, sessions, hours, plans, grants and money. */
  @Get('progress')
  @Requires('read', 'programme-record')
  progressOf(@Param('programmeId', IsUuid) programmeId: string, @Caller() caller: Caller) {
    return this.progress.of(caller.tenant, programmeId);
  }

  /** What became of each grant of the programme, with every event that moved money. */
  @Get('grant-ledger')
  @Requires('read', 'grant')
  ledgerOf(@Param('programmeId', IsUuid) programmeId: string, @Query({ schema: Page }) page: Page, @Caller() caller: Caller) {
    return this.ledger.ofProgramme(caller.tenant, programmeId, page);
  }
}
