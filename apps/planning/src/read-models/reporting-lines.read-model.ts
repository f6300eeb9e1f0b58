import { ReportingLineEnded, ReportingLineSet } from '@cairn/contracts/directory';
import type { Basis } from '@cairn/event-sourcing';
import { InjectRows } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const Row = z.object({ organisationId: z.uuid(), personId: z.uuid(), managerId: z.uuid().nullable(), stream: z.string(), revision: z.int() });

const line = ({ data }: { readonly data: { readonly organisationId: string; readonly personId: string } }) => `${data.organisationId}/${data.personId}`;

/** "Who reports to whom?" One row per person of an organisation, kept without a manager when the line has ended; at most one batch behind. */
export const reportingLines = defineReadModel({
  name: 'reporting-lines',
  version: 1,
  row: Row,
  indexes: [['organisationId']],
  on: (when) => [
    when(ReportingLineSet, line, (_, { data: { organisationId, personId, managerId }, stream, revision }) => ({
      organisationId,
      personId,
      managerId,
      stream,
      revision: Number(revision),
    })),
    when(ReportingLineEnded, line, (_, { data: { organisationId, personId }, stream, revision }) => ({
      organisationId,
      personId,
      managerId: null,
      stream,
      revision: Number(revision),
    })),
  ],
});

@Injectable()
export class ReportingLines {
  constructor(@InjectRows(reportingLines) private readonly rows: Rows<RowOf<typeof reportingLines>>) {}

  /** Every line of an organisation as of one moment, and how far directory's record had been seen then. */
  async of(tenant: string, organisationId: string) {
    const lines = await this.rows.in(tenant).find({ organisationId });
    const latest = lines.reduce((seen, { stream, revision }) => seen.set(stream, Math.max(revision, seen.get(stream) ?? 0)), new Map<string, number>());
    const basis: Basis[] = [...latest].map(([stream, revision]) => ({ stream, revision: String(revision) }));
    return { lines, basis };
  }
}
