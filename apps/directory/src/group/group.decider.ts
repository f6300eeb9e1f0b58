import { roles } from '@cairn/contracts/directory';
import { DirectoryGroupDissolved, DirectoryGroupFormed, DirectoryGroupMembersChanged, DirectoryGroupRenamed } from '@cairn/contracts/directory/internal';
import { defineRule, defineStream, unreachable, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';

type Role = (typeof roles)[number];
export interface Group {
  readonly status: 'formed';
  readonly organisationId: string;
  readonly name: string;
  readonly role: Role | null;
  readonly members: ReadonlySet<string>;
}
export type GroupState = { readonly status: 'absent' | 'dissolved' } | Group;

/** One group of people as the identity provider keeps it. Where its name is the name of a role, its members hold that role for the whole organisation. */
export const directoryGroup = defineStream({
  category: 'directorygroup',
  events: [DirectoryGroupFormed, DirectoryGroupRenamed, DirectoryGroupMembersChanged, DirectoryGroupDissolved],
  initial: { status: 'absent' } as GroupState,
  evolve: (state, event): GroupState => {
    if (event.type === 'DirectoryGroupFormed') {
      const { organisationId, name, role } = event.data;
      return { status: 'formed', organisationId, name, role, members: new Set() };
    }
    if (state.status !== 'formed') return state;
    switch (event.type) {
      case 'DirectoryGroupRenamed':
        return { ...state, name: event.data.to, role: event.data.role };
      case 'DirectoryGroupMembersChanged': {
        const { added, removed } = event.data;
        return { ...state, members: new Set([...state.members, ...added].filter((personId) => !removed.includes(personId))) };
      }
      case 'DirectoryGroupDissolved':
        return { status: 'dissolved' };
      default:
        return unreachable(event, state);
    }
  },
});
export type GroupDecision = Decide<GroupState, EventIn<typeof directoryGroup>>;

export const GroupUnknown = defineRule('D-7', 'NOT_FOUND', () => 'No group with this id.', { kind: 'not-found' });

/** "Setting leaders" is the role `setting-leader`, in whatever case and number. */
export const roleNamed = (name: string): Role | null => {
  const plain = name
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
  return roles.find((role) => role === plain || `${role}s` === plain) ?? null;
};

const existing = (state: GroupState): Group => {
  if (state.status !== 'formed') throw GroupUnknown();
  return state;
};

/** The id comes from the command, so a group that is already there is this one: not news. */
export const formGroup =
  (data: Omit<DataOf<typeof DirectoryGroupFormed>, 'role'>): GroupDecision =>
  (state) =>
    state.status === 'formed' ? [] : [DirectoryGroupFormed({ ...data, role: roleNamed(data.name) })];

export const renameGroup =
  ({ groupId, name }: { groupId: string; name: string }): GroupDecision =>
  (state) => {
    const group = existing(state);
    if (group.name === name) return [];
    return [DirectoryGroupRenamed({ groupId, from: group.name, to: name, formerRole: group.role, role: roleNamed(name), members: [...group.members] })];
  };

/** The members are these from now on: at most as many as an event names. */
export const setMembers =
  ({ groupId, members }: { groupId: string; members: readonly string[] }): GroupDecision =>
  (state) => {
    const group = existing(state);
    const wanted = new Set(members);
    const added = [...wanted].filter((personId) => !group.members.has(personId));
    const removed = [...group.members].filter((personId) => !wanted.has(personId));
    return added.length + removed.length === 0 ? [] : [DirectoryGroupMembersChanged({ groupId, role: group.role, added, removed })];
  };

export const dissolveGroup =
  (groupId: string): GroupDecision =>
  (state) => {
    const group = existing(state);
    return [DirectoryGroupDissolved({ groupId, role: group.role, members: [...group.members] })];
  };
