import { defineEvent, subject } from '@cairn/event-sourcing';
import { z } from 'zod';

/** What a person may agree to. `text` is what they are asked. */
export const consentPurposes = {
  'performance-context': 'A supporter may read what I have shared about my performance at work.',
  'access-needs': 'Those who plan sessions with me and hold them may know what I need to take part.',
  'relationship-pulse': 'A coach-supervisor may be told that trust in the relationship is falling.',
  'manager-as-coach': 'Somebody to whom I report may coach or mentor me.',
  'session-recording': 'A session may be recorded and kept for the supervision of my coach.',
  quotation: 'Words of mine may be quoted in a story about a programme.',
} as const satisfies Record<string, string>;
export type ConsentPurpose = keyof typeof consentPurposes;
const purposes = Object.keys(consentPurposes) as [ConsentPurpose, ...ConsentPurpose[]];

/** To whom: one person, or with null everybody whom the purpose concerns. */
const consent = { personId: subject(), purpose: z.enum(purposes), recipientId: subject().nullable() };

export const ConsentGiven = defineEvent('ConsentGiven', 1, consent, { summary: 'A person consented to one use of what is theirs.' });

export const ConsentWithdrawn = defineEvent('ConsentWithdrawn', 1, consent, { summary: 'A person withdrew a consent, from now on.' });

export const consentEvents = [ConsentGiven, ConsentWithdrawn] as const;

/** One consent among those of a person: a row or a state keeps which of them stand. */
export const consentKey = ({ personId, purpose, recipientId }: { personId: string; purpose: string; recipientId: string | null }): string =>
  `${personId}/${purpose}/${recipientId ?? 'everybody'}`;
