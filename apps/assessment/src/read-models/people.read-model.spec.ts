import { PersonRegistered } from '@cairn/contracts/directory';
import { specForReadModel } from '@cairn/testing';
import { people } from './people.read-model.js';

const personId = '10000000-0000-4000-8000-000000000001';
const registered = PersonRegistered({ personId, settingId: null, name: 'Ann' });
const { given } = specForReadModel(people);

describe('people', () => {
  it('have one row each, with nothing in it but who they are', () => expect(given(registered).rows()).toEqual([{ personId }]));
  it('hold in PostgreSQL', () => given(registered).throughPostgres());
});
