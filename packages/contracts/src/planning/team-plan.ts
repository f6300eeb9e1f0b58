import { defineEvent, setting, subject } from '@cairn/event-sourcing';
import { z } from 'zod';

const planOf = { teamPlanId: z.uuid(), settingId: setting() };
/** A word from a list that grows, the same words as areas of expertise: never a sentence. */
const skill = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(60);

export const TeamPlanDrafted = defineEvent(
  'TeamPlanDrafted',
  1,
  { ...planOf, managerId: subject(), title: z.string().min(1).max(200), from: z.iso.date(), until: z.iso.date() },
  { summary: 'A team plan was drafted: which skills the team needs over the coming months.' },
);

export const TeamSkillRequired = defineEvent(
  'TeamSkillRequired',
  1,
  { ...planOf, skill, people: z.int().min(1).max(500), holders: z.int().min(0) },
  { summary: 'A team plan named a skill that the team needs, and for how many people.' },
);

export const TeamSkillPlanned = defineEvent(
  'TeamSkillPlanned',
  1,
  { ...planOf, skill, planId: z.uuid(), practitionerId: subject() },
  { summary: 'A development plan was tied to a skill that the team needs.' },
);

export const TeamPlanLinkedToObjective = defineEvent(
  'TeamPlanLinkedToObjective',
  1,
  { ...planOf, organisationObjectiveId: z.uuid() },
  { summary: 'A team plan was tied to an objective of the organisation.' },
);

export const teamPlanEvents = [TeamPlanDrafted, TeamSkillRequired, TeamSkillPlanned, TeamPlanLinkedToObjective] as const;
