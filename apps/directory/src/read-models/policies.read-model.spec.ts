import { PolicyChanged } from '@cairn/contracts/directory';
import { happened, specForReadModel } from '@cairn/testing';
import { policies } from './policies.read-model.js';

const lead = 'a0000000-0000-4000-8000-000000000001';
const changed = (from: string, to: string) => PolicyChanged({ policy: 'MENTOR_SAME_UNIT', from, to, reason: 'the board met' });
const at = (day: string) => ({ actor: { person: lead, role: 'programme-lead' }, occurredAt: `${day}T09:00:00.000Z` });
const spec = specForReadModel(policies).given(happened(changed('warn', 'refuse'), at('2026-01-05')), happened(changed('refuse', 'warn'), at('2026-02-05')));

describe('policies', () => {
  it('hold what was chosen, and every change', () => {
    const change = { reason: 'the board met', changedBy: lead };
    expect(spec.rows()).toEqual([
      {
        policy: 'MENTOR_SAME_UNIT',
        choice: 'warn',
        history: [
          { ...change, from: 'warn', to: 'refuse', at: '2026-01-05T09:00:00.000Z', version: '0' },
          { ...change, from: 'refuse', to: 'warn', at: '2026-02-05T09:00:00.000Z', version: '1' },
        ],
      },
    ]);
  });
  it('come to the same in PostgreSQL', () => spec.throughPostgres());
});
