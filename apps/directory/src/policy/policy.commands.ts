import { PolicyChanged } from '@cairn/contracts/directory';
import { Streams, type CommandContext } from '@cairn/event-store';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { changePolicy, policy, policyStreamId } from './policy.decider.js';

export const PolicyBody = PolicyChanged.schema.pick({ to: true, reason: true });
/** For paths; which codes there are is a matter of the rule. */
export const IsPolicy = { schema: z.string().max(60) };

@Injectable()
export class PolicyCommands {
  constructor(private readonly streams: Streams) {}

  async change(code: string, body: z.output<typeof PolicyBody>, context: CommandContext) {
    return { policy: code, ...(await this.streams.transact(policy, policyStreamId, changePolicy({ policy: code, ...body }), context)) };
  }
}
