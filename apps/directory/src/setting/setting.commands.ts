import { SettingClosed, SettingMoved, SettingRegistered } from '@cairn/contracts/directory';
import { Streams, type CommandContext } from '@cairn/event-store';
import { IsUuid, notFound } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { instantOf } from '../instant.js';
import { organisation } from '../organisation/organisation.decider.js';
import { Settings } from '../read-models/settings.read-model.js';
import { closeSetting, moveSetting, renameSetting, setting, type Registration, type SettingDecision } from './setting.decider.js';

const reason = SettingMoved.schema.shape.reason;
export const MoveBody = z.strictObject({ organisationId: IsUuid.schema, regionId: IsUuid.schema.nullable(), reason });
export const NameBody = SettingRegistered.schema.pick({ name: true });
export const ClosureBody = SettingClosed.schema.pick({ reason: true });

@Injectable()
export class SettingCommands {
  constructor(
    private readonly streams: Streams,
    private readonly settings: Settings,
  ) {}

  async move(settingId: string, { reason, ...to }: z.output<typeof MoveBody>, context: CommandContext) {
    const { state, basis } = await this.streams.load(organisation, context.tenant, to.organisationId);
    const registered = await this.registration(context.tenant, settingId);
    return this.decided(settingId, moveSetting({ to, reason, at: instantOf(context) }, registered, state), context, { basis });
  }

  async rename(settingId: string, { name }: z.output<typeof NameBody>, context: CommandContext) {
    const registered = await this.registration(context.tenant, settingId);
    return this.decided(settingId, renameSetting({ to: name, at: instantOf(context) }, registered), context);
  }

  async close(settingId: string, { reason }: z.output<typeof ClosureBody>, context: CommandContext) {
    const registered = await this.registration(context.tenant, settingId);
    return this.decided(settingId, closeSetting({ reason, at: instantOf(context) }, registered), context);
  }

  private async registration(tenant: string, settingId: string): Promise<Registration> {
    const row = await this.settings.of(tenant, settingId);
    // How it joined never changes, so a row that is behind says it right; nothing happened to a setting before it joined, so it is first in both histories.
    const [place, named] = [row?.places[0], row?.names[0]];
    if (!place || !named) throw notFound('setting with this id');
    const { at, organisationId, regionId } = place;
    return { settingId, name: named.name, place: { organisationId, regionId }, at };
  }

  private async decided(settingId: string, decision: SettingDecision, context: CommandContext, options = {}) {
    return { settingId, ...(await this.streams.transact(setting, settingId, decision, context, options)) };
  }
}
