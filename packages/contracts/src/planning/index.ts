import { defineEvent, personal, setting, subject } from '@cairn/event-sourcing';
import { z } from 'zod';
import { agreementEvents } from './agreement.js';
import { CoachingStyleConversationLogged } from './conversation.js';
import { engagementEvents } from './engagement.js';
import { goldenThreadEvents } from './golden-thread.js';
import { planTemplateEvents } from './plan-template.js';
import { planEvents } from './plan.js';
import { matchingEvents } from './matching.js';
import { SupporterProfilePublished } from './supporter.js';

export * from './agreement.js';
export * from './approaches.js';
export * from './conversation.js';
export * from './engagement.js';
export * from './matching.js';
export * from './golden-thread.js';
export * from './plan-template.js';
export * from './plan.js';
export * from './supporter.js';

const pence = z.int().min(0).max(1_000_000_000);

/** What a programme is made of. The figures are data: the Ipswich programme has 3 sessions of 120 minutes for groups of 6. */
export const ProgrammeDesigned = defineEvent(
  'ProgrammeDesigned',
  1,
  {
    programmeId: z.uuid(),
    organisationId: z.uuid(),
    title: z.string().min(1).max(200),
    sessionsPerGroup: z.int().min(1).max(100),
    sessionMinutes: z.int().min(5).max(600),
    groupCapacity: z.int().min(1).max(100),
    award: z.strictObject({ pence, currency: z.enum(['GBP', 'EUR']) }),
    /** For a plan handed in outside the submission window: refuse it, accept it and flag it, or what the organisation's policy says on that day. */
    lateSubmission: z.enum(['refuse', 'flag', 'policy']),
    /** The same for spending on a line that the approved plan does not have. */
    offPlanSpend: z.enum(['refuse', 'flag', 'policy']),
  },
  { summary: 'A programme was designed: how many sessions, how long, how many to a group.' },
);

export const InvitationSent = defineEvent(
  'InvitationSent',
  1,
  { programmeId: z.uuid(), personId: subject(), settingId: setting() },
  { summary: 'A person was invited to the programme.' },
);
export const InvitationAccepted = defineEvent(
  'InvitationAccepted',
  1,
  { programmeId: z.uuid(), personId: subject() },
  { summary: 'The invitation was accepted.' },
);
export const InvitationDeclined = defineEvent(
  'InvitationDeclined',
  1,
  { programmeId: z.uuid(), personId: subject(), reason: z.string().max(500).nullable() },
  { summary: 'The invitation was declined.' },
);

export const ProgrammeLaunched = defineEvent(
  'ProgrammeLaunched',
  1,
  { programmeId: z.uuid(), eligible: z.int().min(0), invited: z.int().min(0) },
  { summary: 'The programme was launched.' },
);

/** W `COVERAGE_INCOMPLETE`: never blocks, always on the record. */
export const CoverageFoundIncomplete = defineEvent(
  'CoverageFoundIncomplete',
  1,
  { programmeId: z.uuid(), eligible: z.int(), invited: z.int(), uninvited: z.array(subject()).max(5000) },
  { summary: 'The programme was launched while eligible people had not been invited.' },
);

export const GroupFormed = defineEvent(
  'GroupFormed',
  1,
  {
    programmeId: z.uuid(),
    groupId: z.uuid(),
    name: z.string().min(1).max(100),
    capacity: z.int().min(1),
    sessions: z.int().min(1),
    sessionMinutes: z.int().min(1),
  },
  { summary: 'A group was formed.' },
);

export const DelegateEnrolled = defineEvent(
  'DelegateEnrolled',
  1,
  { programmeId: z.uuid(), groupId: z.uuid(), personId: subject(), settingId: setting() },
  { summary: 'A delegate took a seat in a group.' },
);

export const DelegateWithdrew = defineEvent(
  'DelegateWithdrew',
  1,
  { programmeId: z.uuid(), groupId: z.uuid(), personId: subject(), reason: personal('plan', 'personId', z.string().min(1).max(500)) },
  { summary: 'A delegate gave up the seat.' },
);

