import { PersonRegistered } from '@cairn/contracts/directory';
import { happened, specForReadModel } from '@cairn/testing';
import { people } from './people.read-model.js';

const personId = '10000000-0000-4000-8000-000000000001';
const stream = `person-${personId}`;
const registered = happened(PersonRegistered({ personId, settingId: null, name: 'Ann' }), {}, stream);
const { given } = specForReadModel(people);

describe('people', () => {
  it('have one row each, with nothing in it but who they are and where that was said', () =>
    expect(given(registered).rows()).toEqual([{ personId, stream, revision: '0' }]));
  it('hold in PostgreSQL', () => given(registered).throughPostgres());
});
