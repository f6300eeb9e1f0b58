import { defineEvent, personal, setting, subject } from '@cairn/event-sourcing';
import { z } from 'zod';

/** Every event of a plan says whose it is, where they work, and which engagement it belongs to. */
const ofPlan = { planId: z.uuid(), engagementId: z.uuid(), practitionerId: subject(), settingId: setting() };
const text = (longest: number) => z.string().min(1).max(longest);
const sealed = <S extends z.ZodType>(schema: S) => personal('plan', 'practitionerId', schema);
const reason = sealed(text(1000));

export const planParties = ['practitioner', 'supporter'] as const;

export const PlanDrafted = defineEvent(
  'PlanDrafted',
  1,
  {
    ...ofPlan,
    supporterId: subject(),
    /** What those whom the practitioner serves will have of it. */
    serviceUserBenefit: sealed(text(2000)),
    templateId: z.uuid().nullable(),
    /** The intended benefit stands in the template word for word. */
    benefitFromTemplate: z.boolean(),
  },
  { summary: 'A plan for coaching or mentoring was drafted.' },
);

/** Holds for what stands in the plan now: a later change of a plan that is not active yet makes it void. */
export const PlanAgreed = defineEvent(
  'PlanAgreed',
  1,
  {
    ...ofPlan,
    agreedBy: subject(),
    party: z.enum(planParties),
    /** What they have read: the revision of the plan's last change of content. */
    contentRevision: z.int().min(0).optional(),
  },
  { summary: 'One of the two parties agreed to the plan.' },
);
export const PlanActivated = defineEvent(
  'PlanActivated',
  1,
  {
    ...ofPlan,
    /** As agreed, each in the version of that day. */
    objectives: z
      .array(z.strictObject({ objectiveId: z.uuid(), version: z.int().min(1) }))
      .min(1)
      .max(50),
  },
  { summary: 'The plan became active, with its objectives as agreed.' },
);
export const PlanPaused = defineEvent('PlanPaused', 1, { ...ofPlan, reason }, { summary: 'The plan was paused.' });
export const PlanResumed = defineEvent('PlanResumed', 1, ofPlan, { summary: 'The plan was taken up again.' });
export const PlanCompleted = defineEvent('PlanCompleted', 1, ofPlan, { summary: 'The plan was completed; from here on it is only corrected.' });
export const PlanClosedEarly = defineEvent('PlanClosedEarly', 1, { ...ofPlan, reason }, { summary: 'The plan was closed before its end.' });

export const PlanCorrected = defineEvent(
  'PlanCorrected',
  1,
  {
    ...ofPlan,
    /** Which event of the plan was wrong, by its place in the stream, from 0. */
    corrects: z.int().min(0),
    field: z.string().regex(/^[a-z][A-Za-z.]{0,59}$/),
    from: sealed(text(2000)),
    to: sealed(text(2000)),
    reason,
  },
  { summary: 'A mistake in the record of a finished plan was put right; what stood there stays.' },
);

export const horizons = ['short-term', 'long-term'] as const;

/** The words of an objective. Sealed as one: whoever may read one of them may read them all. */
export const ObjectiveWords = z.strictObject({
  statement: text(1000),
  /** What will be different. */
  difference: text(1000),
  currentLevel: text(1000),
  support: text(1000),
  /** What the practitioner could not yet do alone. */
  stretch: text(1000).nullable(),
  personalReason: text(1000).nullable(),
  organisationalReason: text(1000).nullable(),
  inclusionAim: text(1000).nullable(),
});
const objectiveShape = {
  ...ofPlan,
  objectiveId: z.uuid(),
  /** Needs that a completed assessment has found for the practitioner; the assessments are the basis of the event. */
  needIds: z.array(z.uuid()).min(1).max(20),
  words: sealed(ObjectiveWords),
  /** `instrument` is the name of a questionnaire, a scale or a count: no text about a person. */
  measure: z.strictObject({ instrument: text(120), unit: text(60).nullable(), baseline: z.number().finite(), target: z.number().finite() }),
  horizon: z.enum(horizons),
  dueOn: z.iso.date(),
  /** Every word that the plan's template gives for one of its objectives stands in this one. */
  fromTemplate: z.boolean(),
};

