import { ReportingLineEnded, ReportingLineSet } from '@cairn/contracts/directory';
import type { AnyEvent, Basis, Recorded } from '@cairn/event-sourcing';
import { InjectRows } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const Row = z.object({
  ...{ organisationId: z.uuid(), personId: z.uuid(), managerId: z.uuid().nullable(), since: z.iso.datetime(), stream: z.string(), revision: z.int() },
});
type Row = RowOf<{ row: typeof Row }>;

type Place = { readonly organisationId: string; readonly personId: string };
const line = ({ data }: { readonly data: Place }) => `${data.organisationId}/${data.personId}`;

/** The line that stands is the one that occurred last, whichever was recorded last. */
function changed(row: Row | undefined, event: Recorded<AnyEvent & { readonly data: Place }>, managerId: string | null): Row {
  const { data, metadata, stream } = event;
  const revision = Number(event.revision);
  if (row && row.since > metadata.occurredAt) return { ...row, revision };
  return { organisationId: data.organisationId, personId: data.personId, managerId, since: metadata.occurredAt, stream, revision };
}

/** "Who reports to whom?" One row per person of an organisation, kept without a manager when the line has ended; at most one batch behind. */
export const reportingLines = defineReadModel({
  name: 'reporting-lines',
  version: 2,
  row: Row,
  indexes: [['organisationId']],
  on: (when) => [
    when(ReportingLineSet, line, (row, event) => changed(row, event, event.data.managerId)),
    when(ReportingLineEnded, line, (row, event) => changed(row, event, null)),
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
