import { defineEvent } from '@cairn/event-sourcing';
import { z } from 'zod';

export const OrganisationObjectivePublished = defineEvent(
  'OrganisationObjectivePublished',
  1,
  { organisationObjectiveId: z.uuid(), organisationId: z.uuid(), title: z.string().min(1).max(300), from: z.iso.date(), until: z.iso.date().nullable() },
  { summary: 'The organisation published an objective of its own.' },
);
export const OrganisationObjectiveRetired = defineEvent(
  'OrganisationObjectiveRetired',
  1,
  { organisationObjectiveId: z.uuid(), organisationId: z.uuid(), retiredOn: z.iso.date(), reason: z.string().min(1).max(500) },
  { summary: 'The organisation gave up an objective of its own; nothing new is tied to it.' },
);

export const goldenThreadEvents = [OrganisationObjectivePublished, OrganisationObjectiveRetired] as const;
