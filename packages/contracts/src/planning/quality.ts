import { defineEvent, personal, setting, subject } from '@cairn/event-sourcing';
import { z } from 'zod';

const sentence = z.string().min(1).max(1000);
const cycleOf = { cycleId: z.uuid(), settingId: setting() };

export const QualityCycleOpened = defineEvent(
  'QualityCycleOpened',
  1,
  { ...cycleOf, title: z.string().min(1).max(200) },
  { summary: 'A setting began a cycle of quality improvement.' },
);

export const SelfEvaluationRecorded = defineEvent(
  'SelfEvaluationRecorded',
  1,
  { ...cycleOf, findingId: z.uuid(), finding: sentence, needIds: z.array(z.uuid()).max(100) },
  { summary: 'The setting evaluated itself, and found something.' },
);

export const ActionPlanned = defineEvent(
  'ActionPlanned',
  1,
  { ...cycleOf, actionId: z.uuid(), findingId: z.uuid(), action: sentence, ownerId: subject(), dueOn: z.iso.date(), planIds: z.array(z.uuid()).max(100) },
  { summary: 'An action was planned upon a finding.' },
);

export const ActionImplemented = defineEvent(
  'ActionImplemented',
  1,
  { ...cycleOf, actionId: z.uuid(), ownerId: subject() },
  { summary: 'An action of the quality cycle was carried out.' },
);

export const dispositions = ['carried-forward', 'dropped'] as const;

export const ActionDispositionRecorded = defineEvent(
  'ActionDispositionRecorded',
  1,
  { ...cycleOf, actionId: z.uuid(), ownerId: subject(), disposition: z.enum(dispositions), reason: z.string().min(1).max(500) },
  { summary: 'It was settled what becomes of an action that was not carried out.' },
);

export const CycleReviewed = defineEvent(
  'CycleReviewed',
  1,
  { ...cycleOf, review: sentence, evaluationIds: z.array(z.uuid()).max(100) },
  { summary: 'The quality cycle was reviewed.' },
);

export const CycleClosed = defineEvent(
  'CycleClosed',
  1,
  { ...cycleOf, implemented: z.int().min(0), carriedForward: z.int().min(0), dropped: z.int().min(0) },
  { summary: 'The quality cycle was closed.' },
);

export const ImprovementProposed = defineEvent(
  'ImprovementProposed',
  1,
  {
    improvementId: z.uuid(),
    settingId: setting(),
    proposedBy: subject(),
    proposal: personal('plan', 'proposedBy', z.string().min(1).max(2000)),
    reflectionId: z.uuid().nullable(),
  },
  { summary: 'Somebody proposed how the service could be better.' },
);

export const ImprovementAdopted = defineEvent(
  'ImprovementAdopted',
  1,
  { improvementId: z.uuid(), settingId: setting(), proposedBy: subject(), adoptedBy: subject(), cycleId: z.uuid().nullable() },
  { summary: 'An improvement was adopted.' },
);

export const qualityEvents = [
  QualityCycleOpened,
  SelfEvaluationRecorded,
  ActionPlanned,
  ActionImplemented,
  ActionDispositionRecorded,
  CycleReviewed,
  CycleClosed,
  ImprovementProposed,
  ImprovementAdopted,
] as const;
