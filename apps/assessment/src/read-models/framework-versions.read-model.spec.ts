import { FrameworkVersionPublished, FrameworkVersionRetired } from '@cairn/contracts/assessment';
import { specForReadModel } from '@cairn/testing';
import { frameworkVersions } from './framework-versions.read-model.js';

const frameworkId = '10000000-0000-4000-8000-000000000001';
const edition = (version: string) => ({
  ...{ frameworkId, version, jurisdiction: 'England', inForceFrom: '2018-09-01', inForceUntil: null },
  items: [{ code: 'LT1', statement: 'Sets a direction.' }],
});
const published = ['1', '2'].map((version) => FrameworkVersionPublished(edition(version)));
const retired = FrameworkVersionRetired({ frameworkId, version: '1', retiredOn: '2020-09-01', replacedBy: '2' });
const { given } = specForReadModel(frameworkVersions);

describe('versions of a framework', () => {
  it('have one row each, which says when they were retired', () => {
    expect(given(...published, retired).rows()).toEqual([
      { ...edition('1'), retiredOn: '2020-09-01', replacedBy: '2' },
      { ...edition('2'), retiredOn: null, replacedBy: null },
    ]);
  });
  it('hold in PostgreSQL', () => given(...published, retired).throughPostgres());
});
