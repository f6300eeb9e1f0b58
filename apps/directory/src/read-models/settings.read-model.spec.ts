import { SettingClosed, SettingMoved, SettingRegistered, SettingRenamed } from '@cairn/contracts/directory';
import { happened, specForReadModel } from '@cairn/testing';
import { settings } from './settings.read-model.js';

const [organisationId, buyer] = ['10000000-0000-4000-8000-000000000001', '10000000-0000-4000-8000-000000000002'];
const settingId = '20000000-0000-4000-8000-000000000001';
const regionId = '30000000-0000-4000-8000-000000000001';
const [march, april, may, june] = ['2026-03-01', '2026-04-01', '2026-05-01', '2026-06-01'].map((day) => `${day}T09:00:00.000Z`);
const at = (occurredAt: string | undefined) => ({ occurredAt: occurredAt! });
const reason = 'the reorganisation';
const east = { organisationId: organisationId!, regionId };
const sold = { organisationId: buyer!, regionId: null };

const registered = { organisationId: organisationId!, settingId, name: 'Quayside', kind: 'voluntary' as const, region: 'Ipswich' };
const joined = happened(SettingRegistered(registered), at(march));
const toEast = happened(SettingMoved({ settingId, from: { ...east, regionId: null }, to: east, reason }), at(april));
const toBuyer = happened(SettingMoved({ settingId, from: east, to: sold, reason }), at(may));
const renamed = happened(SettingRenamed({ organisationId: buyer!, settingId, from: 'Quayside', to: 'Quay' }), at(june));
const closed = happened(SettingClosed({ organisationId: buyer!, settingId, reason }), at(june));
const { given } = specForReadModel(settings);

describe('settings', () => {
  it('have one row each, with where they belong and belonged, whatever was recorded first', () => {
    const places = [
      { at: march, ...east, regionId: null },
      { at: april, ...east },
      { at: may, ...sold },
    ];
    const row = { ...registered, ...sold, name: 'Quay', joinedAt: march, closedAt: null, places, names: [] as object[] };
    row.names = [
      { at: march, name: 'Quayside' },
      { at: june, name: 'Quay' },
    ];
    expect(given(joined, toEast, toBuyer, renamed).rows()).toEqual([row]);
    expect(given(joined, toBuyer, toEast, renamed).rows()).toEqual([row]);
    expect(given(joined, toEast, toBuyer, renamed, closed).rows()).toEqual([{ ...row, closedAt: june }]);
  });
  it('hold in PostgreSQL', () => given(joined, toBuyer, toEast, renamed, closed).throughPostgres());
});
