import { defineEvent, subject } from '@cairn/event-sourcing';
import { z } from 'zod';

const watched = { organisationId: z.uuid(), engagementId: z.uuid() };
const pair = { ...watched, practitionerId: subject(), supporterId: subject() };

export const WatchedLineChanged = defineEvent(
  'WatchedLineChanged',
  1,
  { organisationId: z.uuid(), personId: subject(), managerId: subject().nullable(), since: z.iso.datetime() },
  { summary: 'The watch for conflicts saw a reporting line change.' },
);
export const EngagementWatched = defineEvent(
  'EngagementWatched',
  1,
  { ...watched, pairs: z.array(z.strictObject({ practitionerId: subject(), supporterId: subject() })).max(132) },
  { summary: 'The watch for conflicts looks at who supports whom in an engagement; at nobody once it has ended.' },
);
export const ConflictFound = defineEvent(
  'ConflictFound',
  1,
  { ...pair, path: z.array(subject()).min(1).max(100) },
  { summary: 'The watch for conflicts found a supporter above the practitioner in the line of management.' },
);
export const ConflictGone = defineEvent('ConflictGone', 1, pair, {
  summary: 'The watch for conflicts found that a supporter stands above the practitioner no longer, or by another way.',
});

export const conflictWatchEvents = [WatchedLineChanged, EngagementWatched, ConflictFound, ConflictGone] as const;
