import { FrameworkVersionPublished, FrameworkVersionRetired, RoleProfilePublished } from '@cairn/contracts/assessment';
import { FrameworkImported } from '@cairn/contracts/assessment/internal';
import { newId, Streams, type CommandContext } from '@cairn/event-store';
import { IsUuid } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { framework, importFramework, publishRoleProfile, publishVersion, retireVersion, type FrameworkDecision } from './framework.decider.js';

export const FrameworkBody = FrameworkImported.schema.pick({ title: true, creator: true });
export const VersionBody = FrameworkVersionPublished.schema.pick({
  ...{ version: true, jurisdiction: true, inForceFrom: true, inForceUntil: true, items: true, scales: true },
  ...{ associations: true, description: true, language: true, attribution: true, unit: true },
});
export const ProfileBody = RoleProfilePublished.schema
  .pick({ role: true, description: true, targets: true })
  .extend({ replaces: IsUuid.schema.nullable().default(null) });
export const RetirementBody = FrameworkVersionRetired.schema.pick({ retiredOn: true, replacedBy: true });
/** For paths: `@Param('version', IsVersion)`. */
export const IsVersion = { schema: FrameworkVersionPublished.schema.shape.version };

@Injectable()
export class FrameworkCommands {
  constructor(private readonly streams: Streams) {}

  import(body: z.output<typeof FrameworkBody>, context: CommandContext) {
    const frameworkId = newId(context, 'framework');
    return this.decided(frameworkId, importFramework({ frameworkId, ...body }), context);
  }

  publishVersion(frameworkId: string, body: z.output<typeof VersionBody>, context: CommandContext) {
    return this.decided(frameworkId, publishVersion({ frameworkId, ...body }), context);
  }

  retireVersion(frameworkId: string, version: string, body: z.output<typeof RetirementBody>, context: CommandContext) {
    return this.decided(frameworkId, retireVersion({ frameworkId, version, ...body }), context);
  }

  async publishProfile(frameworkId: string, version: string, body: z.output<typeof ProfileBody>, context: CommandContext) {
    const profileId = newId(context, 'profile');
    return { profileId, ...(await this.decided(frameworkId, publishRoleProfile({ frameworkId, version, profileId, ...body }), context)) };
  }

  private async decided(frameworkId: string, decision: FrameworkDecision, context: CommandContext) {
    return { frameworkId, ...(await this.streams.transact(framework, frameworkId, decision, context)) };
  }
}
