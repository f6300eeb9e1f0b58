import { latest, OrganisationEstablished, RegionFormed, SettingClosed, SettingMoved, SettingRenamed } from '@cairn/contracts/directory';
import { dated, specFor, stateAfter } from '@cairn/testing';
import { organisation, OrganisationUnknown, RegionUnknown } from '../organisation/organisation.decider.js';
import { closeSetting, moveSetting, renameSetting, setting, SettingHasClosed, SettingNotYetThere } from './setting.decider.js';

const organisationId = '10000000-0000-4000-8000-000000000001';
const settingId = '20000000-0000-4000-8000-000000000001';
const regionId = '30000000-0000-4000-8000-000000000001';
const { given } = specFor(setting);
const established = stateAfter(organisation, [
  OrganisationEstablished({ organisationId, name: 'Harbour care group' }),
  RegionFormed({ organisationId, regionId, name: 'East' }),
]);
const [march, april, may] = ['2026-03-01T09:00:00.000Z', '2026-04-01T09:00:00.000Z', '2026-05-01T09:00:00.000Z'] as const;
const central = { organisationId, regionId: null };
const east = { organisationId, regionId };
const registered = { settingId, name: 'Quayside', place: central, at: march };
const reason = 'the reorganisation';

const move = (to: { organisationId: string; regionId: string | null }, at: string = latest) => moveSetting({ to, reason, at }, registered, established);
const moved = (from: typeof east | typeof central, to: typeof east | typeof central) => SettingMoved({ settingId, from, to, reason });
const rename = (to: string, at: string = latest) => renameSetting({ to, at }, registered);
const renamed = (from: string, to: string) => SettingRenamed({ organisationId, settingId, from, to });
const close = (at: string = latest) => closeSetting({ reason, at }, registered);
const closed = SettingClosed({ organisationId, settingId, reason });

describe('a setting', () => {
  it('moves, and says from where', () => {
    given().when(move(east)).then(moved(central, east));
    given(moved(central, east)).when(move(central)).then(moved(east, central));
  });
  it('is there already: not news', () => given(moved(central, east)).when(move(east)).thenNothing());
  it('moves to a region that is there, of an organisation that is there', () => {
    const sentence = given()
      .when(move({ ...east, regionId: settingId }))
      .thenRejects(RegionUnknown);
    expect(sentence).toBe('This is none of the 1 regions of the organisation.');
    given()
      .when(moveSetting({ to: east, reason, at: latest }, registered, organisation.initial))
      .thenRejects(OrganisationUnknown);
  });
  it('moves from where it was at that instant', () => {
    given(dated(may, moved(central, east)))
      .when(move(east, april))
      .then(moved(central, east));
  });
  it('is renamed, and says from what', () => {
    given().when(rename('Harbourside')).then(renamed('Quayside', 'Harbourside'));
    given(dated(april, renamed('Quayside', 'Harbourside')))
      .when(rename('Quay'))
      .then(renamed('Harbourside', 'Quay'));
    given().when(rename('Quayside')).thenNothing();
  });
  it('closes once, and nothing happens to it after that', () => {
    given().when(close()).then(closed);
    for (const late of [move(east), rename('Quay'), close()])
      expect(given(dated(april, closed)).when(late).thenRejects(SettingHasClosed)).toBe('This setting closed on 2026-04-01.');
    given(dated(may, closed)).when(rename('Quay', april)).then(renamed('Quayside', 'Quay'));
  });
  it('was not there before it joined', () => {
    const sentence = given().when(move(east, '2026-02-01T09:00:00.000Z')).thenRejects(SettingNotYetThere);
    expect(sentence).toBe('This setting joined on 2026-03-01, later than that.');
  });
});
