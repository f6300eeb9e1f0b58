import { defineEvent, personal, setting, subject } from '@cairn/event-sourcing';
import { z } from 'zod';
import { FrameworkItem, VersionName } from './framework.js';

/** What a need rests on that was not recorded in its assessment: `reference` is an id of the record (an inspection), never text about a person. */
export const Evidence = z.strictObject({
  kind: z.enum(['self-assessment', 'observation', 'service-user-outcome', 'inspection', 'prior-learning']),
  reference: z.string().min(1).max(200),
});

/** From 1, the most pressing. */
export const Priority = z.int().min(1).max(5);
/** Of the event of the same stream that a correction puts right. */
export const Revision = z.string().regex(/^\d{1,19}$/);
export const CorrectionReason = personal('assessment', 'practitionerId', z.string().min(1).max(500));

const needOf = { assessmentId: z.uuid(), needId: z.uuid(), practitionerId: subject() };

export const NeedsAssessmentOpened = defineEvent(
  'NeedsAssessmentOpened',
  1,
  {
    assessmentId: z.uuid(),
    practitionerId: subject(),
    settingId: setting(),
    framework: z.strictObject({ frameworkId: z.uuid(), version: VersionName }),
    /** What the practitioner's role asks for, in that version of the framework. */
    roleProfileId: z.uuid().optional(),
  },
  { summary: 'An assessment of needs was opened.' },
);

export const NeedIdentified = defineEvent(
  'NeedIdentified',
  1,
  {
    ...needOf,
    settingId: setting(),
    statement: personal('assessment', 'practitionerId', z.string().min(1).max(1000)),
    /** From outside the assessment. */
    evidence: z.array(Evidence).max(20),
    /** What was recorded in the assessment itself: ids of its evidence items. */
    evidenceIds: z.array(z.uuid()).min(1).max(20).optional(),
    items: z.array(FrameworkItem).min(1).max(20),
  },
  { summary: 'A need was identified, with the evidence for it.' },
);

export const NeedPrioritised = defineEvent(
  'NeedPrioritised',
  1,
  { ...needOf, settingId: setting(), from: Priority.nullable(), to: Priority },
  { summary: 'It was settled how pressing a need is.' },
);

export const NeedMarkedPrerequisite = defineEvent(
  'NeedMarkedPrerequisite',
  1,
  { assessmentId: z.uuid(), practitionerId: subject(), settingId: setting(), enablerId: z.uuid(), targetId: z.uuid() },
  { summary: 'One need was marked as what has to be met before another can be.' },
);

export const NeedWithdrawn = defineEvent(
  'NeedWithdrawn',
  1,
  { ...needOf, reason: z.string().min(1).max(500) },
  { summary: 'A need was withdrawn before the assessment was completed.' },
);

export const NeedsAssessmentCompleted = defineEvent(
  'NeedsAssessmentCompleted',
  1,
  {
    assessmentId: z.uuid(),
    practitionerId: subject(),
    settingId: setting(),
    needIds: z.array(z.uuid()).min(1).max(200),
    /** Of the needs that were given one. */
    priorities: z
      .array(z.strictObject({ needId: z.uuid(), priority: Priority }))
      .max(200)
      .optional(),
  },
  { summary: 'The assessment of needs was completed and closed for ever.' },
);

/** Of a completed assessment, where a need was found by mistake: it is kept, and does not stand. */
export const NeedStandingCorrected = defineEvent(
  'NeedStandingCorrected',
  1,
  { ...needOf, settingId: setting(), from: z.literal('standing'), to: z.literal('withdrawn'), correctsRevision: Revision, reason: CorrectionReason },
  { summary: 'A need of a completed assessment was found to be a mistake and no longer stands.' },
);

export const NeedMet = defineEvent(
  'NeedMet',
  1,
  { ...needOf, settingId: setting(), metOn: z.iso.date(), evidence: z.array(Evidence).min(1).max(20) },
  { summary: 'A need was met, on the evidence named.' },
);
