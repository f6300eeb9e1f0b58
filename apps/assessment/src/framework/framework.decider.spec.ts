import { FrameworkVersionPublished, FrameworkVersionRetired } from '@cairn/contracts/assessment';
import { FrameworkImported } from '@cairn/contracts/assessment/internal';
import { specFor, stateAfter } from '@cairn/testing';
import {
  framework,
  FrameworkNotFound,
  FrameworkUnknown,
  FrameworkVersionImmutable,
  FrameworkVersionNotFound,
  importFramework,
  isInForce,
  publishVersion,
  retireVersion,
  versionOf,
} from './framework.decider.js';

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
