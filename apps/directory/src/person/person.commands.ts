import { PersonNameCorrected, PersonRegistered, RoleAssigned, RoleRevoked } from '@cairn/contracts/directory';
import { Streams, type CommandContext } from '@cairn/event-store';
import { IsUuid } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { instantOf } from '../instant.js';
import { People } from '../read-models/people.js';
import { ReportingChain } from '../read-models/reporting-chain.js';
import { Settings } from '../read-models/settings.read-model.js';
import { correctName, leave, move, person, register, rejoin, type PersonDecision } from './person.decider.js';
import { assignRole, revokeRole } from './roles.decider.js';

const settingId = IsUuid.schema.nullable();
export const PersonBody = z.strictObject({ name: PersonRegistered.schema.shape.name, settingId });
/** Null: from now on they work centrally. */
export const WorkplaceBody = z.strictObject({ settingId });
export const NameBody = PersonNameCorrected.schema.pick({ from: true, to: true, because: true });
export const RoleBody = z.strictObject({ role: RoleAssigned.schema.shape.role, settingId });
export const RevocationBody = z.strictObject({ role: RoleRevoked.schema.shape.role, settingId, reason: RoleRevoked.schema.shape.reason });

@Injectable()
export class PersonCommands {
  constructor(
    private readonly streams: Streams,
    private readonly settings: Settings,
    private readonly people: People,
    private readonly chain: ReportingChain,
  ) {}

  async register(personId: string, body: z.output<typeof PersonBody>, context: CommandContext) {
    return this.decided(personId, register({ personId, ...body }, await this.workplace(body, context)), context);
  }

  async move(personId: string, body: z.output<typeof WorkplaceBody>, context: CommandContext) {
    const mover = { personId, to: body.settingId, at: instantOf(context) };
    return this.decided(personId, move(mover, await this.workplace(body, context)), context);
  }

  async leave(personId: string, context: CommandContext) {
    const reports = await this.chain.reportsTo(context.tenant, personId);
    return this.decided(personId, leave({ personId, at: instantOf(context) }, reports), context);
  }

  async rejoin(personId: string, body: z.output<typeof WorkplaceBody>, context: CommandContext) {
    return this.decided(personId, rejoin({ personId, ...body, at: instantOf(context) }, await this.workplace(body, context)), context);
  }

  async correctName(personId: string, body: z.output<typeof NameBody>, context: CommandContext) {
    return this.decided(personId, correctName({ personId, ...body }, await this.people.nameOf(context.tenant, personId)), context);
  }

  async assignRole(personId: string, body: z.output<typeof RoleBody>, context: CommandContext) {
    return this.decided(personId, assignRole({ personId, ...body, at: instantOf(context) }, await this.workplace(body, context)), context);
  }

  revokeRole(personId: string, body: z.output<typeof RevocationBody>, context: CommandContext) {
    return this.decided(personId, revokeRole({ personId, ...body }), context);
  }

  private workplace({ settingId }: { settingId: string | null }, context: CommandContext) {
    return this.settings.workplace(context.tenant, settingId, instantOf(context));
  }

  private async decided(personId: string, decision: PersonDecision, context: CommandContext) {
    return { personId, ...(await this.streams.transact(person, personId, decision, context)) };
  }
}
