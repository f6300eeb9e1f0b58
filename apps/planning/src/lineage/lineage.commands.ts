import { Streams, type CommandContext } from '@cairn/event-store';
import { IsUuid } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { existing, programme } from '../programme/programme.decider.js';
import { lineage, linkFollowOn } from './lineage.decider.js';

export const FollowOnBody = z.strictObject({ followOnId: IsUuid.schema });

@Injectable()
export class LineageCommands {
  constructor(private readonly streams: Streams) {}

  /** The links of an organisation's programmes are one stream, named by the organisation. */
  async link(programmeId: string, { followOnId }: z.output<typeof FollowOnBody>, context: CommandContext) {
    const [from, to] = await Promise.all([programmeId, followOnId].map((id) => this.streams.load(programme, context.tenant, id)));
    const organisations = [existing(from!.state).design.organisationId, existing(to!.state).design.organisationId] as const;
    const [organisationId] = organisations;
    const decision = linkFollowOn({ organisationId, programmeId, followOnId, organisations });
    const outcome = await this.streams.transact(lineage, organisationId, decision, context, { basis: [...from!.basis, ...to!.basis] });
    return { programmeId, followOnId, ...outcome };
  }
}
