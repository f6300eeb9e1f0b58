import { ConsentGiven, ConsentWithdrawn } from '@cairn/contracts/directory';
import { happened, specForReadModel } from '@cairn/testing';
import { consents } from './consents.read-model.js';

const consent = { personId: 'b0000000-0000-4000-8000-000000000001', purpose: 'quotation' as const, recipientId: null };
const toAna = { ...consent, recipientId: 'a0000000-0000-4000-8000-000000000001' };
const [march, april] = ['2026-03-01T09:00:00.000Z', '2026-04-01T09:00:00.000Z'] as const;
const spec = specForReadModel(consents).given(
  happened(ConsentGiven(consent), { occurredAt: march }),
  happened(ConsentGiven(toAna), { occurredAt: march }),
  happened(ConsentWithdrawn(consent), { occurredAt: april }),
);

describe('consents', () => {
  it('have one row each, which says whether it stands, and since when', () => {
    const given = { at: march, standing: true };
    expect(spec.rows()).toEqual([
      { ...toAna, standing: true, history: [given] },
      { ...consent, standing: false, history: [given, { at: april, standing: false }] },
    ]);
  });
  it('hold in PostgreSQL', () => spec.throughPostgres());
});
