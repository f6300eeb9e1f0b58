import { OrganisationEstablished, RegionDissolved, RegionFormed, SettingRegistered } from '@cairn/contracts/directory';
import { newId, Streams, type CommandContext } from '@cairn/event-store';
import { IsUuid } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Settings } from '../read-models/settings.read-model.js';
import { dissolveRegion, establish, formRegion, organisation, registerSetting, renameRegion, type OrganisationDecision } from './organisation.decider.js';

export const OrganisationBody = OrganisationEstablished.schema.pick({ name: true });
export const SettingBody = SettingRegistered.schema.pick({ name: true, kind: true, region: true }).extend({ regionId: IsUuid.schema.nullable().default(null) });
export const RegionBody = RegionFormed.schema.pick({ name: true });
export const DissolutionBody = RegionDissolved.schema.pick({ reason: true });

@Injectable()
export class OrganisationCommands {
  constructor(
    private readonly streams: Streams,
    private readonly settings: Settings,
  ) {}

  establish(body: z.output<typeof OrganisationBody>, context: CommandContext) {
    const organisationId = newId(context, 'organisation');
    return this.decided(organisationId, establish({ organisationId, ...body }), context);
  }

  async registerSetting(organisationId: string, body: z.output<typeof SettingBody>, context: CommandContext) {
    const settingId = newId(context, 'setting');
    return { settingId, ...(await this.decided(organisationId, registerSetting({ organisationId, settingId, ...body }), context)) };
  }

  async formRegion(organisationId: string, body: z.output<typeof RegionBody>, context: CommandContext) {
    const regionId = newId(context, 'region');
    return { regionId, ...(await this.decided(organisationId, formRegion({ organisationId, regionId, ...body }), context)) };
  }

  async renameRegion(organisationId: string, regionId: string, { name }: z.output<typeof RegionBody>, context: CommandContext) {
    return { regionId, ...(await this.decided(organisationId, renameRegion({ organisationId, regionId, to: name }), context)) };
  }

  async dissolveRegion(organisationId: string, regionId: string, { reason }: z.output<typeof DissolutionBody>, context: CommandContext) {
    const settings = await this.settings.openIn(context.tenant, regionId);
    return { regionId, ...(await this.decided(organisationId, dissolveRegion({ organisationId, regionId, reason }, settings), context)) };
  }

  private async decided(organisationId: string, decision: OrganisationDecision, context: CommandContext) {
    return { organisationId, ...(await this.streams.transact(organisation, organisationId, decision, context)) };
  }
}
