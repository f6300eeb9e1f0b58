import { PersonRegistered, RoleAssigned, RoleRevoked } from '@cairn/contracts/directory';
import { Streams, type CommandContext } from '@cairn/event-store';
import { IsUuid } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { assignRole, person, register, revokeRole, type PersonDecision } from './person.decider.js';

const settingId = IsUuid.schema.nullable();
export const PersonBody = z.strictObject({ name: PersonRegistered.schema.shape.name, settingId });
export const RoleBody = z.strictObject({ role: RoleAssigned.schema.shape.role, settingId });
export const RevocationBody = z.strictObject({ role: RoleRevoked.schema.shape.role, settingId, reason: RoleRevoked.schema.shape.reason });

@Injectable()
export class PersonCommands {
  constructor(private readonly streams: Streams) {}

  register(personId: string, body: z.output<typeof PersonBody>, context: CommandContext) {
    return this.decided(personId, register({ personId, ...body }), context);
  }

  assignRole(personId: string, body: z.output<typeof RoleBody>, context: CommandContext) {
    return this.decided(personId, assignRole({ personId, ...body }), context);
  }

  revokeRole(personId: string, body: z.output<typeof RevocationBody>, context: CommandContext) {
    return this.decided(personId, revokeRole({ personId, ...body }), context);
  }

  private async decided(personId: string, decision: PersonDecision, context: CommandContext) {
    return { personId, ...(await this.streams.transact(person, personId, decision, context)) };
  }
}
