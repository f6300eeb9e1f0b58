import { Caller, IsUuid, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { ConsentLedger, ConsentsQuery } from '../read-models/consents.read-model.js';
import { ConsentBody, ConsentCommands } from './consent.commands.js';

@Controller()
export class ConsentController {
  constructor(
    private readonly commands: ConsentCommands,
    private readonly ledger: ConsentLedger,
  ) {}

  @Post('people/:personId/consents')
  @Requires('write', 'consent', { self: 'personId' })
  give(@Param('personId', IsUuid) personId: string, @Body({ schema: ConsentBody }) body: z.output<typeof ConsentBody>, @Caller() caller: Caller) {
    return this.commands.give(personId, body, caller);
  }

  @Post('people/:personId/consent-withdrawals')
  @Requires('write', 'consent', { self: 'personId' })
  withdraw(@Param('personId', IsUuid) personId: string, @Body({ schema: ConsentBody }) body: z.output<typeof ConsentBody>, @Caller() caller: Caller) {
    return this.commands.withdraw(personId, body, caller);
  }

  /** What this person agrees to, and has ever agreed to. */
  @Get('people/:personId/consents')
  @Requires('read', 'consent', { self: 'personId' })
  own(@Param('personId', IsUuid) personId: string, @Caller() caller: Caller) {
    return this.ledger.matching(caller.tenant, ConsentsQuery.parse({ personId, limit: 500 }));
  }

  @Get('consents')
  @Requires('read', 'consent')
  list(@Query({ schema: ConsentsQuery }) query: z.output<typeof ConsentsQuery>, @Caller() caller: Caller) {
    return this.ledger.matching(caller.tenant, query);
  }
}
