import { roles } from '@cairn/contracts/directory';
import { DirectoryGroupDissolved, DirectoryGroupFormed, DirectoryGroupMembersChanged, DirectoryGroupRenamed } from '@cairn/contracts/directory/internal';
import { defineReadModel, type RowOf } from '@cairn/projections';
import { z } from 'zod';

const group = ({ data }: { readonly data: { readonly groupId: string } }) => data.groupId;

/** "Which groups does the identity provider keep, and who is in them?" One row per group; at most one batch behind. */
export const directoryGroups = defineReadModel({
  name: 'directory-groups',
  version: 1,
  row: z.object({
    ...{ groupId: z.uuid(), organisationId: z.uuid(), name: z.string(), externalId: z.string().nullable(), role: z.enum(roles).nullable() },
    members: z.array(z.uuid()),
  }),
  indexes: [['organisationId']],
  on: (when) => [
    when(DirectoryGroupFormed, group, (_, { data: { groupId, organisationId, name, externalId, role } }) => ({
      ...{ groupId, organisationId, name, externalId, role, members: [] },
    })),
    when(DirectoryGroupRenamed, group, (row, { data }) => row && { ...row, name: data.to, role: data.role }),
    when(DirectoryGroupMembersChanged, group, (row, { data: { added, removed } }) => {
      return row && { ...row, members: [...row.members, ...added].filter((personId) => !removed.includes(personId)) };
    }),
    when(DirectoryGroupDissolved, group, () => undefined),
  ],
});
export type GroupRow = RowOf<typeof directoryGroups>;
