import { defineEvent } from '@cairn/event-sourcing';
import { z } from 'zod';
import { consentEvents } from './consent.js';
import { organisationEvents } from './organisation.js';
import { personEvents } from './people.js';
import { policyCodes } from './policies.js';
import { reportingEvents } from './reporting.js';

export * from './consent.js';
export * from './organisation.js';
export * from './people.js';
export * from './policies.js';
export * from './reporting.js';
export * from './timeline.js';

export const PolicyChanged = defineEvent(
  'PolicyChanged',
  1,
  { policy: z.enum(policyCodes), from: z.string().min(1).max(40), to: z.string().min(1).max(40), reason: z.string().min(1).max(500) },
  { summary: 'The organisation decided anew about one of the rules that are its own to decide.' },
);

export const published = [...organisationEvents, ...personEvents, ...reportingEvents, ...consentEvents, PolicyChanged];
