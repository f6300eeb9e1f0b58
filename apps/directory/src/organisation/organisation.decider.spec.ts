import { OrganisationEstablished, SettingRegistered } from '@cairn/contracts/directory';
import { specFor } from '@cairn/testing';
import { establish, organisation, OrganisationUnknown, registerSetting } from './organisation.decider.js';

const organisationId = '10000000-0000-4000-8000-000000000001';
const settingId = '20000000-0000-4000-8000-000000000001';
const { given } = specFor(organisation);
const founding = { organisationId, name: 'Harbour care group' };
const joining = { organisationId, settingId, name: 'Quayside', kind: 'private' as const, region: null };
const established = OrganisationEstablished(founding);
const registered = SettingRegistered(joining);

describe('an organisation', () => {
  it('begins to keep its record', () => given().when(establish(founding)).then(established));
  it('begins only once', () => given(established).when(establish(founding)).thenNothing());
  it('registers its settings', () => given(established).when(registerSetting(joining)).then(registered));
  it('registers a setting only once', () => given(established, registered).when(registerSetting(joining)).thenNothing());
  it('must be there before its settings', () => {
    expect(given().when(registerSetting(joining)).thenRejects(OrganisationUnknown)).toBe('No organisation with this id.');
  });
});
