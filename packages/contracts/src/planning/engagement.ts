import { defineEvent, personal, setting, subject } from '@cairn/event-sourcing';
import { z } from 'zod';

import { approaches, criterionCodes, emphases, focuses, occasions } from './approaches.js';
import { area } from './supporter.js';

const text = (most: number) => personal('plan', 'practitionerId', z.string().min(1).max(most));
const engagementOf = { engagementId: z.uuid(), practitionerId: subject() };
const pair = { ...engagementOf, organisationId: z.uuid(), supporterId: subject() };
/** Further members of a co-coaching: with the two, each of them is practitioner and supporter. */
const peerIds = z.array(subject()).max(10);
const rationale = { criteria: z.array(z.enum(criterionCodes)).min(1).max(criterionCodes.length), rationale: text(2000) };

export const EngagementProposed = defineEvent(
  'EngagementProposed',
  1,
  {
    ...pair,
    settingId: setting(),
    peerIds,
    approach: z.enum(approaches),
    areas: z.array(area).max(20),
    /** Whom or what co-coaching partners have the new knowledge from. */
    specialistSource: text(300).nullable(),
    /** The match that it follows from, if it does. */
    matchId: z.uuid().nullable(),
  },
  { summary: 'An engagement was proposed: who supports whom.' },
);
export const ApproachSelected = defineEvent(
  'ApproachSelected',
  1,
  { ...engagementOf, approach: z.enum(approaches), ...rationale },
  { summary: 'An approach was chosen, for reasons that name what sets it apart.' },
);
export const ApproachChanged = defineEvent(
  'ApproachChanged',
  1,
  { ...pair, peerIds, from: z.enum(approaches), to: z.enum(approaches), ...rationale, reason: text(2000) },
  { summary: 'The approach of an engagement was changed.' },
);
export const OccasionRecorded = defineEvent(
  'OccasionRecorded',
  1,
  { ...engagementOf, occasion: z.enum(occasions), from: z.enum(occasions).nullable() },
  { summary: 'It was recorded what in a working life the engagement is for.' },
);
export const EngagementFocusSet = defineEvent(
  'EngagementFocusSet',
  1,
  { ...engagementOf, focus: z.enum(focuses), from: z.enum(focuses).nullable() },
  { summary: 'The focus of the engagement was set.' },
);
export const RoleEmphasisAgreed = defineEvent(
  'RoleEmphasisAgreed',
  1,
  { ...engagementOf, roles: z.array(z.enum(emphases)).min(1).max(emphases.length) },
  { summary: 'They agreed what the supporter is to be to the practitioner.' },
);
export const ExpectationsConfirmed = defineEvent(
  'ExpectationsConfirmed',
  1,
  { ...engagementOf, personId: subject() },
  { summary: 'One party confirmed that the roles and the expectations are clear.' },
);
export const EngagementStarted = defineEvent(
  'EngagementStarted',
  1,
  { ...pair, settingId: setting(), peerIds, approach: z.enum(approaches), agreementVersion: z.int().min(1) },
  { summary: 'The engagement began.' },
);
/** Nobody is at fault when an engagement ends, and nobody has to say why. */
export const EngagementEnded = defineEvent(
  'EngagementEnded',
  1,
  { ...pair, peerIds, endedBy: z.uuid(), reason: text(1000).nullable() },
  { summary: 'The engagement ended.' },
);

/** `practitionerId` and `supporterId` are the two in conflict: in a co-coaching any two of its members. */
export const EngagementConflictDetected = defineEvent(
  'EngagementConflictDetected',
  1,
  {
    ...pair,
    conflictId: z.uuid(),
    /** The managers above the practitioner, nearest first; the supporter is the last. */
    path: z.array(subject()).min(1).max(100),
  },
  { summary: 'A supporter came to stand above the practitioner in the line of management.' },
);
export const EngagementConflictEnded = defineEvent(
  'EngagementConflictEnded',
  1,
  { ...pair, conflictId: z.uuid() },
  { summary: 'The supporter stands above the practitioner no longer, or by another way.' },
);

export const ConflictDeclared = defineEvent(
  'ConflictDeclared',
  1,
  { ...pair, declaredBy: z.uuid(), conflict: text(2000), mitigations: text(2000), reviewOn: z.iso.date().nullable() },
  { summary: 'It was declared that a manager supports their own report, and what is done about it.' },
);
export const ConflictConsentGiven = defineEvent('ConflictConsentGiven', 1, engagementOf, {
  summary: 'The practitioner agreed to be supported by their manager.',
});
export const ConflictMitigationApproved = defineEvent(
  'ConflictMitigationApproved',
  1,
  { ...engagementOf, approvedBy: z.uuid() },
  { summary: 'The programme lead approved what is done about the conflict.' },
);
export const ConflictReviewed = defineEvent(
  'ConflictReviewed',
  1,
  { ...engagementOf, reviewedBy: z.uuid(), reviewOn: z.iso.date() },
  { summary: 'The declared conflict was looked at again, and the next review was set.' },
);
export const ConflictReviewDue = defineEvent(
  'ConflictReviewDue',
  1,
  { ...engagementOf, reviewOn: z.iso.date() },
  { summary: 'The day came by which the declared conflict is to be reviewed.' },
);

export const engagementEvents = [
  EngagementProposed,
  ApproachSelected,
  ApproachChanged,
  OccasionRecorded,
  EngagementFocusSet,
  RoleEmphasisAgreed,
  ExpectationsConfirmed,
  EngagementStarted,
  EngagementEnded,
  EngagementConflictDetected,
  EngagementConflictEnded,
  ConflictDeclared,
  ConflictConsentGiven,
  ConflictMitigationApproved,
  ConflictReviewed,
  ConflictReviewDue,
] as const;
