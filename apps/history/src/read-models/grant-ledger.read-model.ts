import { GrantReleased, GrantReturned, GrantSpendRecorded } from '@cairn/contracts/planning';
import type { Recorded } from '@cairn/event-sourcing';
import { InjectRows } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const Entry = z.object({
  position: z.string(),
  eventId: z.uuid(),
  at: z.iso.datetime(),
  kind: z.enum(['released', 'spent', 'returned']),
  pence: z.int(),
});
type Entry = z.output<typeof Entry>;

const Row = z.object({
  grantId: z.uuid(),
  programmeId: z.uuid(),
  personId: z.uuid(),
  currency: z.string(),
  awardPence: z.int(),
  spentPence: z.int(),
  returnedPence: z.int(),
  entries: z.array(Entry),
});

const entry = (event: Recorded<{ type: string; data: unknown }>, kind: Entry['kind'], pence: number): Entry => ({
  position: String(event.position),
  eventId: event.metadata.id,
  at: event.metadata.occurredAt,
  kind,
  pence,
});
const grant = (event: { readonly data: { readonly grantId: string } }) => event.data.grantId;

/** "Where did the money go?" One row per grant, with an entry for every event that moved money. It stops at an event that it cannot fold: a ledger has no gaps. */
export const grantLedger = defineReadModel({
  name: 'grant-ledger',
  version: 1,
  row: Row,
  indexes: [['programmeId']],
  audit: true,
  on: (when) => [
    when(GrantReleased, grant, (_, event) => {
      const { grantId, programmeId, personId, award } = event.data;
      const released = { currency: award.currency, awardPence: award.pence, entries: [entry(event, 'released', award.pence)] };
      return { grantId, programmeId, personId, ...released, spentPence: 0, returnedPence: 0 };
    }),
    when(
      GrantSpendRecorded,
      grant,
      (row, event) => row && { ...row, spentPence: row.spentPence + event.data.pence, entries: [...row.entries, entry(event, 'spent', event.data.pence)] },
    ),
    when(
      GrantReturned,
      grant,
      (row, event) =>
        row && { ...row, returnedPence: row.returnedPence + event.data.pence, entries: [...row.entries, entry(event, 'returned', event.data.pence)] },
    ),
  ],
});

@Injectable()
export class GrantLedger {
  constructor(@InjectRows(grantLedger) private readonly rows: Rows<RowOf<typeof grantLedger>>) {}

  /** The grants of a programme, amounts in pence; `balance` is what is neither spent nor given back. */
  async ofProgramme(tenant: string, programmeId: string, { limit, offset }: { limit: number; offset: number }) {
    const rows = this.rows.in(tenant);
    const [total, found] = await Promise.all([
      rows.count({ programmeId }),
      rows.find({ programmeId }, { order: { personId: 'ASC', grantId: 'ASC' }, limit, offset }),
    ]);
    return { total, items: found.map(inBooks) };
  }
}

const inBooks = ({ currency, awardPence, spentPence, returnedPence, programmeId: _, ...row }: RowOf<typeof grantLedger>) => ({
  ...row,
  award: { pence: awardPence, currency },
  spent: spentPence,
  returned: returnedPence,
  balance: awardPence - spentPence - returnedPence,
});
