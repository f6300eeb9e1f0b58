import { GrantReturned, GrantSpendRecorded } from '@cairn/contracts/planning';
import { happened, specForReadModel } from '@cairn/testing';
import { grantOf, line, payment, person, planOf, released, settingId } from '../fixtures/ipswich.js';
import { grants } from './grants.read-model.js';

const occurredAt = '2019-11-11T15:00:00.000Z';
const history = [
  happened(released(), { occurredAt }),
  GrantSpendRecorded({ ...grantOf, spendId: payment(1), lineId: line(1), pence: 30_000 }),
  GrantReturned({ ...grantOf, returnId: payment(2), pence: 5_000, reason: 'The course was cheaper' }),
];
const { given } = specForReadModel(grants);

describe('grants', () => {
  it('show what was spent and given back', () =>
    expect(given(...history).rows()).toEqual([
      {
        ...{ ...grantOf, planId: planOf.planId, settingId, releasedBy: person(9), releasedAt: occurredAt },
        ...{ award: { pence: 50_000, currency: 'GBP' }, attended: [1, 2, 3], waived: [], spentPence: 30_000, returnedPence: 5_000 },
      },
    ]));
  it('hold in PostgreSQL', () => given(...history).throughPostgres());
});
