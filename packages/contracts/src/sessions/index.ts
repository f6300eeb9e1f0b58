import { defineEvent, personal, subject } from '@cairn/event-sourcing';
import { z } from 'zod';

const sessionOf = { groupId: z.uuid(), programmeId: z.uuid(), sessionId: z.uuid(), number: z.int().min(1) };

export const GroupSessionHeld = defineEvent(
  'GroupSessionHeld',
  1,
  { ...sessionOf, facilitatorId: z.uuid(), minutes: z.int().min(1), heldAt: z.iso.datetime() },
  { summary: 'A group session was held.' },
);

export const AttendanceRecorded = defineEvent(
  'AttendanceRecorded',
  1,
  { ...sessionOf, personId: subject(), minutes: z.int().min(1) },
  { summary: 'A delegate attended a group session.' },
);

export const AttendanceWaived = defineEvent(
  'AttendanceWaived',
  1,
  {
    groupId: z.uuid(),
    programmeId: z.uuid(),
    number: z.int().min(1),
    personId: subject(),
    waivedBy: z.uuid(),
    reason: personal('session-notes', 'personId', z.string().min(1).max(500)),
  },
  { summary: 'A session that a delegate missed was waived, for a reason.' },
);

export const AttendanceCorrected = defineEvent(
  'AttendanceCorrected',
  1,
  {
    ...sessionOf,
    personId: subject(),
    from: z.enum(['present', 'absent']),
    to: z.enum(['present', 'absent']),
    minutes: z.int().min(1),
    reason: z.string().min(1).max(500),
  },
  { summary: 'A record of attendance was put right.' },
);

export const published = [GroupSessionHeld, AttendanceRecorded, AttendanceWaived, AttendanceCorrected];
