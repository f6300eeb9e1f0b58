import { completionShape, defineEvent, personal, subject, warningShape } from '@cairn/event-sourcing';
import { z } from 'zod';
import { accountEvents } from './accounts.js';

export * from './accounts.js';

export const PerformanceContextShared = defineEvent(
  'PerformanceContextShared',
  1,
  { personId: subject(), contextId: z.uuid(), context: personal('assessment', 'personId', z.string().min(1).max(4000)) },
  { summary: 'A person shared how they are doing at work, for those to whom they consent.' },
);

export const DirectoryWarningRaised = defineEvent('DirectoryWarningRaised', 1, warningShape, {
  summary: 'Something was found that somebody should look at; it blocks nothing.',
});
export const DirectoryTaskCompleted = defineEvent('DirectoryTaskCompleted', 1, completionShape, {
  summary: 'Somebody has looked at a warning and closed the task.',
});

export const internal = [...accountEvents, PerformanceContextShared, DirectoryWarningRaised, DirectoryTaskCompleted];
