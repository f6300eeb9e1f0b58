import { FrameworkVersionPublished, FrameworkVersionRetired } from '@cairn/contracts/assessment';
import { FrameworkImported } from '@cairn/contracts/assessment/internal';
import { newId, Streams, type CommandContext } from '@cairn/event-store';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { framework, importFramework, publishVersion, retireVersion, type FrameworkDecision } from './framework.decider.js';

export const FrameworkBody = FrameworkImported.schema.pick({ title: true, creator: true });
export const VersionBody = FrameworkVersionPublished.schema.pick({ version: true, jurisdiction: true, inForceFrom: true, inForceUntil: true, items: true });
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

  private async decided(frameworkId: string, decision: FrameworkDecision, context: CommandContext) {
    return { frameworkId, ...(await this.streams.transact(framework, frameworkId, decision, context)) };
  }
}
