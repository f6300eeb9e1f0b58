import type { roles } from '@cairn/contracts/directory';
import { DirectoryGroupDissolved, DirectoryGroupMembersChanged, DirectoryGroupRenamed } from '@cairn/contracts/directory/internal';
import { defineProcess, perform, type Performance } from '@cairn/event-sourcing';
import { person } from '../person/person.decider.js';
import { giveUpRole, takeOnRole } from '../person/roles.decider.js';

type Role = (typeof roles)[number];

const takeOn = (role: Role | null, people: readonly string[]): Performance[] =>
  role === null ? [] : people.map((personId) => perform(person, personId, takeOnRole({ personId, role, settingId: null })));
const giveUp = (role: Role | null, people: readonly string[]): Performance[] =>
  role === null ? [] : people.map((personId) => perform(person, personId, giveUpRole({ personId, role, settingId: null, reason: 'left the group' })));

/**
 * Whoever is in a group that is named like a role holds that role for the whole organisation, from joining to leaving. A redelivery finds the role held, or
 * given up, already.
 */
export const handOutRoleWhenGroupChanges = defineProcess({
  name: 'hand-out-role-when-group-changes',
  on: (when) => [
    when(DirectoryGroupMembersChanged, ({ data: { role, added, removed } }) => [...takeOn(role, added), ...giveUp(role, removed)]),
    when(DirectoryGroupRenamed, ({ data: { formerRole, role, members } }) =>
      formerRole === role ? [] : [...giveUp(formerRole, members), ...takeOn(role, members)],
    ),
    when(DirectoryGroupDissolved, ({ data: { role, members } }) => giveUp(role, members)),
  ],
});
