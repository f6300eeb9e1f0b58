import { defineEvent } from '@cairn/event-sourcing';
import { z } from 'zod';

export const GroupSessionScheduled = defineEvent(
  'GroupSessionScheduled',
  1,
  {
    groupId: z.uuid(),
    programmeId: z.uuid(),
    sessionId: z.uuid(),
    number: z.int().min(1),
    startsAt: z.iso.datetime(),
    minutes: z.int().min(1).max(600),
    /** Why it is shorter or longer than the programme says; null when it is not. */
    lengthReason: z.string().min(1).max(500).nullable(),
  },
  { summary: 'A group session was put in the calendar.' },
);

export const internal = [GroupSessionScheduled];
