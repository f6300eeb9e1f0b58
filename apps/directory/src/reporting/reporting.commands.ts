import { ReportingLineEnded } from '@cairn/contracts/directory';
import { Streams, type CommandContext } from '@cairn/event-store';
import { IsUuid } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { instantOf } from '../instant.js';
import { organisation } from '../organisation/organisation.decider.js';
import { People } from '../read-models/people.js';
import { endReportingLine, reporting, setReportingLine, setReportingLines } from './reporting.decider.js';

export const LineBody = z.strictObject({ managerId: IsUuid.schema });
/** As many as one append takes. */
export const LinesBody = z.strictObject({
  lines: z
    .array(LineBody.extend({ personId: IsUuid.schema }))
    .min(1)
    .max(1000),
});
export const LineEndBody = ReportingLineEnded.schema.pick({ reason: true });

@Injectable()
export class ReportingCommands {
  constructor(
    private readonly streams: Streams,
    private readonly people: People,
  ) {}

  async setLine(organisationId: string, personId: string, { managerId }: z.output<typeof LineBody>, context: CommandContext) {
    const { known, basis } = await this.known(organisationId, [{ personId, managerId }], context);
    const decision = setReportingLine({ organisationId, personId, managerId, at: instantOf(context) }, known);
    return { personId, ...(await this.streams.transact(reporting, organisationId, decision, context, { basis })) };
  }

  /** @param registered people whom the caller has just registered, so that nobody waits until they are seen here */
  async setLines(organisationId: string, { lines }: z.output<typeof LinesBody>, context: CommandContext, registered: ReadonlySet<string> = new Set()) {
    const { known, basis } = await this.known(organisationId, lines, context, registered);
    const decision = setReportingLines(lines, { organisationId, at: instantOf(context) }, known);
    return { organisationId, ...(await this.streams.transact(reporting, organisationId, decision, context, { basis })) };
  }

  async endLine(organisationId: string, personId: string, { reason }: z.output<typeof LineEndBody>, context: CommandContext) {
    const decision = endReportingLine({ organisationId, personId, reason, at: instantOf(context) });
    return { personId, ...(await this.streams.transact(reporting, organisationId, decision, context)) };
  }

  private async known(
    organisationId: string,
    lines: z.output<typeof LinesBody>['lines'],
    { tenant }: CommandContext,
    registered = new Set<string>() as ReadonlySet<string>,
  ) {
    const { state, basis } = await this.streams.load(organisation, tenant, organisationId);
    const named = lines.flatMap(({ personId, managerId }) => [personId, managerId]).filter((personId) => !registered.has(personId));
    const found = await this.people.registeredAmong(tenant, [...new Set(named)]);
    return { known: { organisation: state, registered: new Set([...registered, ...found]) }, basis };
  }
}
