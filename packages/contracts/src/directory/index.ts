import { defineEvent, personal, setting, subject } from '@cairn/event-sourcing';
import { z } from 'zod';
import { policyCodes } from './policies.js';

export * from './policies.js';

export const roles = [
  'practitioner',
  'supporter',
  'line-manager',
  'setting-leader',
  'observer',
  'programme-lead',
  'sponsor',
  'grant-officer',
  'coach-supervisor',
  'safeguarding-lead',
  'auditor',
  'analyst',
  'dpo',
  'admin',
] as const;
export const settingKinds = ['private', 'voluntary', 'independent', 'maintained', 'care-home', 'domiciliary-care', 'health', 'other'] as const;

export const OrganisationEstablished = defineEvent(
  'OrganisationEstablished',
  1,
  { organisationId: z.uuid(), name: z.string().min(1).max(200) },
  { summary: 'An organisation began to keep its record here.' },
);

export const SettingRegistered = defineEvent(
  'SettingRegistered',
  1,
  {
    organisationId: z.uuid(),
    settingId: setting(),
    name: z.string().min(1).max(200),
    kind: z.enum(settingKinds),
    region: z.string().min(1).max(100).nullable(),
  },
  { summary: 'A setting joined the organisation.' },
);

export const PersonRegistered = defineEvent(
  'PersonRegistered',
  1,
  { personId: subject(), settingId: setting().nullable(), name: personal('identity', 'personId', z.string().min(1).max(200)) },
  { summary: 'A person joined, at a setting or centrally.' },
);

export const RoleAssigned = defineEvent(
  'RoleAssigned',
  1,
  { personId: subject(), role: z.enum(roles), settingId: setting().nullable() },
  { summary: 'A person took on a role, at one setting or for the whole organisation.' },
);

export const RoleRevoked = defineEvent(
  'RoleRevoked',
  1,
  { personId: subject(), role: z.enum(roles), settingId: setting().nullable(), reason: z.string().min(1).max(500) },
  { summary: 'A person gave up a role.' },
);

export const ReportingLineSet = defineEvent(
  'ReportingLineSet',
  1,
  { organisationId: z.uuid(), personId: subject(), managerId: subject(), previousManagerId: z.uuid().nullable() },
  { summary: 'A person now reports to a line manager.' },
);

export const ReportingLineEnded = defineEvent(
  'ReportingLineEnded',
  1,
  { organisationId: z.uuid(), personId: subject(), managerId: subject(), reason: z.string().min(1).max(500) },
  { summary: 'A person no longer reports to that line manager.' },
);

export const PolicyChanged = defineEvent(
  'PolicyChanged',
  1,
  { policy: z.enum(policyCodes), from: z.string().min(1).max(40), to: z.string().min(1).max(40), reason: z.string().min(1).max(500) },
  { summary: 'The organisation decided anew about one of the rules that are its own to decide.' },
);

export const published = [
  OrganisationEstablished,
  SettingRegistered,
  PersonRegistered,
  RoleAssigned,
  RoleRevoked,
  ReportingLineSet,
  ReportingLineEnded,
  PolicyChanged,
];
