import { defineEvent, personal, setting, subject } from '@cairn/event-sourcing';
import { z } from 'zod';

/** One item of one published version of a framework. */
export const FrameworkItem = z.strictObject({ frameworkId: z.uuid(), version: z.string().min(1).max(40), code: z.string().min(1).max(40) });

/** What a need rests on: `reference` is an id of the record (an inspection, an observation), never text about a person. */
export const Evidence = z.strictObject({
  kind: z.enum(['self-assessment', 'observation', 'service-user-outcome', 'inspection', 'prior-learning']),
  reference: z.string().min(1).max(200),
});

export const FrameworkVersionPublished = defineEvent(
  'FrameworkVersionPublished',
  1,
  {
    frameworkId: z.uuid(),
    version: z.string().min(1).max(40),
    jurisdiction: z.string().min(1).max(100),
    inForceFrom: z.iso.date(),
    inForceUntil: z.iso.date().nullable(),
    items: z
      .array(z.strictObject({ code: z.string().min(1).max(40), statement: z.string().min(1).max(1000) }))
      .min(1)
      .max(500),
  },
  { summary: 'A version of a framework was published and can no longer change.' },
);

export const FrameworkVersionRetired = defineEvent(
  'FrameworkVersionRetired',
  1,
  { frameworkId: z.uuid(), version: z.string().min(1).max(40), retiredOn: z.iso.date(), replacedBy: z.string().min(1).max(40).nullable() },
  { summary: 'A version of a framework went out of force.' },
);

export const NeedsAssessmentOpened = defineEvent(
  'NeedsAssessmentOpened',
  1,
  {
    assessmentId: z.uuid(),
    practitionerId: subject(),
    settingId: setting(),
    framework: z.strictObject({ frameworkId: z.uuid(), version: z.string().min(1).max(40) }),
  },
  { summary: 'An assessment of needs was opened.' },
);

export const NeedIdentified = defineEvent(
  'NeedIdentified',
  1,
  {
    assessmentId: z.uuid(),
    needId: z.uuid(),
    practitionerId: subject(),
    settingId: setting(),
    statement: personal('assessment', 'practitionerId', z.string().min(1).max(1000)),
    evidence: z.array(Evidence).min(1).max(20),
    items: z.array(FrameworkItem).min(1).max(20),
  },
  { summary: 'A need was identified, with the evidence for it.' },
);

export const NeedWithdrawn = defineEvent(
  'NeedWithdrawn',
  1,
  { assessmentId: z.uuid(), needId: z.uuid(), practitionerId: subject(), reason: z.string().min(1).max(500) },
  { summary: 'A need was withdrawn before the assessment was completed.' },
);

export const NeedsAssessmentCompleted = defineEvent(
  'NeedsAssessmentCompleted',
  1,
  { assessmentId: z.uuid(), practitionerId: subject(), settingId: setting(), needIds: z.array(z.uuid()).min(1).max(200) },
  { summary: 'The assessment of needs was completed and closed for ever.' },
);

export const published = [FrameworkVersionPublished, FrameworkVersionRetired, NeedsAssessmentOpened, NeedIdentified, NeedWithdrawn, NeedsAssessmentCompleted];
