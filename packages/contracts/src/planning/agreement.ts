import { defineEvent, personal, subject } from '@cairn/event-sourcing';
import { z } from 'zod';

const text = (most: number) => personal('plan', 'practitionerId', z.string().min(1).max(most));
const agreementOf = { engagementId: z.uuid(), practitionerId: subject() };
export const agreementParts = ['practitioner', 'supporter', 'peer', 'sponsor'] as const;

/** What one version says. The sponsor's part stands apart: a sponsor is shown no more than that, the purpose, the review and the end. */
const terms = {
  ...agreementOf,
  version: z.int().min(1),
  parties: z
    .array(z.strictObject({ personId: subject(), part: z.enum(agreementParts) }))
    .min(2)
    .max(20),
  purpose: text(2000),
  boundaries: text(2000),
  confidentialityLimits: text(2000),
  groundRules: text(2000),
  powerStatement: text(2000),
  dataSharing: text(2000),
  endTerms: text(2000),
  reviewOn: z.iso.date(),
  /** What a mentor assesses; null when the supporter assesses nothing. */
  assessingRole: text(1000).nullable(),
  sponsorPart: text(2000).nullable(),
};

export const LearningAgreementProposed = defineEvent('LearningAgreementProposed', 1, terms, { summary: 'A learning agreement was proposed.' });
/** The version in force stays so until everybody has signed the new one. */
export const LearningAgreementAmended = defineEvent(
  'LearningAgreementAmended',
  1,
  {
    ...terms,
    /** An earlier version that not everybody had signed, and that nobody can sign any longer. */
    supersedes: z.int().min(1).nullable(),
  },
  { summary: 'A new version of the learning agreement was proposed.' },
);
export const LearningAgreementSigned = defineEvent(
  'LearningAgreementSigned',
  1,
  { ...agreementOf, version: z.int().min(1), personId: subject(), part: z.enum(agreementParts) },
  { summary: 'One party signed the learning agreement.' },
);
export const LearningAgreementTookEffect = defineEvent(
  'LearningAgreementTookEffect',
  1,
  { ...agreementOf, version: z.int().min(1), replaces: z.int().min(1).nullable(), reviewOn: z.iso.date() },
  { summary: 'Everybody had signed the learning agreement: it is in force.' },
);
export const LearningAgreementBreachReported = defineEvent(
  'LearningAgreementBreachReported',
  1,
  { ...agreementOf, version: z.int().min(1), reportedBy: subject(), breach: text(2000) },
  { summary: 'A party reported that the learning agreement was not kept.' },
);
/** Nobody is at fault when an agreement ends, and nobody has to say why. */
export const LearningAgreementEnded = defineEvent(
  'LearningAgreementEnded',
  1,
  { ...agreementOf, versions: z.array(z.int().min(1)).min(1).max(2), endedBy: z.uuid() },
  { summary: 'The learning agreement ended.' },
);

export const agreementEvents = [
  LearningAgreementProposed,
  LearningAgreementAmended,
  LearningAgreementSigned,
  LearningAgreementTookEffect,
  LearningAgreementBreachReported,
  LearningAgreementEnded,
] as const;
