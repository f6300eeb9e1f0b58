import { OrganisationEstablished, SettingClosed, SettingMoved, SettingRegistered } from '@cairn/contracts/directory';
import { specForReadModel } from '@cairn/testing';
import { organisations } from './organisations.read-model.js';

const organisationId = '10000000-0000-4000-8000-000000000001';
const established = OrganisationEstablished({ organisationId, name: 'Harbour care group' });
const registered = (settingId: string) => SettingRegistered({ organisationId, settingId, name: 'Quayside', kind: 'private', region: null });
const settings = ['20000000-0000-4000-8000-000000000001', '20000000-0000-4000-8000-000000000002'].map(registered);
type Place = { organisationId: string; regionId: string | null };
const { given } = specForReadModel(organisations);

describe('organisations', () => {
  it('have one row each, which counts their settings', () => {
    expect(given(established, ...settings).rows()).toEqual([
      { organisationId, name: 'Harbour care group', settings: 2, establishedAt: '2026-01-05T09:00:00.000Z' },
    ]);
  });
  it('count a setting where it belongs, while it is open', () => {
    const buyer = '10000000-0000-4000-8000-000000000002';
    const [one, other] = ['20000000-0000-4000-8000-000000000001', '20000000-0000-4000-8000-000000000002'] as const;
    const [from, to] = [organisationId, buyer].map((id) => ({ organisationId: id, regionId: null })) as [Place, Place];
    const history = [
      ...[established, OrganisationEstablished({ organisationId: buyer, name: 'Buyer' }), ...settings],
      SettingMoved({ settingId: one, from, to: { ...from, regionId: one }, reason: 'a region' }),
      SettingMoved({ settingId: one, from: { ...from, regionId: one }, to, reason: 'sold' }),
      SettingClosed({ organisationId, settingId: other, reason: 'the lease ended' }),
    ];
    expect(given(...history).rows()).toMatchObject([{ settings: 0 }, { settings: 1 }]);
    return given(...history).throughPostgres();
  });
});
