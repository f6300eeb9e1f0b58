import { GrantReleased, GrantReturned, GrantSpendRecorded, OffPlanSpendFlagged } from '@cairn/contracts/planning';
import { PlanningWarningRaised } from '@cairn/contracts/planning/internal';
import { defineRule, defineStream, unreachable, type DataOf, type Decide, type EventIn, type EventOf } from '@cairn/event-sourcing';
import { byPolicy } from '../policy-rule.decider.js';
import { choiceOf, type Programme } from '../programme/programme.decider.js';
import type { TrainingPlanState } from '../training-plan/training-plan.decider.js';

type Award = EventOf<typeof GrantReleased>['data']['award'];

export type GrantState =
  { readonly status: 'absent' } | { readonly status: 'released'; readonly award: Award; readonly spentPence: number; readonly returnedPence: number };

/** Which of a group's sessions, by number, one person attended and for which they were excused. */
export interface Attendance {
  readonly attended: readonly number[];
  readonly waived: readonly number[];
}

export const GrantAlreadyReleased = defineRule('001-3', 'GRANT_ALREADY_RELEASED', () => 'The grant was released before.');
export const GrantSessionsIncomplete = defineRule(
  '001-3',
  'GRANT_SESSIONS_INCOMPLETE',
  (attended: number, sessions: number, missing: readonly number[]) =>
    `attended ${attended} of ${sessions}; ${missing.length === 1 ? 'session' : 'sessions'} ${missing.join(', ')} missing, no waiver`,
);
export const GrantPlanNotApproved = defineRule('001-3', 'GRANT_PLAN_NOT_APPROVED', (status: string) => `The training plan is ${status}, not approved.`);
export const GrantNotReleased = defineRule('001-3', 'GRANT_NOT_RELEASED', () => 'The grant has not been released.');
export const GrantSpendExceedsAward = defineRule(
  '001-3',
  'GRANT_SPEND_EXCEEDS_AWARD',
  (pence: number, unspent: number, { pence: award, currency }: Award) =>
    `${money(pence, currency)} is more than the ${money(unspent, currency)} that are left of ${money(award, currency)}.`,
);
export const GrantSpendOffPlan = defineRule('001-3', 'GRANT_SPEND_OFF_PLAN', (lines: number) => `This line is none of the ${lines} of the approved plan.`, {
  force: 'P',
});
export const GrantReturnExceedsBalance = defineRule(
  '001-3',
  'GRANT_RETURN_EXCEEDS_BALANCE',
  (pence: number, unspent: number, { currency }: Award) => `${money(pence, currency)} is more than the ${money(unspent, currency)} that are unspent.`,
);

/** The grant of one delegate in one programme: released once, then spent and given back. */
export const grant = defineStream({
  category: 'grant',
  events: [GrantReleased, GrantSpendRecorded, OffPlanSpendFlagged, GrantReturned, PlanningWarningRaised],
  initial: { status: 'absent' } as GrantState,
  evolve: (state, event): GrantState => {
    if (event.type === 'GrantReleased') return { status: 'released', award: event.data.award, spentPence: 0, returnedPence: 0 };
    if (state.status === 'absent') return state;
    switch (event.type) {
      case 'GrantSpendRecorded':
        return { ...state, spentPence: state.spentPence + event.data.pence };
      case 'OffPlanSpendFlagged':
      case 'PlanningWarningRaised':
        return state;
      case 'GrantReturned':
        return { ...state, returnedPence: state.returnedPence + event.data.pence };
      default:
        return unreachable(event, state);
    }
  },
});

export type GrantDecision = Decide<GrantState, EventIn<typeof grant>>;
type Released = Exclude<GrantState, { status: 'absent' }>;
type GrantId = Pick<DataOf<typeof GrantReleased>, 'grantId' | 'programmeId' | 'personId'>;

interface Release extends GrantId {
  readonly releasedBy: string;
  readonly programme: Programme;
  readonly plan: TrainingPlanState;
  readonly attendance: Attendance;
}

/** The gate: every session attended or waived, and the training plan approved. Each delegate gets the award once. */
export const releaseGrant =
  ({ programme, plan, attendance, ...release }: Release): GrantDecision =>
  (state) => {
    if (state.status === 'released') throw GrantAlreadyReleased();
    const numbers = Array.from({ length: programme.design.sessionsPerGroup }, (_, index) => index + 1);
    const attended = numbers.filter((number) => attendance.attended.includes(number));
    const waived = numbers.filter((number) => attendance.waived.includes(number) && !attended.includes(number));
    const missing = numbers.filter((number) => !attended.includes(number) && !waived.includes(number));
    if (missing.length > 0) throw GrantSessionsIncomplete(attended.length, numbers.length, missing);
    if (plan.status !== 'approved') throw GrantPlanNotApproved(plan.status);
    return [GrantReleased({ ...release, planId: plan.planId, settingId: plan.settingId, award: programme.design.award, attended, waived })];
  };

interface Spending extends DataOf<typeof GrantSpendRecorded> {
  readonly programme: Programme;
  readonly plan: TrainingPlanState;
  /** The organisation's, for a programme that leaves it to the organisation. */
  readonly policy: 'refuse' | 'warn';
}

/** Money goes to the lines of the approved plan; whether anything else is refused or flagged is the programme's policy, or the organisation's. */
export const recordSpending =
  ({ programme, plan, policy, ...spending }: Spending): GrantDecision =>
  (state) => {
    const grant = released(state);
    if (spending.pence > unspent(grant)) throw GrantSpendExceedsAward(spending.pence, unspent(grant), grant.award);
    const lines = plan.status === 'approved' ? plan.lines : new Map<string, never>();
    if (lines.has(spending.lineId)) return [GrantSpendRecorded(spending)];
    const task = { about: { kind: 'grant', id: spending.grantId }, personId: spending.personId, taskFor: { role: 'grant-officer', personId: null } };
    const warning = byPolicy(choiceOf(programme.design.offPlanSpend, policy), GrantSpendOffPlan(lines.size), task);
    return [GrantSpendRecorded(spending), OffPlanSpendFlagged(spending), ...warning];
  };

export const returnMoney =
  (data: DataOf<typeof GrantReturned>): GrantDecision =>
  (state) => {
    const grant = released(state);
    if (data.pence > unspent(grant)) throw GrantReturnExceedsBalance(data.pence, unspent(grant), grant.award);
    return [GrantReturned(data)];
  };

function released(state: GrantState): Released {
  if (state.status === 'absent') throw GrantNotReleased();
  return state;
}

const unspent = ({ award, spentPence, returnedPence }: Released) => award.pence - spentPence - returnedPence;
const money = (pence: number, currency: Award['currency']) => `${currency} ${(pence / 100).toFixed(2)}`;
