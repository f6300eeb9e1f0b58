import { OrganisationEstablished, RegionDissolved, RegionFormed, RegionRenamed, SettingRegistered } from '@cairn/contracts/directory';
import { specFor } from '@cairn/testing';
import {
  dissolveRegion,
  establish,
  formRegion,
  organisation,
  OrganisationUnknown,
  RegionNameTaken,
  RegionNotEmpty,
  RegionNotFound,
  RegionUnknown,
  registerSetting,
  registerSettings,
  renameRegion,
} from './organisation.decider.js';

const organisationId = '10000000-0000-4000-8000-000000000001';
const settingId = '20000000-0000-4000-8000-000000000001';
const regionId = '30000000-0000-4000-8000-000000000001';
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

describe('a region', () => {
  const forming = { organisationId, regionId, name: 'East' };
  const formed = RegionFormed(forming);
  const renaming = { organisationId, regionId, to: 'East coast' };
  const dissolving = { organisationId, regionId, reason: 'merged' };

  it('is formed once', () => {
    given(established).when(formRegion(forming)).then(formed);
    given(established, formed).when(formRegion(forming)).thenNothing();
  });
  it('needs an organisation', () => {
    for (const decide of [formRegion(forming), renameRegion(renaming), dissolveRegion(dissolving, 0)]) given().when(decide).thenRejects(OrganisationUnknown);
  });
  it('has a name of its own', () => {
    const other = { ...forming, regionId: settingId, name: 'EAST' };
    expect(given(established, formed).when(formRegion(other)).thenRejects(RegionNameTaken)).toBe('The organisation has a region East already.');
    const west = RegionFormed({ ...forming, regionId: settingId, name: 'West' });
    given(established, formed, west)
      .when(renameRegion({ ...renaming, to: 'west' }))
      .thenRejects(RegionNameTaken);
  });
  it('is renamed, and says from what', () => {
    const renamed = RegionRenamed({ ...renaming, from: 'East' });
    given(established, formed).when(renameRegion(renaming)).then(renamed);
    given(established, formed, renamed).when(renameRegion(renaming)).thenNothing();
    given(established).when(renameRegion(renaming)).thenRejects(RegionNotFound);
  });
  it('is dissolved when no setting belongs to it', () => {
    const dissolved = RegionDissolved(dissolving);
    given(established, formed).when(dissolveRegion(dissolving, 0)).then(dissolved);
    given(established, formed, dissolved).when(dissolveRegion(dissolving, 0)).thenRejects(RegionNotFound);
    expect(given(established, formed).when(dissolveRegion(dissolving, 2)).thenRejects(RegionNotEmpty)).toBe(
      '2 settings belong to this region: move them first.',
    );
    expect(given(established, formed).when(dissolveRegion(dissolving, 1)).thenRejects(RegionNotEmpty)).toBe(
      '1 setting belongs to this region: move them first.',
    );
  });
  it('is one of the organisation where a setting joins it, and then all of the settings join or none', () => {
    const inRegion = { ...joining, regionId };
    const other = { ...joining, settingId: regionId };
    given(established, formed)
      .when(registerSettings([inRegion, other]))
      .then(SettingRegistered(inRegion), SettingRegistered(other));
    expect(
      given(established)
        .when(registerSettings([other, inRegion]))
        .thenRejects(RegionUnknown),
    ).toBe('This is none of the 0 regions of the organisation.');
  });
});
