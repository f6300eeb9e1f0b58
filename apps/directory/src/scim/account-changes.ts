import { isDeepStrictEqual } from 'node:util';
import type { Account } from '@cairn/contracts/directory/internal';
import { nameOf, urn, type ScimUser } from './resources.js';

/** A person as directory has them, for the view of an identity provider. Names are open: this lives inside one request. */
export interface Provisioned {
  readonly personId: string;
  readonly account: Account;
  readonly name: string;
  readonly settingId: string | null;
  readonly present: boolean;
  readonly managerId: string | null;
}

/** What has to happen so that directory says what the identity provider says. What is absent is so already. */
export interface AccountChanges {
  readonly register?: { readonly name: string; readonly settingId: string | null };
  readonly account?: Account;
  readonly rename?: { readonly from: string; readonly to: string };
  readonly moveTo?: { readonly settingId: string | null };
  readonly leave?: true;
  readonly rejoin?: { readonly settingId: string | null };
  readonly manager?: { readonly managerId: string | null };
}

export function accountOf(user: ScimUser): Account {
  const { userName, externalId, displayName, title, name, emails } = user;
  const { employeeNumber, department, organization } = user[urn.enterprise] ?? {};
  const all = { userName, externalId, displayName, title, name: name && present(name), emails: emails?.map(present), employeeNumber, department, organization };
  return present(all) as Account;
}
const present = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;

export const managerOf = (user: ScimUser): string | null => user[urn.enterprise]?.manager?.value?.toLowerCase() ?? null;

/**
 * @param settingId where the department leads: the setting of that name, or null; undefined when no department is given, so that nothing is said of it
 */
export function changesFor(before: Provisioned | undefined, user: ScimUser, settingId: string | null | undefined): AccountChanges {
  return before ? changesOf(before, user, settingId) : joiningWith(user, settingId);
}

function joiningWith(user: ScimUser, settingId: string | null | undefined): AccountChanges {
  const managerId = managerOf(user);
  const joining = { register: { name: nameOf(user), settingId: settingId ?? null }, account: accountOf(user) };
  if (!user.active) return { ...joining, leave: true };
  return { ...joining, ...(managerId !== null && { manager: { managerId } }) };
}

function changesOf(before: Provisioned, user: ScimUser, settingId: string | null | undefined): AccountChanges {
  const account = accountOf(user);
  const name = nameOf(user);
  return {
    ...(!isDeepStrictEqual(account, before.account) && { account }),
    ...(name !== before.name && { rename: { from: before.name, to: name } }),
    ...whereabouts(before, user, settingId),
  };
}

/** Whether they are here, where, and whom they report to: nothing of it for somebody who has left and stays away. */
function whereabouts(before: Provisioned, user: ScimUser, settingId: string | null | undefined): AccountChanges {
  if (!user.active) return before.present ? { leave: true } : {};
  const managerId = managerOf(user);
  const manager = managerId === before.managerId ? {} : { manager: { managerId } };
  if (!before.present) return { rejoin: { settingId: settingId ?? before.settingId }, ...manager };
  const isMoved = settingId !== undefined && settingId !== before.settingId;
  return { ...(isMoved && { moveTo: { settingId } }), ...manager };
}

/** A person as SCIM shows them. */
export function userResource({ personId, account, name, present: active, managerId }: Provisioned, base: string) {
  const { employeeNumber, department, organization, ...core } = account;
  const enterprise = present({ employeeNumber, department, organization, manager: managerId === null ? undefined : { value: managerId } });
  return {
    schemas: [urn.user, urn.enterprise],
    id: personId,
    ...core,
    displayName: name,
    active,
    [urn.enterprise]: enterprise,
    meta: { resourceType: 'User' as const, location: `${base}/Users/${personId}` },
  };
}
