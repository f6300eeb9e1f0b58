import { OrganisationEstablished, SettingRegistered } from '@cairn/contracts/directory';
import { specForReadModel } from '@cairn/testing';
import { organisations } from './organisations.read-model.js';

const organisationId = '10000000-0000-4000-8000-000000000001';
const established = OrganisationEstablished({ organisationId, name: 'Harbour care group' });
const registered = (settingId: string) => SettingRegistered({ organisationId, settingId, name: 'Quayside', kind: 'private', region: null });
const settings = ['20000000-0000-4000-8000-000000000001', '20000000-0000-4000-8000-000000000002'].map(registered);
const { given } = specForReadModel(organisations);

describe('organisations', () => {
  it('have one row each, which counts their settings', () => {
    expect(given(established, ...settings).rows()).toEqual([{ organisationId, name: 'Harbour care group', settings: 2 }]);
  });
  it('hold in PostgreSQL', () => given(established, ...settings).throughPostgres());
});
