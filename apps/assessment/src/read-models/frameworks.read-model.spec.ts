import { FrameworkVersionPublished } from '@cairn/contracts/assessment';
import { FrameworkImported } from '@cairn/contracts/assessment/internal';
import { specForReadModel } from '@cairn/testing';
import { frameworks } from './frameworks.read-model.js';

const frameworkId = '10000000-0000-4000-8000-000000000001';
const published = (version: string) =>
  FrameworkVersionPublished({
    ...{ frameworkId, version, jurisdiction: 'England', inForceFrom: '2018-09-01', inForceUntil: null },
    items: [{ code: 'LT1', statement: 'Sets a direction.' }],
  });
const imported = FrameworkImported({ frameworkId, title: 'Leading a team', creator: 'Cairn' });
const { given } = specForReadModel(frameworks);

describe('frameworks', () => {
  it('have one row each, with their versions in the order of publication', () => {
    const versions = ['2', '1'];
    expect(given(imported, ...versions.map(published)).rows()).toEqual([{ frameworkId, title: 'Leading a team', creator: 'Cairn', versions }]);
  });
  it('hold in PostgreSQL', () => given(imported, published('2'), published('1')).throughPostgres());
});
