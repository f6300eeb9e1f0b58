import { ReportingLineEnded, ReportingLineSet, withChange } from '@cairn/contracts/directory';
import { defineReadModel, type RowOf } from '@cairn/projections';
import { z } from 'zod';

const Row = z.object({
  ...{ organisationId: z.uuid(), personId: z.uuid(), managerId: z.uuid().nullable() },
  changes: z.array(z.object({ at: z.iso.datetime(), managerId: z.uuid().nullable() })),
});
export type LineRow = RowOf<{ row: typeof Row }>;

export const lineKey = (organisationId: string, personId: string) => `${organisationId}/${personId}`;
type Place = { readonly organisationId: string; readonly personId: string };
const line = ({ data }: { readonly data: Place }) => lineKey(data.organisationId, data.personId);

/** The row with one more change; it says whom the person reports to after the last of them, in the order in which they occurred. */
function changed(row: LineRow | undefined, { organisationId, personId }: Place, change: LineRow['changes'][number]): LineRow {
  const changes = withChange(row?.changes ?? [], change);
  return { organisationId, personId, managerId: changes.at(-1)!.managerId, changes };
}

/** "Whom does this person report to, and whom did they report to when?" One row per organisation and person who ever reported to somebody; at most one batch behind. */
export const reportingLines = defineReadModel({
  name: 'reporting-lines',
  version: 2,
  row: Row,
  indexes: [['personId'], ['organisationId'], ['managerId']],
  on: (when) => [
    when(ReportingLineSet, line, (row, { data, metadata: { occurredAt: at } }) => changed(row, data, { at, managerId: data.managerId })),
    when(ReportingLineEnded, line, (row, { data, metadata: { occurredAt: at } }) => changed(row, data, { at, managerId: null })),
  ],
});