export const SubmissionWindowOpened = defineEvent(
  'SubmissionWindowOpened',
  1,
  { programmeId: z.uuid(), term: z.string().min(1).max(60), opensOn: z.iso.date(), closesOn: z.iso.date() },
  { summary: 'A window was set in which training plans are handed in.' },
);
export const SubmissionWindowClosed = defineEvent(
  'SubmissionWindowClosed',
  1,
  { programmeId: z.uuid(), term: z.string().min(1).max(60), closedOn: z.iso.date() },
  { summary: 'The window for handing in training plans was closed.' },
);

const planOf = { planId: z.uuid(), programmeId: z.uuid(), personId: subject() };

export const TrainingPlanSubmitted = defineEvent(
  'TrainingPlanSubmitted',
  1,
  { ...planOf, settingId: setting(), submittedBy: z.uuid(), lines: z.int().min(1), totalPence: pence },
  { summary: 'A training plan was handed in.' },
);
/** W: the policy of the programme lets a late plan in, and says so. */
export const LateSubmissionFlagged = defineEvent(
  'LateSubmissionFlagged',
  1,
  { ...planOf, submittedOn: z.iso.date(), windows: z.array(z.string()).max(20) },
  { summary: 'The training plan was handed in outside the submission window.' },
);
export const TrainingPlanReturned = defineEvent(
  'TrainingPlanReturned',
  1,
  { ...planOf, returnedBy: z.uuid(), reason: personal('plan', 'personId', z.string().min(1).max(1000)) },
  { summary: 'The training plan was given back for changes.' },
);
export const TrainingPlanApproved = defineEvent(
  'TrainingPlanApproved',
  1,
  { ...planOf, approvedBy: z.uuid(), totalPence: pence },
  { summary: 'The training plan was approved.' },
);

const grantOf = { grantId: z.uuid(), programmeId: z.uuid(), personId: subject() };

export const GrantReleased = defineEvent(
  'GrantReleased',
  1,
  {
    ...grantOf,
    planId: z.uuid(),
    settingId: setting(),
    releasedBy: z.uuid(),
    award: z.strictObject({ pence, currency: z.enum(['GBP', 'EUR']) }),
    attended: z.array(z.int()).max(100),
    waived: z.array(z.int()).max(100),
  },
  { summary: 'The training grant was released.' },
);
export const GrantSpendRecorded = defineEvent(
  'GrantSpendRecorded',
  1,
  { ...grantOf, spendId: z.uuid(), lineId: z.uuid(), pence: pence.min(1) },
  { summary: 'Money of the grant was spent.' },
);
/** W: the policy of the programme lets spending off the plan through, and says so. */
export const OffPlanSpendFlagged = defineEvent(
  'OffPlanSpendFlagged',
  1,
  { ...grantOf, spendId: z.uuid(), lineId: z.uuid(), pence: pence.min(1) },
  { summary: 'Money of the grant was spent on something the approved plan does not have.' },
);
export const GrantReturned = defineEvent(
  'GrantReturned',
  1,
  { ...grantOf, returnId: z.uuid(), pence: pence.min(1), reason: z.string().min(1).max(500) },
  { summary: 'Money of the grant was given back.' },
);

export const published = [
  ProgrammeDesigned,
  InvitationSent,
  InvitationAccepted,
  InvitationDeclined,
  ProgrammeLaunched,
  CoverageFoundIncomplete,
  GroupFormed,
  DelegateEnrolled,
  DelegateWithdrew,
  SubmissionWindowOpened,
  SubmissionWindowClosed,
  TrainingPlanSubmitted,
  LateSubmissionFlagged,
  TrainingPlanReturned,
  TrainingPlanApproved,
  GrantReleased,
  GrantSpendRecorded,
  OffPlanSpendFlagged,
  GrantReturned,
  ...engagementEvents,
  ...agreementEvents,
  SupporterProfilePublished,
  ...matchingEvents,
  CoachingStyleConversationLogged,
  ...planEvents,
  ...planTemplateEvents,
  ...goldenThreadEvents,
];
