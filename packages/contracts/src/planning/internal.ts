import { defineEvent, personal, setting, subject } from '@cairn/event-sourcing';
import { z } from 'zod';

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

export const internal = [TrainingPlanDrafted, TrainingPlanLineAdded];
