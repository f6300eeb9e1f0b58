import { ConsentGiven, consentKey, consentPurposes, ConsentWithdrawn, type ConsentPurpose } from '@cairn/contracts/directory';
import { InjectRows, IsUuid, Page } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const purpose = z.enum(Object.keys(consentPurposes) as [ConsentPurpose, ...ConsentPurpose[]]);
const instant = z.iso.datetime();
const consent = ({ data }: { readonly data: Parameters<typeof consentKey>[0] }) => consentKey(data);

/** "Who has consented to what, for whom, and when was it withdrawn?" One row per person, purpose and recipient; at most one batch behind. */
export const consents = defineReadModel({
  name: 'consents',
  version: 1,
  row: z.object({
    ...{ personId: z.uuid(), purpose, recipientId: z.uuid().nullable(), standing: z.boolean() },
    history: z.array(z.object({ at: instant, standing: z.boolean() })),
  }),
  indexes: [['personId'], ['recipientId']],
  on: (when) => [
    when(ConsentGiven, consent, (row, { data: { personId, purpose, recipientId }, metadata: { occurredAt: at } }) => ({
      ...{ personId, purpose, recipientId, standing: true },
      history: [...(row?.history ?? []), { at, standing: true }],
    })),
    when(
      ConsentWithdrawn,
      consent,
      (row, { metadata: { occurredAt: at } }) => row && { ...row, standing: false, history: [...row.history, { at, standing: false }] },
    ),
  ],
});

export const ConsentsQuery = Page.extend({
  personId: IsUuid.schema.optional(),
  recipientId: IsUuid.schema.optional(),
  purpose: purpose.optional(),
  standing: z.stringbool().optional(),
});

@Injectable()
export class ConsentLedger {
  constructor(@InjectRows(consents) private readonly rows: Rows<RowOf<typeof consents>>) {}

  async matching(tenant: string, { limit, offset, ...filters }: z.output<typeof ConsentsQuery>) {
    const rows = this.rows.in(tenant);
    const where: Parameters<typeof rows.count>[0] = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
    const items = await rows.find(where, { limit, offset, order: { personId: 'ASC', purpose: 'ASC' } });
    return { total: await rows.count(where), items: items.map((row) => ({ ...row, text: consentPurposes[row.purpose] })) };
  }
}
