import { completionShape, defineEvent, setting, subject, warningShape } from '@cairn/event-sourcing';
import { z } from 'zod';
import * as evidence from './internal-evidence.js';

export * from './internal-evidence.js';

export const FrameworkImported = defineEvent(
  'FrameworkImported',
  1,
  { frameworkId: z.uuid(), title: z.string().min(1).max(300), creator: z.string().min(1).max(300) },
  { summary: 'A framework came into the library.' },
);

/** The scales of the regulator, each valid for inspections of its own time. */
export const inspectionScales = ['ofsted-four-grades', 'ofsted-report-card'] as const;

export const InspectionOutcomeRecorded = defineEvent(
  'InspectionOutcomeRecorded',
  1,
  {
    inspectionId: z.uuid(),
    settingId: setting(),
    regulator: z.literal('ofsted'),
    scale: z.enum(inspectionScales),
    inspectedOn: z.iso.date(),
    grades: z
      .array(z.strictObject({ area: z.string().min(1).max(100), grade: z.string().min(1).max(40) }))
      .min(1)
      .max(20),
    actions: z.array(z.strictObject({ actionId: z.uuid(), recommendation: z.string().min(1).max(1000) })).max(50),
  },
  { summary: 'The outcome of an inspection was recorded, on the scale in force at its date.' },
);

export const InspectionActionLinkedToNeed = defineEvent(
  'InspectionActionLinkedToNeed',
  1,
  { assessmentId: z.uuid(), needId: z.uuid(), practitionerId: subject(), inspectionId: z.uuid(), actionId: z.uuid() },
  { summary: 'An action asked for by an inspection was tied to a need.' },
);

export const AssessmentWarningRaised = defineEvent('AssessmentWarningRaised', 1, warningShape, {
  summary: 'Something was found that somebody should look at; it blocks nothing.',
});
export const AssessmentTaskCompleted = defineEvent('AssessmentTaskCompleted', 1, completionShape, {
  summary: 'Somebody has looked at a warning and closed the task.',
});

export const internal = [
  ...[FrameworkImported, InspectionOutcomeRecorded, InspectionActionLinkedToNeed],
  ...[evidence.SelfAssessmentRecorded, evidence.ObservationFeedbackRecorded, evidence.PriorLearningRecorded, evidence.ServiceUserOutcomeRecorded],
  ...[evidence.RatingCorrected, evidence.NeedStatementCorrected, evidence.ReadinessRecorded],
  ...[AssessmentWarningRaised, AssessmentTaskCompleted],
];
