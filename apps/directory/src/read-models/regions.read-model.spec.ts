import { RegionDissolved, RegionFormed, RegionRenamed } from '@cairn/contracts/directory';
import { happened, specForReadModel } from '@cairn/testing';
import { regions } from './regions.read-model.js';

const region = { organisationId: '10000000-0000-4000-8000-000000000001', regionId: '30000000-0000-4000-8000-000000000001' };
const [march, april, may] = ['2026-03-01T09:00:00.000Z', '2026-04-01T09:00:00.000Z', '2026-05-01T09:00:00.000Z'] as const;
const formed = happened(RegionFormed({ ...region, name: 'East' }), { occurredAt: march });
const renamed = happened(RegionRenamed({ ...region, from: 'East', to: 'East coast' }), { occurredAt: may });
const between = happened(RegionRenamed({ ...region, from: 'East', to: 'Eastern' }), { occurredAt: april });
const dissolved = happened(RegionDissolved({ ...region, reason: 'merged' }), { occurredAt: may });
const { given } = specForReadModel(regions);

describe('regions', () => {
  it('have one row each, with what they were called when, whatever was recorded first', () => {
    const names = [
      { at: march, name: 'East' },
      { at: april, name: 'Eastern' },
      { at: may, name: 'East coast' },
    ];
    const row = { ...region, name: 'East coast', formedAt: march, dissolvedAt: null, names };
    expect(given(formed, renamed, between).rows()).toEqual([row]);
    expect(given(formed, renamed, between, dissolved).rows()).toEqual([{ ...row, dissolvedAt: may }]);
  });
  it('hold in PostgreSQL', () => given(formed, renamed, between, dissolved).throughPostgres());
});
