import { defineEvent, subject } from '@cairn/event-sourcing';
import { z } from 'zod';

export const occasions = ['before', 'after'] as const;

export const ConstructMeasured = defineEvent(
  'ConstructMeasured',
  1,
  {
    programmeId: z.uuid(),
    personId: subject(),
    /** What was measured, for example `resilience`. */
    construct: z.string().regex(/^[a-z][a-z-]{0,59}$/),
    /** With what: the name and version of the questionnaire. */
    instrument: z.string().min(1).max(120),
    occasion: z.enum(occasions),
    score: z.number().finite(),
    scale: z.strictObject({ lowest: z.number().finite(), highest: z.number().finite() }),
  },
  { summary: 'A construct was measured, before or after the programme.' },
);

export const published = [ConstructMeasured];
