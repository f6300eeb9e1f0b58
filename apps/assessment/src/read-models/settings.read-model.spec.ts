import { SettingClosed, SettingMoved, SettingRegistered } from '@cairn/contracts/directory';
import { happened, specForReadModel } from '@cairn/testing';
import { settings } from './settings.read-model.js';

const id = (kind: number) => `${kind}0000000-0000-4000-8000-000000000001`;
const [settingId, organisationId, north, south] = [id(1), id(2), id(3), id(4)] as const;
const stream = `organisation-${organisationId}`;
const on = (day: string) => ({ occurredAt: `${day}T09:00:00.000Z` });
const registered = happened(
  SettingRegistered({ organisationId, settingId, name: 'Sea', kind: 'private', region: null, regionId: north }),
  on('2018-01-01'),
  stream,
);
const moved = happened(
  SettingMoved({ settingId, from: { organisationId, regionId: north }, to: { organisationId, regionId: south }, reason: 'a new region' }),
  on('2019-05-01'),
  stream,
);
const closed = happened(SettingClosed({ organisationId, settingId, reason: 'the lease ended' }), on('2020-07-31'), stream);
const place = (day: string, regionId: string) => ({ at: `${day}T09:00:00.000Z`, place: { organisationId, regionId } });
const { given } = specForReadModel(settings);

describe('settings', () => {
  it('have one row each, with their place', () =>
    expect(given(registered).rows()).toEqual([{ settingId, changes: [place('2018-01-01', north)], stream, revision: '0' }]));
  it('keep every place they have had, and when they closed', () => {
    const changes = [place('2018-01-01', north), place('2019-05-01', south), { at: '2020-07-31T09:00:00.000Z', place: null }];
    expect(given(registered, moved, closed).rows()).toEqual([{ settingId, changes, stream, revision: '2' }]);
  });
  it('keep them in the order in which they were true', () => {
    expect(given(registered, closed, moved).rows()).toEqual(given(registered, moved, closed).rows());
  });
  it('hold in PostgreSQL', () => given(registered, moved, closed).throughPostgres());
});
