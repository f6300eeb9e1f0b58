import { PersonMoved, PersonRegistered, PersonRejoined, RoleAssigned, RoleRevoked } from '@cairn/contracts/directory';
import { specForReadModel } from '@cairn/testing';
import { person, settingId } from '../fixtures/ipswich.js';
import { people } from './people.read-model.js';

const personId = person(1);
const registered = PersonRegistered({ personId, settingId, name: 'Ben Ito' });
const leads = RoleAssigned({ personId, role: 'setting-leader', settingId });
const leadsAnother = RoleAssigned({ personId, role: 'setting-leader', settingId: person(99) });
const leadsNoMore = RoleRevoked({ personId, role: 'setting-leader', settingId, reason: 'Moved on' });
const practises = RoleAssigned({ personId, role: 'practitioner', settingId });
const { given } = specForReadModel(people);

describe('people', () => {
  it('work at a setting, and lead none', () => expect(given(registered, practises).rows()).toEqual([{ personId, settingId, settingsLed: 0 }]));
  it('move to another setting, and come back to one', () => {
    const moved = PersonMoved({ personId, from: settingId, to: person(98) });
    expect(given(registered, leads, moved).rows()).toEqual([{ personId, settingId: person(98), settingsLed: 1 }]);
    expect(given(registered, moved, PersonRejoined({ personId, settingId })).rows()).toEqual([{ personId, settingId, settingsLed: 0 }]);
  });
  it('lead as many settings as they hold the role for', () => {
    expect(given(registered, leads, leadsAnother).rows()).toEqual([{ personId, settingId, settingsLed: 2 }]);
    expect(given(registered, leads, leadsAnother, leadsNoMore).rows()).toEqual([{ personId, settingId, settingsLed: 1 }]);
  });
  it('may have a role before directory says where they work', () => expect(given(leads, registered).rows()).toEqual(given(registered, leads).rows()));
  it('hold in PostgreSQL', () => given(registered, leads, leadsAnother, leadsNoMore).throughPostgres());
});
