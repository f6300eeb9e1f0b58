import { completionShape, defineEvent, personal, setting, subject, warningShape } from '@cairn/event-sourcing';
import { z } from 'zod';
import { conflictWatchEvents } from './conflict-watch.js';
import { qualityEvents } from './quality.js';
import { lineageEvents, sponsorshipEvents } from './sponsorship.js';
import { teamPlanEvents } from './team-plan.js';

export * from './conflict-watch.js';
export * from './quality.js';
export * from './sponsorship.js';
export * from './team-plan.js';

export const TrainingPlanDrafted = defineEvent(
  'TrainingPlanDrafted',
  1,
  { planId: z.uuid(), programmeId: z.uuid(), personId: subject(), settingId: setting() },
  { summary: 'A training plan was begun.' },
);

export const TrainingPlanLineAdded = defineEvent(
  'TrainingPlanLineAdded',
  1,
  {
    planId: z.uuid(),
    lineId: z.uuid(),
    personId: subject(),
    needId: z.uuid(),
    training: personal('plan', 'personId', z.string().min(1).max(500)),
    pence: z.int().min(0).max(1_000_000_000),
  },
  { summary: 'A line was added to the training plan, for a need.' },
);

export const PlanningWarningRaised = defineEvent('PlanningWarningRaised', 1, warningShape, {
  summary: 'Something was found that somebody should look at; it blocks nothing.',
});
export const PlanningTaskCompleted = defineEvent('PlanningTaskCompleted', 1, completionShape, {
  summary: 'Somebody has looked at a warning and closed the task.',
});

/** Only how a record was filed and where it lies: what it says stays there. */
export const EngagementRecordFiled = defineEvent(
  'EngagementRecordFiled',
  1,
  {
    engagementId: z.uuid(),
    practitionerId: subject(),
    recordId: z.uuid(),
    kind: z.enum(['contracting-note', 'progress-note', 'review-note', 'resource']),
    reference: personal('plan', 'practitionerId', z.string().min(1).max(300)),
  },
  { summary: 'A record was filed with the engagement.' },
);

export const internal = [
  ...qualityEvents,
  ...teamPlanEvents,
  ...sponsorshipEvents,
  ...lineageEvents,
  TrainingPlanDrafted,
  TrainingPlanLineAdded,
  PlanningWarningRaised,
  PlanningTaskCompleted,
  EngagementRecordFiled,
  ...conflictWatchEvents,
];
