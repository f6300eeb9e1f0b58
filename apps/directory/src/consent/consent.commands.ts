import { ConsentGiven } from '@cairn/contracts/directory';
import { Streams, type CommandContext } from '@cairn/event-store';
import { IsUuid } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { person } from '../person/person.decider.js';
import { consent, giveConsent, withdrawConsent } from './consent.decider.js';

/** Null: to everybody whom the purpose concerns. */
export const ConsentBody = z.strictObject({ purpose: ConsentGiven.schema.shape.purpose, recipientId: IsUuid.schema.nullable() });

@Injectable()
export class ConsentCommands {
  constructor(private readonly streams: Streams) {}

  async give(personId: string, body: z.output<typeof ConsentBody>, context: CommandContext) {
    const { state, basis } = await this.streams.load(person, context.tenant, personId);
    const decision = giveConsent({ personId, ...body }, state);
    return { personId, ...(await this.streams.transact(consent, personId, decision, context, { basis })) };
  }

  async withdraw(personId: string, body: z.output<typeof ConsentBody>, context: CommandContext) {
    const decision = withdrawConsent({ personId, ...body });
    return { personId, ...(await this.streams.transact(consent, personId, decision, context)) };
  }
}
