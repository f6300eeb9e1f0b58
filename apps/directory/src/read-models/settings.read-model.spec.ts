import { SettingRegistered } from '@cairn/contracts/directory';
import { specForReadModel } from '@cairn/testing';
import { settings } from './settings.read-model.js';

const registered = {
  ...{ organisationId: '10000000-0000-4000-8000-000000000001', settingId: '20000000-0000-4000-8000-000000000001' },
  ...{ name: 'Quayside', kind: 'voluntary' as const, region: 'Ipswich' },
};
const { given } = specForReadModel(settings);

describe('settings', () => {
  it('have one row each', () => expect(given(SettingRegistered(registered)).rows()).toEqual([registered]));
  it('hold in PostgreSQL', () => given(SettingRegistered(registered)).throughPostgres());
});