export const ObjectiveSet = defineEvent(
  'ObjectiveSet',
  1,
  { ...objectiveShape, version: z.literal(1) },
  { summary: 'An objective was set, for assessed needs.' },
);
/** The whole objective as it is from now on. Version `from` stays on the record, and is shown beside it. */
export const ObjectiveRevised = defineEvent(
  'ObjectiveRevised',
  1,
  { ...objectiveShape, from: z.int().min(1), version: z.int().min(2), reason },
  { summary: 'An objective was revised, for a reason; the earlier versions stay.' },
);
export const ObjectiveWithdrawn = defineEvent(
  'ObjectiveWithdrawn',
  1,
  { ...ofPlan, objectiveId: z.uuid(), version: z.int().min(1), reason },
  { summary: 'An objective was withdrawn.' },
);

/** What an adaptation answers to. */
export const tailoredTo = ['preference', 'access-need', 'career-stage', 'context'] as const;

/** How the work is fitted to the practitioner: preferences and access needs, never a type of learner. */
export const Tailoring = z.strictObject({
  preferences: z.array(text(500)).max(20),
  accessNeeds: z.array(text(500)).max(20),
  careerStage: text(500).nullable(),
  context: text(1000).nullable(),
  adaptations: z.array(z.strictObject({ to: z.enum(tailoredTo), adaptation: text(500) })).max(30),
});
const tailoringShape = {
  ...ofPlan,
  tailoring: sealed(Tailoring),
  /** Of each adaptation, what it answers to. */
  adaptedTo: z.array(z.enum(tailoredTo)).max(30),
  /** Every adaptation stands in the plan's template. */
  fromTemplate: z.boolean(),
};
export const TailoringRecorded = defineEvent('TailoringRecorded', 1, tailoringShape, {
  summary: 'It was recorded how the plan is fitted to the practitioner.',
});
export const TailoringRevised = defineEvent('TailoringRevised', 1, { ...tailoringShape, reason }, { summary: 'The plan was fitted to the practitioner anew.' });

export const supportSources = ['peer', 'specialist'] as const;
export const SupportSourceAdded = defineEvent(
  'SupportSourceAdded',
  1,
  { ...ofPlan, sourceId: z.uuid(), kind: z.enum(supportSources), source: sealed(text(500)) },
  { summary: 'A source of support beside the supporter joined the plan.' },
);

export const adjustedParts = ['time', 'place', 'length', 'format', 'communication', 'equipment'] as const;
export const AdjustmentAgreed = defineEvent(
  'AdjustmentAgreed',
  1,
  { ...ofPlan, adjustmentId: z.uuid(), concerns: z.enum(adjustedParts), adjustment: sealed(text(500)) },
  { summary: 'An adjustment for the practitioner was agreed, to be honoured in every session.' },
);

/** Objective, then the team plan where there is one, then what the organisation wants. */
export const ObjectiveAligned = defineEvent(
  'ObjectiveAligned',
  1,
  { ...ofPlan, objectiveId: z.uuid(), teamPlanId: z.uuid().nullable(), organisationObjectiveId: z.uuid() },
  { summary: 'It was said which objective of the organisation an objective serves.' },
);

export const planEvents = [
  ...[PlanDrafted, PlanAgreed, PlanActivated, PlanPaused, PlanResumed, PlanCompleted, PlanClosedEarly, PlanCorrected],
  ...[ObjectiveSet, ObjectiveRevised, ObjectiveWithdrawn, ObjectiveAligned],
  ...[TailoringRecorded, TailoringRevised, SupportSourceAdded, AdjustmentAgreed],
] as const;
