import { defineEvent, personal, subject } from '@cairn/event-sourcing';
import { z } from 'zod';
import { roles } from './people.js';

const text = z.string().min(1).max(320);

/** What an identity provider says of a person (RFC 7643, sections 4.1 and 4.3), as far as it is kept. */
export const Account = z.strictObject({
  userName: text,
  externalId: text.optional(),
  displayName: text.optional(),
  title: text.optional(),
  name: z.strictObject({ formatted: text.optional(), givenName: text.optional(), familyName: text.optional() }).optional(),
  emails: z
    .array(z.strictObject({ value: text, type: text.optional(), primary: z.boolean().optional() }))
    .max(20)
    .optional(),
  employeeNumber: text.optional(),
  department: text.optional(),
  organization: text.optional(),
});
export type Account = z.output<typeof Account>;

export const AccountRecorded = defineEvent(
  'AccountRecorded',
  1,
  { organisationId: z.uuid(), personId: subject(), account: personal('identity', 'personId', Account) },
  { summary: 'What the identity provider says of a person was recorded.' },
);

const groupName = z.string().min(1).max(320);
/** The role that the members hold for the whole organisation, where the name of the group is the name of a role. */
const role = z.enum(roles).nullable();

export const DirectoryGroupFormed = defineEvent(
  'DirectoryGroupFormed',
  1,
  { organisationId: z.uuid(), groupId: z.uuid(), name: groupName, externalId: text.nullable(), role },
  { summary: 'The identity provider formed a group.' },
);

export const DirectoryGroupRenamed = defineEvent(
  'DirectoryGroupRenamed',
  1,
  { groupId: z.uuid(), from: groupName, to: groupName, formerRole: role, role, members: z.array(subject()).max(1000) },
  { summary: 'The identity provider gave a group another name.' },
);

export const DirectoryGroupMembersChanged = defineEvent(
  'DirectoryGroupMembersChanged',
  1,
  { groupId: z.uuid(), role, added: z.array(subject()).max(1000), removed: z.array(subject()).max(1000) },
  { summary: 'People joined or left a group of the identity provider.' },
);

export const DirectoryGroupDissolved = defineEvent(
  'DirectoryGroupDissolved',
  1,
  { groupId: z.uuid(), role, members: z.array(subject()).max(1000) },
  { summary: 'The identity provider dissolved a group.' },
);

export const importKinds = ['people', 'settings', 'reporting-lines'] as const;

export const ImportStarted = defineEvent(
  'ImportStarted',
  1,
  { importId: z.uuid(), organisationId: z.uuid(), kind: z.enum(importKinds), rows: z.int().min(0), changes: z.int().min(0) },
  { summary: 'A file was found free of faults, and taking it over began.' },
);

export const ImportProgressed = defineEvent(
  'ImportProgressed',
  1,
  { importId: z.uuid(), done: z.int().min(1) },
  { summary: 'Taking a file over has come so far.' },
);

export const ImportCompleted = defineEvent('ImportCompleted', 1, { importId: z.uuid() }, { summary: 'A file was taken over.' });

export const accountEvents = [
  AccountRecorded,
  DirectoryGroupFormed,
  DirectoryGroupRenamed,
  DirectoryGroupMembersChanged,
  DirectoryGroupDissolved,
  ImportStarted,
  ImportProgressed,
  ImportCompleted,
] as const;
