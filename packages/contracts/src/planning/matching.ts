import { defineEvent, personal, subject } from '@cairn/event-sourcing';
import { z } from 'zod';
import { approaches } from './approaches.js';
import { area } from './supporter.js';

/** What a score is made of. */
export const matchReasons = ['expertise', 'distance', 'preferences', 'load'] as const;
/** Why somebody is not proposed to somebody. The first two are forbidden pairs. */
export const exclusions = ['self', 'line-manager', 'avoided', 'other-approach', 'same-unit', 'expertise-gap', 'full'] as const;

const matchOf = { roundId: z.uuid(), matchId: z.uuid(), practitionerId: subject(), supporterId: subject() };

export const MatchingRoundHeld = defineEvent(
  'MatchingRoundHeld',
  1,
  {
    roundId: z.uuid(),
    organisationId: z.uuid(),
    approach: z.enum(approaches),
    practitioners: z.int().min(1),
    supporters: z.int().min(0),
    /** For whom there was nobody, and for how many supporters each reason held. */
    unmatched: z.array(z.strictObject({ practitionerId: subject(), because: z.partialRecord(z.enum(exclusions), z.int().min(1)) })).max(500),
  },
  { summary: 'Supporters were sought for practitioners.' },
);
export const MatchProposed = defineEvent(
  'MatchProposed',
  1,
  {
    ...matchOf,
    approach: z.enum(approaches),
    areas: z.array(area).max(20),
    score: z.int().min(0).max(100),
    reasons: z.array(z.strictObject({ reason: z.enum(matchReasons), points: z.int().min(0), of: z.int().min(1), detail: z.string().min(1).max(200) })),
    /** The place of this supporter among all who could be proposed to this practitioner. */
    rank: z.int().min(1),
    eligible: z.int().min(1),
  },
  { summary: 'A supporter was proposed to a practitioner, for reasons.' },
);
export const MatchAccepted = defineEvent('MatchAccepted', 1, { ...matchOf, personId: subject() }, { summary: 'One of the two accepted the match.' });
export const MatchDeclined = defineEvent(
  'MatchDeclined',
  1,
  { ...matchOf, personId: subject(), reason: personal('plan', 'personId', z.string().min(1).max(1000)).nullable() },
  { summary: 'One of the two declined the match.' },
);

export const matchingEvents = [MatchingRoundHeld, MatchProposed, MatchAccepted, MatchDeclined] as const;
