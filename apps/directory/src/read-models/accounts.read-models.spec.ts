import {
  AccountRecorded,
  DirectoryGroupDissolved,
  DirectoryGroupFormed,
  DirectoryGroupMembersChanged,
  DirectoryGroupRenamed,
} from '@cairn/contracts/directory/internal';
import { specForReadModel } from '@cairn/testing';
import { accounts } from './accounts.read-model.js';
import { directoryGroups } from './directory-groups.read-model.js';

const id = (n: number) => `10000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const organisationId = id(1);

describe('accounts', () => {
  const account = (userName: string) => AccountRecorded({ organisationId, personId: id(2), account: { userName } });
  const spec = specForReadModel(accounts).given(account('ana'), account('ana.bell'));
  it('are what the identity provider said last', () =>
    expect(spec.rows()).toMatchObject([{ personId: id(2), organisationId, account: { userName: 'ana.bell' } }]));
  it('come to the same in PostgreSQL', () => spec.throughPostgres());
});

describe('groups of the identity provider', () => {
  const group = { organisationId, groupId: id(3), name: 'Auditors', externalId: null, role: 'auditor' } as const;
  const spec = specForReadModel(directoryGroups).given(
    DirectoryGroupFormed(group),
    DirectoryGroupFormed({ ...group, groupId: id(4) }),
    DirectoryGroupMembersChanged({ groupId: id(3), role: 'auditor', added: [id(5), id(6)], removed: [] }),
    DirectoryGroupMembersChanged({ groupId: id(3), role: 'auditor', added: [], removed: [id(5)] }),
    DirectoryGroupRenamed({ groupId: id(3), from: 'Auditors', to: 'Others', formerRole: 'auditor', role: null, members: [id(6)] }),
    DirectoryGroupDissolved({ groupId: id(4), role: 'auditor', members: [] }),
  );
  it('have their members, until they are dissolved', () =>
    expect(spec.rows()).toEqual([{ organisationId, groupId: id(3), name: 'Others', externalId: null, role: null, members: [id(6)] }]));
  it('come to the same in PostgreSQL', () => spec.throughPostgres());
});
