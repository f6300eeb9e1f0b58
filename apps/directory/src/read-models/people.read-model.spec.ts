import { PersonRegistered, RoleAssigned, RoleRevoked } from '@cairn/contracts/directory';
import { specForReadModel } from '@cairn/testing';
import { people } from './people.read-model.js';

const personId = 'a0000000-0000-4000-8000-000000000001';
const settingId = '20000000-0000-4000-8000-000000000001';
const registered = PersonRegistered({ personId, settingId, name: 'Ana Okafor' });
const leads = RoleAssigned({ personId, role: 'setting-leader', settingId });
const observes = RoleAssigned({ personId, role: 'observer', settingId: null });
const resigned = RoleRevoked({ personId, role: 'setting-leader', settingId, reason: 'moved' });
const { given } = specForReadModel(people);

describe('people', () => {
  it('have one row each, with the roles they hold', () => {
    const roles = [
      { role: 'setting-leader', settingId },
      { role: 'observer', settingId: null },
    ];
    expect(given(registered, leads, observes).rows()).toEqual([{ personId, settingId, name: 'Ana Okafor', roles }]);
  });
  it('lose only the role that they gave up', () => {
    expect(given(registered, leads, observes, resigned).rows()).toEqual(given(registered, observes).rows());
  });
  it('hold in PostgreSQL', () => given(registered, leads, observes, resigned).throughPostgres());
});
