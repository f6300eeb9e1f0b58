import { Caller, IsUuid, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { People, PeopleQuery } from '../read-models/people.read-model.js';
import { ReportingLines } from '../read-models/reporting-lines.read-model.js';
import { PersonBody, PersonCommands, RevocationBody, RoleBody } from './person.commands.js';

@Controller('people')
export class PersonController {
  constructor(
    private readonly commands: PersonCommands,
    private readonly people: People,
    private readonly lines: ReportingLines,
  ) {}

  @Post(':personId')
  @Requires('write', 'identity')
  register(@Param('personId', IsUuid) personId: string, @Body({ schema: PersonBody }) body: z.output<typeof PersonBody>, @Caller() caller: Caller) {
    return this.commands.register(personId, body, caller);
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
  one(@Param('personId', IsUuid) personId: string, @Caller() caller: Caller) {
    return this.people.of(caller.tenant, personId);
  }

  /** Everybody above this person, nearest first. */
  @Get(':personId/reporting-chain')
  @Requires('read', 'identity', { self: 'personId' })
  reportingChain(@Param('personId', IsUuid) personId: string, @Caller() caller: Caller) {
    return this.lines.above(caller.tenant, personId);
  }
}
