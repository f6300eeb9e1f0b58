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
  const account = accountOf(user);
  const managerId = managerOf(user);
  if (!before) {
    const register = { name: nameOf(user), settingId: settingId ?? null };
    return { register, account, ...(!user.active && { leave: true }), ...(managerId !== null && user.active && { manager: { managerId } }) };
  }
  const name = nameOf(user);
  const moved = settingId !== undefined && settingId !== before.settingId;
  return {
    ...(!isDeepStrictEqual(account, before.account) && { account }),
    ...(name !== before.name && { rename: { from: before.name, to: name } }),
    ...(before.present && !user.active && { leave: true }),
    ...(!before.present && user.active && { rejoin: { settingId: settingId ?? before.settingId } }),
    ...(before.present && user.active && moved && { moveTo: { settingId } }),
    ...(user.active && managerId !== before.managerId && { manager: { managerId } }),
  };
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
