import { GrantReleased, GrantReturned, GrantSpendRecorded } from '@cairn/contracts/planning';
import { happened, specForReadModel } from '@cairn/testing';
import { grantLedger } from './grant-ledger.read-model.js';

const { given } = specForReadModel(grantLedger);
const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const grant = { grantId: id(1), programmeId: id(2), personId: id(3) };
const award = { pence: 50_000, currency: 'GBP' } as const;
const released = GrantReleased({ ...grant, planId: id(4), settingId: id(5), releasedBy: id(6), award, attended: [1, 2, 3], waived: [] });
const spent = GrantSpendRecorded({ ...grant, spendId: id(7), lineId: id(8), pence: 30_000 });
const returned = GrantReturned({ ...grant, returnId: id(9), pence: 5_000, reason: 'cheaper than planned' });
const at = '2019-11-11T15:00:00.000Z';

describe('the grant ledger', () => {
  it('has an entry for every event that moved money, where and when it was recorded', () =>
    expect(
      given(
        happened(released, { id: id(11), occurredAt: at }),
        happened(spent, { id: id(12), occurredAt: at }),
        happened(returned, { id: id(13), occurredAt: at }),
      ).rows(),
    ).toEqual([
      {
        ...grant,
        ...{ currency: 'GBP', awardPence: 50_000, spentPence: 30_000, returnedPence: 5_000 },
        entries: [
          { position: '0', eventId: id(11), at, kind: 'released', pence: 50_000 },
          { position: '1', eventId: id(12), at, kind: 'spent', pence: 30_000 },
          { position: '2', eventId: id(13), at, kind: 'returned', pence: 5_000 },
        ],
      },
    ]));

  it('stops rather than leave a gap', () => expect(grantLedger.audit).toBe(true));
});
