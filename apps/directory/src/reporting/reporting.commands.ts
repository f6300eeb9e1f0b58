import { ReportingLineEnded } from '@cairn/contracts/directory';
import { Streams, type CommandContext } from '@cairn/event-store';
import { IsUuid } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { organisation } from '../organisation/organisation.decider.js';
import { endReportingLine, reporting, setReportingLine } from './reporting.decider.js';

export const LineBody = z.strictObject({ managerId: IsUuid.schema });
export const LineEndBody = ReportingLineEnded.schema.pick({ reason: true });

@Injectable()
export class ReportingCommands {
  constructor(private readonly streams: Streams) {}

  async setLine(organisationId: string, personId: string, { managerId }: z.output<typeof LineBody>, context: CommandContext) {
    const { state, basis } = await this.streams.load(organisation, context.tenant, organisationId);
    const line = { organisationId, personId, managerId };
    return { personId, ...(await this.streams.transact(reporting, organisationId, setReportingLine(line, state), context, { basis })) };
  }

  async endLine(organisationId: string, personId: string, { reason }: z.output<typeof LineEndBody>, context: CommandContext) {
    const decision = endReportingLine({ organisationId, personId, reason });
    return { personId, ...(await this.streams.transact(reporting, organisationId, decision, context)) };
  }
}
