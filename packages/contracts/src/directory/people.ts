import { defineEvent, personal, setting, subject } from '@cairn/event-sourcing';
import { z } from 'zod';

export const roles = [
  'practitioner',
  'supporter',
  'line-manager',
  'setting-leader',
  'observer',
  'programme-lead',
  'sponsor',
  'grant-officer',
  'coach-supervisor',
  'safeguarding-lead',
  'auditor',
  'analyst',
  'dpo',
  'admin',
] as const;

export const careerStages = ['in-training', 'newly-qualified', 'early-career', 'experienced', 'leading'] as const;
/** From awareness, which everybody has, to the training of those who are responsible for it. */
export const safeguardingLevels = ['awareness', 'practice', 'lead'] as const;

const name = () => personal('identity', 'personId', z.string().min(1).max(200));
/** An area of expertise is a word from a list that grows, for example `early-language`: never a sentence. */
const area = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(60);
const reason = z.string().min(1).max(500);

export const PersonRegistered = defineEvent(
  'PersonRegistered',
  1,
  { personId: subject(), settingId: setting().nullable(), name: name() },
  { summary: 'A person joined, at a setting or centrally.' },
);

export const PersonMoved = defineEvent(
  'PersonMoved',
  1,
  { personId: subject(), from: z.uuid().nullable(), to: setting().nullable() },
  { summary: 'A person works at another setting now, or centrally.' },
);

export const PersonLeft = defineEvent(
  'PersonLeft',
  1,
  { personId: subject(), settingId: setting().nullable() },
  { summary: 'A person left. Their record stays.' },
);

export const PersonRejoined = defineEvent(
  'PersonRejoined',
  1,
  { personId: subject(), settingId: setting().nullable() },
  { summary: 'A person who had left came back, at a setting or centrally.' },
);

export const PersonNameCorrected = defineEvent(
  'PersonNameCorrected',
  1,
  { personId: subject(), from: name(), to: name(), because: z.enum(['misspelt', 'changed']) },
  { summary: 'The name of a person was put right.' },
);

export const RoleAssigned = defineEvent(
  'RoleAssigned',
  1,
  { personId: subject(), role: z.enum(roles), settingId: setting().nullable() },
  { summary: 'A person took on a role, at one setting or for the whole organisation.' },
);

export const RoleRevoked = defineEvent(
  'RoleRevoked',
  1,
  { personId: subject(), role: z.enum(roles), settingId: setting().nullable(), reason },
  { summary: 'A person gave up a role.' },
);

export const CareerStageRecorded = defineEvent(
  'CareerStageRecorded',
  1,
  { personId: subject(), from: z.enum(careerStages).nullable(), to: z.enum(careerStages) },
  { summary: 'It was recorded where a person stands in their career.' },
);

export const ExpertiseClaimed = defineEvent(
  'ExpertiseClaimed',
  1,
  { personId: subject(), area },
  { summary: 'A person says that they have expertise in an area.' },
);

export const ExpertiseWithdrawn = defineEvent(
  'ExpertiseWithdrawn',
  1,
  { personId: subject(), area },
  { summary: 'A person no longer claims expertise in an area.' },
);

const inOwnWords = () => personal('wellbeing', 'personId', z.string().min(1).max(2000)).nullable();

/** What somebody needs to take part, and how they like to work: in their words, and never a type of learner. */
export const AccessNeedsRecorded = defineEvent(
  'AccessNeedsRecorded',
  1,
  { personId: subject(), needs: inOwnWords(), preferences: inOwnWords() },
  { summary: 'A person said what they need to take part, and how they like to work.' },
);

const training = { level: z.enum(safeguardingLevels), completedOn: z.iso.date(), validUntil: z.iso.date() };

export const SafeguardingTrainingRecorded = defineEvent(
  'SafeguardingTrainingRecorded',
  1,
  { personId: subject(), trainingId: z.uuid(), ...training },
  { summary: 'A person completed safeguarding training, which counts until a day.' },
);

export const SafeguardingTrainingCorrected = defineEvent(
  'SafeguardingTrainingCorrected',
  1,
  { personId: subject(), trainingId: z.uuid(), from: z.strictObject(training), to: z.strictObject(training), reason },
  { summary: 'A record of safeguarding training was put right.' },
);

export const personEvents = [
  PersonRegistered,
  PersonMoved,
  PersonLeft,
  PersonRejoined,
  PersonNameCorrected,
  RoleAssigned,
  RoleRevoked,
  CareerStageRecorded,
  ExpertiseClaimed,
  ExpertiseWithdrawn,
  AccessNeedsRecorded,
  SafeguardingTrainingRecorded,
  SafeguardingTrainingCorrected,
] as const;
