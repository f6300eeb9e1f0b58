import { PersonRegistered, RoleAssigned, RoleRevoked } from '@cairn/contracts/directory';
import { specFor } from '@cairn/testing';
import { assignRole, person, PersonAlreadyRegistered, PersonUnknown, register, revokeRole, RoleAlreadyHeld, RoleNotHeld } from './person.decider.js';

const personId = '10000000-0000-4000-8000-000000000001';
const settingId = '20000000-0000-4000-8000-000000000001';
const { given } = specFor(person);
const joining = { personId, settingId, name: 'Ana Okafor' };
const leadership = { personId, role: 'setting-leader' as const, settingId };
const everywhere = { ...leadership, settingId: null };
const registered = PersonRegistered(joining);
const leads = RoleAssigned(leadership);
const resigned = RoleRevoked({ ...leadership, reason: 'moved to another setting' });

describe('a person', () => {
  it('is registered', () => given().when(register(joining)).then(registered));
  it('is registered only once', () => {
    expect(given(registered).when(register(joining)).thenRejects(PersonAlreadyRegistered)).toBe('This person is registered already.');
  });
  it('must be registered before holding a role', () => {
    expect(given().when(assignRole(leadership)).thenRejects(PersonUnknown)).toBe('No person with this id.');
    given()
      .when(revokeRole({ ...leadership, reason: 'a mistake' }))
      .thenRejects(PersonUnknown);
  });

  it('takes on a role', () => given(registered).when(assignRole(leadership)).then(leads));
  it('does not take on a role twice', () => {
    const sentence = given(registered, leads).when(assignRole(leadership)).thenRejects(RoleAlreadyHeld);
    expect(sentence).toBe('This person already holds the role setting-leader at this setting.');
  });
  it('may hold a role at one setting and for the whole organisation', () =>
    given(registered, leads).when(assignRole(everywhere)).then(RoleAssigned(everywhere)));

  it('gives up a role', () =>
    given(registered, leads)
      .when(revokeRole({ ...leadership, reason: 'moved to another setting' }))
      .then(resigned));
  it('gives up only a role that is held', () => {
    const sentence = given(registered, leads)
      .when(revokeRole({ ...everywhere, reason: 'a mistake' }))
      .thenRejects(RoleNotHeld);
    expect(sentence).toBe('This person does not hold the role setting-leader for the whole organisation.');
  });
  it('may take on a role again', () => given(registered, leads, resigned).when(assignRole(leadership)).then(leads));
});
