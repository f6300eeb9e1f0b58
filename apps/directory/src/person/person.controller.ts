import { Caller, IsUuid, Nothing, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { People, PeopleQuery, PersonQuery } from '../read-models/people.js';
import { ChainQuery, ReportingChain } from '../read-models/reporting-chain.js';
import { NameBody, PersonBody, PersonCommands, RevocationBody, RoleBody, WorkplaceBody } from './person.commands.js';

@Controller('people')
export class PersonController {
  constructor(
    private readonly commands: PersonCommands,
    private readonly people: People,
    private readonly chain: ReportingChain,
  ) {}

  @Post(':personId')
  @Requires('write', 'identity')
  register(@Param('personId', IsUuid) personId: string, @Body({ schema: PersonBody }) body: z.output<typeof PersonBody>, @Caller() caller: Caller) {
    return this.commands.register(personId, body, caller);
  }

  @Post(':personId/moves')
  @Requires('write', 'identity')
  move(@Param('personId', IsUuid) personId: string, @Body({ schema: WorkplaceBody }) body: z.output<typeof WorkplaceBody>, @Caller() caller: Caller) {
    return this.commands.move(personId, body, caller);
  }

  @Post(':personId/departure')
  @Requires('write', 'identity')
  leave(@Param('personId', IsUuid) personId: string, @Body({ schema: Nothing }) _: unknown, @Caller() caller: Caller) {
    return this.commands.leave(personId, caller);
  }

  @Post(':personId/return')
  @Requires('write', 'identity')
  rejoin(@Param('personId', IsUuid) personId: string, @Body({ schema: WorkplaceBody }) body: z.output<typeof WorkplaceBody>, @Caller() caller: Caller) {
    return this.commands.rejoin(personId, body, caller);
  }

  @Post(':personId/name')
  @Requires('write', 'identity')
  correctName(@Param('personId', IsUuid) personId: string, @Body({ schema: NameBody }) body: z.output<typeof NameBody>, @Caller() caller: Caller) {
    return this.commands.correctName(personId, body, caller);
  }

  @Post(':personId/roles')
  @Requires('write', 'identity')
  assignRole(@Param('personId', IsUuid) personId: string, @Body({ schema: RoleBody }) body: z.output<typeof RoleBody>, @Caller() caller: Caller) {
    return this.commands.assignRole(personId, body, caller);
  }

  @Post(':personId/role-revocations')
  @Requires('write', 'identity')
  revokeRole(@Param('personId', IsUuid) personId: string, @Body({ schema: RevocationBody }) body: z.output<typeof RevocationBody>, @Caller() caller: Caller) {
    return this.commands.revokeRole(personId, body, caller);
  }

  @Get()
  @Requires('read', 'identity')
  list(@Query({ schema: PeopleQuery }) query: z.output<typeof PeopleQuery>, @Caller() caller: Caller) {
    return this.people.matching(caller.tenant, query);
  }

  @Get(':personId')
  @Requires('read', 'identity', { self: 'personId' })
  one(@Param('personId', IsUuid) personId: string, @Query({ schema: PersonQuery }) query: z.output<typeof PersonQuery>, @Caller() caller: Caller) {
    return this.people.of(caller.tenant, personId, query);
  }

  /** Everybody above this person, nearest first: now, or at an instant. */
  @Get(':personId/reporting-chain')
  @Requires('read', 'identity', { self: 'personId' })
  reportingChain(@Param('personId', IsUuid) personId: string, @Query({ schema: ChainQuery }) query: z.output<typeof ChainQuery>, @Caller() caller: Caller) {
    return this.chain.above(caller.tenant, personId, query);
  }
}
