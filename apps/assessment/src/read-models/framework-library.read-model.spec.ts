import { FrameworkVersionContinued, FrameworkVersionPublished, FrameworkVersionRetired, RoleProfilePublished } from '@cairn/contracts/assessment';
import { specForReadModel } from '@cairn/testing';
import { asRead, frameworkLibrary, replacementsIn } from './framework-library.read-model.js';

const frameworkId = '10000000-0000-4000-8000-000000000001';
const [profileId, nextProfile] = ['20000000-0000-4000-8000-000000000001', '20000000-0000-4000-8000-000000000002'];
const [scaleId, otherScale] = ['30000000-0000-4000-8000-000000000001', '30000000-0000-4000-8000-000000000002'];
const edition = (version: string) => ({
  ...{ frameworkId, version, jurisdiction: 'England', inForceFrom: '2018-09-01', inForceUntil: null },
  items: [{ code: 'LT1', statement: 'Sets a direction.' }],
});
const absent = { description: null, language: null, attribution: null, unit: null, source: null };
const row = { retiredOn: null, replacedBy: null, profiles: [], scales: [], associations: [], ...absent };
const published = ['1', '2'].map((version) => FrameworkVersionPublished(edition(version)));
const levels = [
  { value: 1, name: 'begins' },
  { value: 2, name: 'leads' },
];
const continued = FrameworkVersionContinued({
  ...{
    frameworkId,
    version: '1',
    scales: [{ scaleId, title: 'How far', levels }],
    associations: [{ type: 'precedes', from: { code: 'LT1' }, to: { code: 'LT2' } }],
  },
  items: [{ code: 'LT2', statement: 'Leads a change.', parent: 'LT1' }],
});
const profile = { profileId, role: 'room leader', targets: [{ code: 'LT1', level: 2 }], replaces: null };
const profiled = RoleProfilePublished({ frameworkId, version: '1', ...profile });
const replaced = RoleProfilePublished({ frameworkId, version: '1', ...profile, profileId: nextProfile, replaces: profileId });
const retired = FrameworkVersionRetired({ frameworkId, version: '1', retiredOn: '2020-09-01', replacedBy: '2' });
const { given } = specForReadModel(frameworkLibrary);

describe('the framework library', () => {
  it('has one row for each version, which says when it was retired', () => {
    expect(given(...published, retired).rows()).toEqual([
      { ...edition('1'), ...row, retiredOn: '2020-09-01', replacedBy: '2' },
      { ...edition('2'), ...row },
    ]);
  });
  it('puts together what one event could not hold', () => {
    expect(given(published[0]!, continued).rows()).toMatchObject([
      { items: [{ code: 'LT1' }, { code: 'LT2' }], scales: [{ scaleId }], associations: [{ type: 'precedes' }] },
    ]);
  });
  it('keeps a role profile that another has replaced', () => {
    expect(given(published[0]!, continued, profiled, replaced).rows()).toMatchObject([
      {
        profiles: [
          { profileId, replacedBy: nextProfile },
          { profileId: nextProfile, replaces: profileId, replacedBy: null },
        ],
      },
    ]);
  });
  it('holds in PostgreSQL', () => given(...published, continued, profiled, replaced, retired).throughPostgres());
});

describe('a version as it is read', () => {
  const items = [
    { code: 'B', statement: 'second', sequence: 2 },
    { code: 'A', statement: 'first', sequence: 1 },
    { code: 'C', statement: 'without a place' },
    { code: 'A2', statement: 'second below', parent: 'A' },
    { code: 'A1', statement: 'third below', parent: 'A', source: { uri: 'https://example.org' } },
  ];
  const scales = [
    { scaleId, title: 'for all', levels },
    { scaleId: otherScale, title: 'for one', items: ['A1'], levels },
  ];
  const [version] = given(FrameworkVersionPublished({ ...edition('1'), items, scales })).rows();

  it('is trees in the order of their sequence, else as listed, each item with its scale', () => {
    expect(asRead(version!, new Map()).items).toEqual([
      {
        ...{ code: 'A', statement: 'first', sequence: 1, scaleId, replacedBy: [] },
        children: [
          { code: 'A2', statement: 'second below', parent: 'A', scaleId, replacedBy: [], children: [] },
          { code: 'A1', statement: 'third below', parent: 'A', scaleId: otherScale, replacedBy: [], children: [] },
        ],
      },
      { code: 'B', statement: 'second', sequence: 2, scaleId, replacedBy: [], children: [] },
      { code: 'C', statement: 'without a place', scaleId, replacedBy: [], children: [] },
    ]);
  });
  it('says of each item what has replaced it, also where a later version says so', () => {
    const later = { ...edition('2'), items: [{ code: 'B1', statement: 'new' }] };
    const from = { frameworkId, version: '1', code: 'LT1' };
    const versions = given(
      FrameworkVersionPublished({ ...edition('1'), associations: [{ type: 'replacedBy', from: { code: 'LT1' }, to: { outside: 'https://example.org/1' } }] }),
      FrameworkVersionPublished({ ...later, associations: [{ type: 'replacedBy', from, to: { code: 'B1' } }] }),
    ).rows();
    const [first, second] = versions.map((each) => asRead(each, replacementsIn(versions)));
    expect(first!.items[0]!.replacedBy).toEqual([{ outside: 'https://example.org/1' }, { frameworkId, version: '2', code: 'B1' }]);
    expect(second!.items[0]!.replacedBy).toEqual([]);
  });
});
