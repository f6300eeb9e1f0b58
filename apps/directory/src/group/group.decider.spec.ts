import { DirectoryGroupDissolved, DirectoryGroupFormed, DirectoryGroupMembersChanged, DirectoryGroupRenamed } from '@cairn/contracts/directory/internal';
import { specFor } from '@cairn/testing';
import { directoryGroup, dissolveGroup, formGroup, GroupUnknown, renameGroup, roleNamed, setMembers } from './group.decider.js';

const groupId = '10000000-0000-4000-8000-000000000001';
const organisationId = '20000000-0000-4000-8000-000000000001';
const person = (n: number) => `a0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const { given } = specFor(directoryGroup);
const form = { organisationId, groupId, name: 'Setting leaders', externalId: null };
const formed = DirectoryGroupFormed({ ...form, role: 'setting-leader' });
const members = (...people: number[]) => setMembers({ groupId, members: people.map(person) });
const changed = (added: number[], removed: number[] = []) =>
  DirectoryGroupMembersChanged({ groupId, role: 'setting-leader', added: added.map(person), removed: removed.map(person) });

describe('a group of the identity provider', () => {
  it('named like a role stands for it', () => {
    given().when(formGroup(form)).then(formed);
    expect(['Setting Leaders', 'auditor', ' line_manager ', 'Everybody'].map(roleNamed)).toEqual(['setting-leader', 'auditor', 'line-manager', null]);
  });
  it('has these members from now on, and says who came and went', () => {
    given(formed)
      .when(members(1, 2))
      .then(changed([1, 2]));
    given(formed, changed([1, 2]))
      .when(members(2, 3))
      .then(changed([3], [1]));
    given(formed, changed([1, 2]))
      .when(members(2, 1))
      .thenNothing();
  });
  it('is renamed and dissolved with its members', () => {
    const renamed = DirectoryGroupRenamed({ groupId, from: 'Setting leaders', to: 'Others', formerRole: 'setting-leader', role: null, members: [person(1)] });
    given(formed, changed([1]))
      .when(renameGroup({ groupId, name: 'Others' }))
      .then(renamed);
    given(formed)
      .when(renameGroup({ groupId, name: 'Setting leaders' }))
      .thenNothing();
    given(formed, changed([1]))
      .when(dissolveGroup(groupId))
      .then(DirectoryGroupDissolved({ groupId, role: 'setting-leader', members: [person(1)] }));
    given().when(dissolveGroup(groupId)).thenRejects(GroupUnknown);
  });
});
