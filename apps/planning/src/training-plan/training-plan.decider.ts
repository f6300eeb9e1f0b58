import { LateSubmissionFlagged, TrainingPlanApproved, TrainingPlanReturned, TrainingPlanSubmitted } from '@cairn/contracts/planning';
import { PlanningWarningRaised, TrainingPlanDrafted, TrainingPlanLineAdded } from '@cairn/contracts/planning/internal';
import { defineRule, defineStream, unreachable, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';
import { byPolicy } from '../policy-rule.decider.js';
import { choiceOf, type Programme } from '../programme/programme.decider.js';
import { NotADelegate } from '../programme/seats.decider.js';
import { isInAWindow, windowsOf } from '../programme/submission-windows.decider.js';
import { levelsBelow, type ReportingLine } from '../reporting-chain.decider.js';

/** Whose plan it is, and what stands in it. What the training is called is sealed, so it is not here. */
interface Content {
  readonly planId: string;
  readonly programmeId: string;
  readonly personId: string;
  readonly settingId: string;
  /** By line: what it costs. */
  readonly lines: ReadonlyMap<string, { readonly pence: number }>;
}

export type TrainingPlanState =
  | { readonly status: 'absent' }
  | ({ readonly status: 'draft' } & Content)
  | ({ readonly status: 'submitted'; readonly submittedBy: string } & Content)
  | ({ readonly status: 'approved'; readonly submittedBy: string; readonly approvedBy: string } & Content);

export const TrainingPlanNotFound = defineRule('001-3', 'NOT_FOUND', () => 'No training plan of this person in this programme.', { kind: 'not-found' });
export const TrainingPlanAlreadyDrafted = defineRule(
  '001-3',
  'TRAINING_PLAN_ALREADY_DRAFTED',
  () => 'This person has a training plan in the programme already.',
);
export const PlanLineWithoutNeed = defineRule(
  '001-7',
  'PLAN_LINE_WITHOUT_NEED',
  () => 'A line of a training plan serves a need that a completed assessment has found for this person or this setting.',
);
export const TrainingPlanNotADraft = defineRule('001-3', 'TRAINING_PLAN_NOT_A_DRAFT', (status: string) => `The training plan is ${status}, no draft.`);
export const TrainingPlanEmpty = defineRule('001-3', 'TRAINING_PLAN_EMPTY', () => 'The training plan has 0 lines.');
export const OutsideSubmissionWindow = defineRule(
  '001-4',
  'OUTSIDE_SUBMISSION_WINDOW',
  (date: string, windows: readonly string[]) => `${date} lies in no submission window (${windows.length === 0 ? 'there is none' : windows.join('; ')}).`,
  { force: 'P' },
);
export const TrainingPlanNotSubmitted = defineRule(
  '001-3',
  'TRAINING_PLAN_NOT_SUBMITTED',
  (status: string) => `The training plan is ${status}, not submitted.`,
);
export const GrantSelfApproval = defineRule(
  '001-3',
  'GRANT_SELF_APPROVAL',
  (approver: string) => `A training plan is approved by someone independent; the approver ${approver}.`,
);

/** The training one delegate plans in one programme, from draft to approval. A plan given back is a draft again and keeps its lines. */
export const trainingPlan = defineStream({
  category: 'trainingplan',
  events: [
    TrainingPlanDrafted,
    TrainingPlanLineAdded,
    TrainingPlanSubmitted,
    LateSubmissionFlagged,
    TrainingPlanReturned,
    TrainingPlanApproved,
    PlanningWarningRaised,
  ],
  initial: { status: 'absent' } as TrainingPlanState,
  evolve: (state, event): TrainingPlanState => {
    if (event.type === 'TrainingPlanDrafted') return { status: 'draft', ...event.data, lines: new Map() };
    if (state.status === 'absent') return state;
    switch (event.type) {
      case 'TrainingPlanLineAdded':
        return { ...state, lines: new Map(state.lines).set(event.data.lineId, { pence: event.data.pence }) };
      case 'TrainingPlanSubmitted':
        return { ...contentOf(state), status: 'submitted', submittedBy: event.data.submittedBy };
      case 'LateSubmissionFlagged':
      case 'PlanningWarningRaised':
        return state;
      case 'TrainingPlanReturned':
        return { ...contentOf(state), status: 'draft' };
      case 'TrainingPlanApproved':
        return state.status === 'submitted' ? { ...state, status: 'approved', approvedBy: event.data.approvedBy } : state;
      default:
        return unreachable(event, state);
    }
  },
});

export type TrainingPlanDecision = Decide<TrainingPlanState, EventIn<typeof trainingPlan>>;
type Plan = Exclude<TrainingPlanState, { status: 'absent' }>;

function existing(state: TrainingPlanState): Plan {
  if (state.status === 'absent') throw TrainingPlanNotFound();
  return state;
}

const contentOf = ({ planId, programmeId, personId, settingId, lines }: Plan): Content => ({ planId, programmeId, personId, settingId, lines });
const planOf = ({ planId, programmeId, personId }: Plan) => ({ planId, programmeId, personId });
const totalOf = ({ lines }: Plan) => [...lines.values()].reduce((total, { pence }) => total + pence, 0);

/** Whoever is a delegate, or was one: withdrawing does not undo what was learned. */
export const draftTrainingPlan =
  ({ programme, ...plan }: { planId: string; programmeId: string; personId: string; programme: Programme }): TrainingPlanDecision =>
  (state) => {
    const delegate = programme.delegates.get(plan.personId);
    if (!delegate) throw NotADelegate('the programme');
    if (state.status !== 'absent') throw TrainingPlanAlreadyDrafted();
    return [TrainingPlanDrafted({ ...plan, settingId: delegate.settingId })];
  };

/** A need as a completed assessment has found it. */
export interface Need {
  readonly needId: string;
  readonly practitionerId: string;
  readonly settingId: string;
}

/**
 * Money follows needs: the delegate's own, or their setting's. Judged before the plan's status, so that a bad line is a bad line in any plan.
 * @param need null when the line names none, or none that a completed assessment has found
 */
export const addTrainingPlanLine =
  ({ need, ...line }: { need: Need | null } & Omit<DataOf<typeof TrainingPlanLineAdded>, 'needId'>): TrainingPlanDecision =>
  (state) => {
    if (!need) throw PlanLineWithoutNeed();
    const plan = existing(state);
    if (need.practitionerId !== plan.personId && need.settingId !== plan.settingId) throw PlanLineWithoutNeed();
    if (plan.status !== 'draft') throw TrainingPlanNotADraft(plan.status);
    return [TrainingPlanLineAdded({ ...line, needId: need.needId })];
  };

interface Submission {
  readonly submittedBy: string;
  readonly submittedOn: string;
  readonly programme: Programme;
  /** The organisation's, for a programme that leaves it to the organisation. */
  readonly policy: 'refuse' | 'warn';
}

/** In time is judged by the day on which it was handed in, which may be earlier than the day on which that was recorded. */
export const submitTrainingPlan =
  ({ submittedBy, submittedOn, programme, policy }: Submission): TrainingPlanDecision =>
  (state) => {
    const plan = existing(state);
    if (plan.status !== 'draft') throw TrainingPlanNotADraft(plan.status);
    if (plan.lines.size === 0) throw TrainingPlanEmpty();
    const submitted = TrainingPlanSubmitted({ ...planOf(plan), settingId: plan.settingId, submittedBy, lines: plan.lines.size, totalPence: totalOf(plan) });
    if (isInAWindow(programme, submittedOn)) return [submitted];
    const windows = windowsOf(programme);
    const { planId, personId, settingId } = plan;
    const task = { about: { kind: 'training plan', id: planId }, personId, settingId, taskFor: { role: 'grant-officer', personId: null } };
    const warning = byPolicy(choiceOf(programme.design.lateSubmission, policy), OutsideSubmissionWindow(submittedOn, windows), task);
    return [submitted, LateSubmissionFlagged({ ...planOf(plan), submittedOn, windows: windows.slice(-20) }), ...warning];
  };

export const returnTrainingPlan =
  ({ returnedBy, reason }: Pick<DataOf<typeof TrainingPlanReturned>, 'returnedBy' | 'reason'>): TrainingPlanDecision =>
  (state) => {
    const plan = existing(state);
    if (plan.status !== 'submitted') throw TrainingPlanNotSubmitted(plan.status);
    return [TrainingPlanReturned({ ...planOf(plan), returnedBy, reason })];
  };

/** Nobody approves their own plan, one that they handed in, or one handed in by someone they report to, at any depth. Judged before the plan's status. */
export const approveTrainingPlan =
  ({ personId, approvedBy, reportingLines }: { personId: string; approvedBy: string; reportingLines: readonly ReportingLine[] }): TrainingPlanDecision =>
  (state) => {
    if (approvedBy === personId) throw GrantSelfApproval('is the person whose plan it is');
    const plan = existing(state);
    if (plan.status !== 'draft') requireIndependence(approvedBy, plan.submittedBy, reportingLines);
    if (plan.status !== 'submitted') throw TrainingPlanNotSubmitted(plan.status);
    return [TrainingPlanApproved({ ...planOf(plan), approvedBy, totalPence: totalOf(plan) })];
  };

function requireIndependence(approver: string, submitter: string, reportingLines: readonly ReportingLine[]): void {
  if (approver === submitter) throw GrantSelfApproval('handed it in');
  const levels = levelsBelow(reportingLines, approver, submitter);
  if (levels !== undefined) throw GrantSelfApproval(`reports to the person who handed it in, through ${levels} ${levels === 1 ? 'level' : 'levels'}`);
}
