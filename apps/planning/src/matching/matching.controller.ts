import { Caller, IsUuid, Nothing, Page, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Matches } from '../read-models/matches.read-model.js';
import { DeclineBody, MatchingCommands, RoundBody } from './matching.commands.js';

@Controller()
export class MatchingController {
  constructor(
    private readonly commands: MatchingCommands,
    private readonly matches: Matches,
  ) {}

  /** Proposes a supporter to each practitioner, with the reasons, and never a pair that line management forbids. */
  @Post('matching-rounds')
  @Requires('write', 'programme-record')
  hold(@Body({ schema: RoundBody }) body: z.output<typeof RoundBody>, @Caller() caller: Caller) {
    return this.commands.hold(body, caller);
  }

  @Get('matching-rounds/:roundId')
  @Requires('read', 'programme-record')
  ofRound(@Param('roundId', IsUuid) roundId: string, @Query({ schema: Page }) page: Page, @Caller() caller: Caller) {
    return this.matches.ofRound(caller.tenant, roundId, page);
  }

  /** Those in which the person is one of the two. */
  @Get('people/:personId/matches')
  @Requires('read', 'programme-record', { self: 'personId' })
  ofPerson(@Param('personId', IsUuid) personId: string, @Query({ schema: Page }) page: Page, @Caller() caller: Caller) {
    return this.matches.ofPerson(caller.tenant, personId, page);
  }

  @Post('matching-rounds/:roundId/matches/:matchId/parties/:personId/acceptance')
  @Requires('write', 'programme-record', { self: 'personId' })
  accept(
    @Param('roundId', IsUuid) roundId: string,
    @Param('matchId', IsUuid) matchId: string,
    @Param('personId', IsUuid) personId: string,
    @Body({ schema: Nothing }) _: object,
    @Caller() caller: Caller,
  ) {
    return this.commands.accept(roundId, matchId, personId, caller);
  }

  @Post('matching-rounds/:roundId/matches/:matchId/parties/:personId/refusal')
  @Requires('write', 'programme-record', { self: 'personId' })
  decline(
    @Param('roundId', IsUuid) roundId: string,
    @Param('matchId', IsUuid) matchId: string,
    @Param('personId', IsUuid) personId: string,
    @Body({ schema: DeclineBody }) body: z.output<typeof DeclineBody>,
    @Caller() caller: Caller,
  ) {
    return this.commands.decline(roundId, matchId, personId, body, caller);
  }
}
