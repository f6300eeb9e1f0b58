import { OrganisationEstablished, SettingRegistered } from '@cairn/contracts/directory';
import { newId, Streams, type CommandContext } from '@cairn/event-store';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { establish, organisation, registerSetting } from './organisation.decider.js';

export const OrganisationBody = OrganisationEstablished.schema.pick({ name: true });
export const SettingBody = SettingRegistered.schema.pick({ name: true, kind: true, region: true });

@Injectable()
export class OrganisationCommands {
  constructor(private readonly streams: Streams) {}

  async establish(body: z.output<typeof OrganisationBody>, context: CommandContext) {
    const organisationId = newId(context, 'organisation');
    return { organisationId, ...(await this.streams.transact(organisation, organisationId, establish({ organisationId, ...body }), context)) };
  }

  async registerSetting(organisationId: string, body: z.output<typeof SettingBody>, context: CommandContext) {
    const settingId = newId(context, 'setting');
    const decision = registerSetting({ organisationId, settingId, ...body });
    return { organisationId, settingId, ...(await this.streams.transact(organisation, organisationId, decision, context)) };
  }
}
