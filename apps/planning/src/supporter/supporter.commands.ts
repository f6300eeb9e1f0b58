import { SupporterProfilePublished } from '@cairn/contracts/planning';
import { Streams, type CommandContext } from '@cairn/event-store';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { People } from '../read-models/people.read-model.js';
import { publishProfile, supporter } from './supporter.decider.js';

export const ProfileBody = SupporterProfilePublished.schema.pick({ approaches: true, expertise: true, capacity: true }).extend({
  prefers: SupporterProfilePublished.schema.shape.prefers.default({ areas: [], settingIds: [] }),
});

@Injectable()
export class SupporterCommands {
  constructor(
    private readonly streams: Streams,
    private readonly people: People,
  ) {}

  async publish(supporterId: string, body: z.output<typeof ProfileBody>, context: CommandContext) {
    const settingId = await this.people.settingOf(context.tenant, supporterId);
    const { person: actor, role } = context.actor;
    const decision = publishProfile({ supporterId, settingId, ...body, actor, role });
    return { supporterId, ...(await this.streams.transact(supporter, supporterId, decision, context)) };
  }
}
