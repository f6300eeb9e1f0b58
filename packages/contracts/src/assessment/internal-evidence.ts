import { defineEvent, personal, setting, subject } from '@cairn/event-sourcing';
import { z } from 'zod';
import { ItemCode, VersionName } from './framework.js';
import { CorrectionReason, Revision } from './needs.js';

/** Who says which level somebody has come to. Sources and raters are kept apart and never averaged. */
export const ratingSources = ['self-assessment', 'observation', 'prior-learning'] as const;
export const Level = z.number();
const Ratings = z.array(z.strictObject({ code: ItemCode, level: Level })).max(500);
const Told = personal('assessment', 'practitionerId', z.string().min(1).max(2000));
/** What a service user's name could hide in is as short as the name of a measure. */
const Measure = z.string().min(1).max(200);

const evidenceOf = {
  assessmentId: z.uuid(),
  evidenceId: z.uuid(),
  practitionerId: subject(),
  settingId: setting(),
  framework: z.strictObject({ frameworkId: z.uuid(), version: VersionName }),
};

export const SelfAssessmentRecorded = defineEvent(
  'SelfAssessmentRecorded',
  1,
  { ...evidenceOf, ratings: Ratings.min(1), reflection: Told.optional() },
  { summary: 'A practitioner rated their own practice.' },
);

export const ObservationFeedbackRecorded = defineEvent(
  'ObservationFeedbackRecorded',
  1,
  {
    ...evidenceOf,
    observerId: subject(),
    observedOn: z.iso.date(),
    ratings: Ratings.min(1),
    activity: Told,
    strengths: Told.optional(),
    nextSteps: Told.optional(),
  },
  { summary: 'Somebody else observed the practice and gave feedback on it.' },
);

export const PriorLearningRecorded = defineEvent(
  'PriorLearningRecorded',
  1,
  { ...evidenceOf, recognisedBy: subject(), kind: z.enum(['qualification', 'course', 'experience']), learnedOn: z.iso.date(), title: Told, ratings: Ratings },
  { summary: 'What a practitioner had learned before was recognised.' },
);

export const ServiceUserOutcomeRecorded = defineEvent(
  'ServiceUserOutcomeRecorded',
  1,
  {
    ...evidenceOf,
    codes: z.array(ItemCode).min(1).max(20),
    measure: Measure,
    unit: z.string().min(1).max(40),
    from: z.iso.date(),
    until: z.iso.date(),
    before: z.number().nullable(),
    after: z.number(),
    /** How many service users the figures are over. */
    cohort: z.int().min(0),
  },
  { summary: 'An outcome for service users was recorded, as figures over all of them.' },
);

export const RatingCorrected = defineEvent(
  'RatingCorrected',
  1,
  {
    ...evidenceOf,
    ...{ source: z.enum(ratingSources), raterId: subject(), code: ItemCode, from: Level, to: Level },
    ...{ correctsRevision: Revision, reason: CorrectionReason },
  },
  { summary: 'A rating was put right; both are kept.' },
);

/** What it said before stays where it was said: sealed, in the event whose revision is named. */
export const NeedStatementCorrected = defineEvent(
  'NeedStatementCorrected',
  1,
  {
    ...{ assessmentId: z.uuid(), needId: z.uuid(), practitionerId: subject(), settingId: setting() },
    statement: personal('assessment', 'practitionerId', z.string().min(1).max(1000)),
    ...{ correctsRevision: Revision, reason: CorrectionReason },
  },
  { summary: 'The statement of a need was put right; both are kept.' },
);

export const ReadinessRecorded = defineEvent(
  'ReadinessRecorded',
  1,
  {
    ...{ assessmentId: z.uuid(), practitionerId: subject(), settingId: setting() },
    /** By their names in the registry of models. */
    ...{ model: z.string().min(1).max(60), stage: z.string().min(1).max(60) },
    note: Told.optional(),
  },
  { summary: 'It was recorded how ready a practitioner is for change, by a named model.' },
);
