import { defineEvent, subject } from '@cairn/event-sourcing';
import { z } from 'zod';

/** The line stands from the instant at which the event occurred, until the next event of the person that occurred later, in whatever order they were recorded. */
export const ReportingLineSet = defineEvent(
  'ReportingLineSet',
  1,
  { organisationId: z.uuid(), personId: subject(), managerId: subject(), previousManagerId: z.uuid().nullable() },
  { summary: 'A person now reports to a line manager.' },
);

export const ReportingLineEnded = defineEvent(
  'ReportingLineEnded',
  1,
  { organisationId: z.uuid(), personId: subject(), managerId: subject(), reason: z.string().min(1).max(500) },
  { summary: 'A person no longer reports to that line manager.' },
);

export const reportingEvents = [ReportingLineSet, ReportingLineEnded] as const;
