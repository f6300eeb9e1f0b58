import { defineEvent, personal, setting, subject } from '@cairn/event-sourcing';
import { z } from 'zod';
import {
  FrameworkItem,
  FrameworkVersionContinued,
  FrameworkVersionPublished,
  FrameworkVersionRetired,
  RoleProfilePublished,
  VersionName,
} from './framework.js';

export * from './framework.js';

/** What a need rests on: `reference` is an id of the record (an inspection, an observation), never text about a person. */
export const Evidence = z.strictObject({
  kind: z.enum(['self-assessment', 'observation', 'service-user-outcome', 'inspection', 'prior-learning']),
  reference: z.string().min(1).max(200),
});

export const NeedsAssessmentOpened = defineEvent(
  'NeedsAssessmentOpened',
  1,
  {
    assessmentId: z.uuid(),
    practitionerId: subject(),
    settingId: setting(),
    framework: z.strictObject({ frameworkId: z.uuid(), version: VersionName }),
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

export const published = [
  FrameworkVersionPublished,
  FrameworkVersionContinued,
  RoleProfilePublished,
  FrameworkVersionRetired,
  NeedsAssessmentOpened,
  NeedIdentified,
  NeedWithdrawn,
  NeedsAssessmentCompleted,
];
