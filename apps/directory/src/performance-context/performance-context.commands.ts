import { PerformanceContextShared } from '@cairn/contracts/directory/internal';
import { newId, Streams, type CommandContext } from '@cairn/event-store';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { person } from '../person/person.decider.js';
import { performanceContext, sharePerformanceContext } from './performance-context.decider.js';

export const ContextBody = PerformanceContextShared.schema.pick({ context: true });

@Injectable()
export class PerformanceContextCommands {
  constructor(private readonly streams: Streams) {}

  async share(personId: string, body: z.output<typeof ContextBody>, context: CommandContext) {
    const { state, basis } = await this.streams.load(person, context.tenant, personId);
    const contextId = newId(context, 'performance-context');
    const decision = sharePerformanceContext({ personId, contextId, ...body }, state);
    return { personId, contextId, ...(await this.streams.transact(performanceContext, personId, decision, context, { basis })) };
  }
}
