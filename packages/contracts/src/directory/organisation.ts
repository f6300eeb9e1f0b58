import { defineEvent, setting } from '@cairn/event-sourcing';
import { z } from 'zod';

export const settingKinds = ['private', 'voluntary', 'independent', 'maintained', 'care-home', 'domiciliary-care', 'health', 'other'] as const;

const name = z.string().min(1).max(200);
const reason = z.string().min(1).max(500);

export const OrganisationEstablished = defineEvent(
  'OrganisationEstablished',
  1,
  { organisationId: z.uuid(), name },
  { summary: 'An organisation began to keep its record here.' },
);

export const RegionFormed = defineEvent(
  'RegionFormed',
  1,
  { organisationId: z.uuid(), regionId: z.uuid(), name },
  { summary: 'An organisation formed a region, to which settings may belong.' },
);

export const RegionRenamed = defineEvent(
  'RegionRenamed',
  1,
  { organisationId: z.uuid(), regionId: z.uuid(), from: name, to: name },
  { summary: 'A region has another name.' },
);

export const RegionDissolved = defineEvent(
  'RegionDissolved',
  1,
  { organisationId: z.uuid(), regionId: z.uuid(), reason },
  { summary: 'A region to which no setting belongs any more was dissolved.' },
);

export const SettingRegistered = defineEvent(
  'SettingRegistered',
  2,
  {
    organisationId: z.uuid(),
    settingId: setting(),
    name,
    kind: z.enum(settingKinds),
    /** What people call the area, where the organisation has formed no region for it. */
    region: z.string().min(1).max(100).nullable(),
    regionId: z.uuid().nullable().default(null),
  },
  { summary: 'A setting joined the organisation.', upcasts: { 1: (data) => ({ ...data, regionId: null }) } },
);

/** Where a setting belongs: to an organisation, and in it to a region or directly. */
const place = z.strictObject({ organisationId: z.uuid(), regionId: z.uuid().nullable() });

export const SettingMoved = defineEvent(
  'SettingMoved',
  1,
  { settingId: setting(), from: place, to: place, reason },
  { summary: 'A setting moved to another region, or to another organisation.' },
);

export const SettingRenamed = defineEvent(
  'SettingRenamed',
  1,
  { organisationId: z.uuid(), settingId: setting(), from: name, to: name },
  { summary: 'A setting has another name.' },
);

export const SettingClosed = defineEvent(
  'SettingClosed',
  1,
  { organisationId: z.uuid(), settingId: setting(), reason },
  { summary: 'A setting closed. Its record stays.' },
);

export const organisationEvents = [
  OrganisationEstablished,
  RegionFormed,
  RegionRenamed,
  RegionDissolved,
  SettingRegistered,
  SettingMoved,
  SettingRenamed,
  SettingClosed,
] as const;
