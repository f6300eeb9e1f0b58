import { defineEvent, subject } from '@cairn/event-sourcing';
import { z } from 'zod';

const pence = z.int().min(0).max(1_000_000_000_000);

export const SponsorCommitted = defineEvent(
  'SponsorCommitted',
  1,
  { programmeId: z.uuid(), sponsorId: subject(), hours: z.int().min(0).max(10_000), budgetPence: pence, until: z.iso.date() },
  { summary: 'A senior manager committed time and money to the programme, until a day.' },
);

export const SponsorCommitmentLapsed = defineEvent(
  'SponsorCommitmentLapsed',
  1,
  { programmeId: z.uuid(), sponsorId: subject(), until: z.iso.date() },
  { summary: 'The commitment of a sponsor came to its end.' },
);

export const ProgrammeCommunicated = defineEvent(
  'ProgrammeCommunicated',
  1,
  { programmeId: z.uuid(), audience: z.string().min(1).max(200), channel: z.string().min(1).max(200) },
  { summary: 'The programme was made known to those whom it is for.' },
);

/** What a programme took from a template, and which of its figures were chosen anew. */
export const ProgrammeTemplateAdopted = defineEvent(
  'ProgrammeTemplateAdopted',
  1,
  { programmeId: z.uuid(), template: z.string().min(1).max(60), templateVersion: z.string().min(1).max(40), changed: z.array(z.string().max(40)).max(20) },
  { summary: 'A programme was designed from a template.' },
);

export const FollowOnProgrammeLinked = defineEvent(
  'FollowOnProgrammeLinked',
  1,
  { organisationId: z.uuid(), programmeId: z.uuid(), followOnId: z.uuid() },
  { summary: 'A programme was linked to the one that follows on from it.' },
);

export const sponsorshipEvents = [SponsorCommitted, SponsorCommitmentLapsed, ProgrammeCommunicated, ProgrammeTemplateAdopted] as const;
export const lineageEvents = [FollowOnProgrammeLinked] as const;
