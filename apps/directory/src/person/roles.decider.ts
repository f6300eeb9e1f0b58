import { RoleAssigned, RoleRevoked } from '@cairn/contracts/directory';
import { defineRule, type DataOf } from '@cairn/event-sourcing';
import { assertOpen, type Workplace } from '../setting/workplace.decider.js';
import { existing, hereAt, nameOf, type PersonDecision, type Post } from './person.decider.js';

const where = (settingId: string | null) => (settingId === null ? 'for the whole organisation' : 'at this setting');

export const RoleAlreadyHeld = defineRule(
  'D-7',
  'ROLE_ALREADY_HELD',
  ({ role, settingId }: Post) => `This person already holds the role ${role} ${where(settingId)}.`,
);
export const RoleNotHeld = defineRule('D-7', 'ROLE_NOT_HELD', ({ role, settingId }: Post) => `This person does not hold the role ${role} ${where(settingId)}.`);

export const assignRole =
  ({ at, ...data }: DataOf<typeof RoleAssigned> & { readonly at: string }, workplace: Workplace): PersonDecision =>
  (state) => {
    hereAt(state, at);
    if (existing(state).held.has(nameOf(data))) throw RoleAlreadyHeld(data);
    assertOpen(workplace);
    return [RoleAssigned(data)];
  };

export const revokeRole =
  (data: DataOf<typeof RoleRevoked>): PersonDecision =>
  (state) => {
    if (!existing(state).held.has(nameOf(data))) throw RoleNotHeld(data);
    return [RoleRevoked(data)];
  };

/** As a member of a group that is named like the role. Who is not here, or holds it already, comes to nothing. */
export const takeOnRole =
  (data: DataOf<typeof RoleAssigned>): PersonDecision =>
  (state) =>
    state.status === 'registered' && state.stays.at(-1)?.here && !state.held.has(nameOf(data)) ? [RoleAssigned(data)] : [];

export const giveUpRole =
  (data: DataOf<typeof RoleRevoked>): PersonDecision =>
  (state) =>
    state.status === 'registered' && state.held.has(nameOf(data)) ? [RoleRevoked(data)] : [];
