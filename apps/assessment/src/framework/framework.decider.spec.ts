import { FrameworkVersionContinued, FrameworkVersionPublished, FrameworkVersionRetired, RoleProfilePublished } from '@cairn/contracts/assessment';
import { FrameworkImported } from '@cairn/contracts/assessment/internal';
import { specFor, stateAfter } from '@cairn/testing';
import {
  currentProfiles,
  framework,
  FrameworkNotFound,
  FrameworkUnknown,
  FrameworkVersionImmutable,
  FrameworkVersionNotFound,
  importFramework,
  isInForce,
  publishRoleProfile,
  publishVersion,
  retireVersion,
  RoleProfileImmutable,
  RoleProfileInvalid,
  versionOf,
} from './framework.decider.js';
import { VersionInvalid } from './version-content.decider.js';

const frameworkId = '10000000-0000-4000-8000-000000000001';
const { given } = specFor(framework);
const library = { frameworkId, title: 'Leading a team', creator: 'Cairn' };
const edition = (version: string) => ({
  ...{ frameworkId, version, jurisdiction: 'England', inForceFrom: '2018-09-01', inForceUntil: '2019-08-31' },
  items: [{ code: 'LT1', statement: 'Sets a direction.' }],
});
const retirement = { frameworkId, version: '1', retiredOn: '2019-01-01', replacedBy: null };
const imported = FrameworkImported(library);
const published = (version: string) => FrameworkVersionPublished(edition(version));
const retired = FrameworkVersionRetired(retirement);

describe('a framework', () => {
  it('comes into the library', () => given().when(importFramework(library)).then(imported));
  it('comes into the library once', () => given(imported).when(importFramework(library)).thenNothing());
  it('gets a version', () =>
    given(imported)
      .when(publishVersion(edition('1')))
      .then(published('1')));
  it('must be in the library before it has a version', () => {
    expect(
      given()
        .when(publishVersion(edition('1')))
        .thenRejects(FrameworkNotFound),
    ).toBe('No framework with this id.');
    given().when(retireVersion(retirement)).thenRejects(FrameworkNotFound);
  });
  it('never publishes the same version again', () => {
    const sentence = given(imported, published('1'))
      .when(publishVersion(edition('1')))
      .thenRejects(FrameworkVersionImmutable);
    expect(sentence).toBe('Version 1 was published already and does not change any more: publish a new version.');
  });

  it('publishes only what hangs together', () => {
    const twice = { ...edition('1'), items: [...edition('1').items, ...edition('1').items] };
    expect(given(imported).when(publishVersion(twice)).thenRejects(VersionInvalid)).toBe('This version has 1 fault: nothing of it was published.');
  });
  it('knows a version that took several events as one', () => {
    const rest = FrameworkVersionContinued({ frameworkId, version: '1', items: [{ code: 'LT2', statement: 'Leads.' }], scales: [], associations: [] });
    expect([...versionOf(stateAfter(framework, [imported, published('1'), rest]), '1')!.codes]).toEqual(['LT1', 'LT2']);
  });

  it('retires a version', () => given(imported, published('1')).when(retireVersion(retirement)).then(retired));
  it('retires only a version that it has', () => {
    expect(given(imported).when(retireVersion(retirement)).thenRejects(FrameworkVersionNotFound)).toBe('No version of this framework with this name.');
  });
  it('retires a version once', () => {
    given(imported, published('1'), retired).when(retireVersion(retirement)).thenRejects(FrameworkVersionImmutable);
  });
  it('names as the replacement a version that it has', () => {
    const replaced = { ...retirement, replacedBy: '2' };
    const sentence = given(imported, published('1')).when(retireVersion(replaced)).thenRejects(FrameworkUnknown);
    expect(sentence).toBe('The library has no version 2 of this framework.');
    given(imported, published('1'), published('2')).when(retireVersion(replaced)).then(FrameworkVersionRetired(replaced));
  });
});

describe('a role profile', () => {
  const scaleId = '30000000-0000-4000-8000-000000000001';
  const levels = [1, 2].map((value) => ({ value, name: `level ${value}` }));
  const scaled = FrameworkVersionPublished({ ...edition('1'), scales: [{ scaleId, title: 'How far', levels }] });
  const [first, second] = ['20000000-0000-4000-8000-000000000001', '20000000-0000-4000-8000-000000000002'] as const;
  const profile = { frameworkId, version: '1', profileId: first, role: 'room leader', targets: [{ code: 'LT1', level: 2 }], replaces: null };
  const next = { ...profile, profileId: second, targets: [{ code: 'LT1', level: 1 }], replaces: first };

  it('says what a role asks for', () => given(imported, scaled).when(publishRoleProfile(profile)).then(RoleProfilePublished(profile)));
  it('is published once', () => given(imported, scaled, RoleProfilePublished(profile)).when(publishRoleProfile(profile)).thenNothing());
  it('is of a version that is there', () => {
    given().when(publishRoleProfile(profile)).thenRejects(FrameworkNotFound);
    given(imported).when(publishRoleProfile(profile)).thenRejects(FrameworkVersionNotFound);
  });
  it('asks for items and levels that the version has', () => {
    const targets = ['LT1', 'LT1', 'X'].map((code) => ({ code, level: 3 }));
    const refused = given(imported, scaled).when(publishRoleProfile({ ...profile, targets, replaces: second }));
    expect(refused.thenRejects(RoleProfileInvalid)).toBe('This role profile asks for 5 things that the version does not have.');
    given(imported, published('1')).when(publishRoleProfile(profile)).thenRejects(RoleProfileInvalid);
  });
  it('never changes: another one of the role replaces it, and both are known', () => {
    const sentence = given(imported, scaled, RoleProfilePublished(profile))
      .when(publishRoleProfile({ ...next, replaces: null }))
      .thenRejects(RoleProfileImmutable);
    expect(sentence).toBe('Version 1 has a profile of the role room leader already, which does not change any more: publish one that replaces it.');
    given(imported, scaled, RoleProfilePublished(profile)).when(publishRoleProfile(next)).then(RoleProfilePublished(next));
    const version = versionOf(stateAfter(framework, [imported, scaled, RoleProfilePublished(profile), RoleProfilePublished(next)]), '1')!;
    expect([version.profiles.size, currentProfiles(version).map(({ profileId }) => profileId)]).toEqual([2, [second]]);
  });
});

describe('a version is in force', () => {
  const version = versionOf(stateAfter(framework, [imported, published('1')]), '1')!;
  const withdrawn = versionOf(stateAfter(framework, [imported, published('1'), retired]), '1')!;

  it.each([
    ['2018-08-31', false],
    ['2018-09-01', true],
    ['2019-08-31', true],
    ['2019-09-01', false],
  ])('from its first to its last day: on %s %s', (day, expected) => expect(isInForce(version, day)).toBe(expected));

  it.each([
    ['2018-12-31', true],
    ['2019-01-01', false],
  ])('until the day before it is retired: on %s %s', (day, expected) => expect(isInForce(withdrawn, day)).toBe(expected));
});
