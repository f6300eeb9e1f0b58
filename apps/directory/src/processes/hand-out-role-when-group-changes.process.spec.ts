import { PersonRegistered, RoleAssigned, RoleRevoked } from '@cairn/contracts/directory';
import { DirectoryGroupDissolved, DirectoryGroupMembersChanged, DirectoryGroupRenamed } from '@cairn/contracts/directory/internal';
import { specForProcess } from '@cairn/testing';
import { handOutRoleWhenGroupChanges } from './hand-out-role-when-group-changes.process.js';

const groupId = '10000000-0000-4000-8000-000000000001';
const ana = 'a0000000-0000-4000-8000-000000000001';
const ben = 'b0000000-0000-4000-8000-000000000001';
const { given } = specForProcess(handOutRoleWhenGroupChanges);
const registered = (personId: string) => PersonRegistered({ personId, settingId: null, name: 'Somebody' });
const takes = (personId: string) => RoleAssigned({ personId, role: 'auditor', settingId: null });
const gives = (personId: string) => RoleRevoked({ personId, role: 'auditor', settingId: null, reason: 'left the group' });
const changed = (role: 'auditor' | null, added: string[], removed: string[] = []) => DirectoryGroupMembersChanged({ groupId, role, added, removed });

describe('the role of a group', () => {
  it('is held from joining to leaving', () =>
    given(changed('auditor', [ana], [ben])).thenPerforms([
      { stream: 'person', id: ana, given: [registered(ana)], events: [takes(ana)] },
      { stream: 'person', id: ben, given: [registered(ben), takes(ben)], events: [gives(ben)] },
    ]));
  it('is no news to those who hold it, or do not', () =>
    given(changed('auditor', [ana], [ben])).thenPerforms([
      { stream: 'person', id: ana, given: [registered(ana), takes(ana)], events: [] },
      { stream: 'person', id: ben, given: [registered(ben)], events: [] },
    ]));
  it('changes with the name of the group, and ends with it', () => {
    given(DirectoryGroupRenamed({ groupId, from: 'Auditors', to: 'Others', formerRole: 'auditor', role: null, members: [ana] })).thenPerforms([
      { stream: 'person', id: ana, given: [registered(ana), takes(ana)], events: [gives(ana)] },
    ]);
    given(DirectoryGroupDissolved({ groupId, role: 'auditor', members: [ana] })).thenPerforms([
      { stream: 'person', id: ana, given: [registered(ana), takes(ana)], events: [gives(ana)] },
    ]);
  });
  it('is none where the group is named like no role', () => given(changed(null, [ana])).thenPerforms([]));
});
