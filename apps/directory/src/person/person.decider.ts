import { PersonRegistered, RoleAssigned, RoleRevoked } from '@cairn/contracts/directory';
import { defineRule, defineStream, unreachable, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';

type State = { readonly status: 'absent' } | { readonly status: 'registered'; readonly held: ReadonlySet<string> };

/** A role at one setting and the same role for the whole organisation are two: each is taken on and given up by itself. */
type Post = Pick<DataOf<typeof RoleAssigned>, 'role' | 'settingId'>;
const nameOf = ({ role, settingId }: Post) => `${role} @ ${settingId ?? 'organisation'}`;

/** One person: that they are here, and the roles they hold. The name is sealed; no rule looks at it. */
export const person = defineStream({
  category: 'person',
  events: [PersonRegistered, RoleAssigned, RoleRevoked],
  initial: { status: 'absent' } as State,
  evolve: (state, event): State => {
    switch (event.type) {
      case 'PersonRegistered':
        return { status: 'registered', held: new Set() };
      case 'RoleAssigned':
        return state.status === 'registered' ? { ...state, held: new Set(state.held).add(nameOf(event.data)) } : state;
      case 'RoleRevoked':
        return state.status === 'registered' ? { ...state, held: new Set([...state.held].filter((post) => post !== nameOf(event.data))) } : state;
      default:
        return unreachable(event, state);
    }
  },
});
export type PersonDecision = Decide<State, EventIn<typeof person>>;

const where = (settingId: string | null) => (settingId === null ? 'for the whole organisation' : 'at this setting');

export const PersonUnknown = defineRule('D-7', 'NOT_FOUND', () => 'No person with this id.', { kind: 'not-found' });
export const PersonAlreadyRegistered = defineRule('D-7', 'PERSON_ALREADY_REGISTERED', () => 'This person is registered already.');
export const RoleAlreadyHeld = defineRule(
  'D-7',
  'ROLE_ALREADY_HELD',
  ({ role, settingId }: Post) => `This person already holds the role ${role} ${where(settingId)}.`,
);
export const RoleNotHeld = defineRule('D-7', 'ROLE_NOT_HELD', ({ role, settingId }: Post) => `This person does not hold the role ${role} ${where(settingId)}.`);

/** The id is the identity provider's, not ours: a second registration is a mistake of somebody, and says so. */
export const register =
  (data: DataOf<typeof PersonRegistered>): PersonDecision =>
  (state) => {
    if (state.status === 'registered') throw PersonAlreadyRegistered();
    return [PersonRegistered(data)];
  };

export const assignRole =
  (data: DataOf<typeof RoleAssigned>): PersonDecision =>
  (state) => {
    if (state.status === 'absent') throw PersonUnknown();
    if (state.held.has(nameOf(data))) throw RoleAlreadyHeld(data);
    return [RoleAssigned(data)];
  };

export const revokeRole =
  (data: DataOf<typeof RoleRevoked>): PersonDecision =>
  (state) => {
    if (state.status === 'absent') throw PersonUnknown();
    if (!state.held.has(nameOf(data))) throw RoleNotHeld(data);
    return [RoleRevoked(data)];
  };
