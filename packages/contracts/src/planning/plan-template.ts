import { defineEvent } from '@cairn/event-sourcing';
import { z } from 'zod';
import { ObjectiveWords, Tailoring } from './plan.js';

const words = ObjectiveWords.shape;

/** Where plans may begin: the organisation's own words, about nobody. A plan that is only this is not tailored. */
export const PlanTemplatePublished = defineEvent(
  'PlanTemplatePublished',
  1,
  {
    templateId: z.uuid(),
    title: z.string().min(1).max(200),
    serviceUserBenefit: z.string().min(1).max(2000),
    objectives: z
      .array(z.strictObject({ statement: words.statement, difference: words.difference, support: words.support }))
      .min(1)
      .max(20),
    adaptations: Tailoring.shape.adaptations,
  },
  { summary: 'A template for plans was published.' },
);

export const planTemplateEvents = [PlanTemplatePublished] as const;
