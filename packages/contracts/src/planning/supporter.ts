import { defineEvent, setting, subject } from '@cairn/event-sourcing';
import { z } from 'zod';
import { approaches } from './approaches.js';

/** A field of expertise, by its code: `outdoor-play`. */
export const area = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(60);

export const SupporterProfilePublished = defineEvent(
  'SupporterProfilePublished',
  1,
  {
    supporterId: subject(),
    /** Where the supporter works; null when they work centrally. */
    settingId: setting().nullable(),
    approaches: z.array(z.enum(approaches)).min(1).max(approaches.length),
    expertise: z.array(area).max(50),
    /** How many engagements they will have at the same time. */
    capacity: z.int().min(0).max(100),
    /** What they would rather support; no other is ruled out. */
    prefers: z.strictObject({ areas: z.array(area).max(50), settingIds: z.array(z.uuid()).max(100) }),
  },
  { summary: 'A supporter published what they offer: approaches, fields of expertise, and how much they can take on.' },
);
