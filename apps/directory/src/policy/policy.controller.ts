import { Caller, Requires } from '@cairn/nest-service';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Policies, PoliciesQuery } from '../read-models/policies.read-model.js';
import { IsPolicy, PolicyBody, PolicyCommands } from './policy.commands.js';

@Controller('policies')
export class PolicyController {
  constructor(
    private readonly commands: PolicyCommands,
    private readonly policies: Policies,
  ) {}

  /** Every rule that is the organisation's to decide: its text, its choices, its default, what holds now or held at an instant, and each change. */
  @Get()
  @Requires('read', 'organisation')
  list(@Query({ schema: PoliciesQuery }) query: z.output<typeof PoliciesQuery>, @Caller() caller: Caller) {
    return this.policies.all(caller.tenant, query);
  }

  @Post(':code')
  @Requires('write', 'organisation')
  change(@Param('code', IsPolicy) code: string, @Body({ schema: PolicyBody }) body: z.output<typeof PolicyBody>, @Caller() caller: Caller) {
    return this.commands.change(code, body, caller);
  }
}
