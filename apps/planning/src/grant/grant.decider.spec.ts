import { GrantReleased, GrantReturned, GrantSpendRecorded, OffPlanSpendFlagged } from '@cairn/contracts/planning';
import { PlanningWarningRaised } from '@cairn/contracts/planning/internal';
import { specFor } from '@cairn/testing';
import {
  approved,
  designed,
  drafted,
  grantOf,
  line,
  lineAdded,
  payment,
  person,
  planAfter,
  planOf,
  programmeAfter,
  released,
  settingId,
  submitted,
} from '../fixtures/ipswich.js';
import {
  grant,
  GrantAlreadyReleased,
  GrantNotReleased,
  GrantPlanNotApproved,
  GrantReturnExceedsBalance,
  GrantSessionsIncomplete,
  GrantSpendExceedsAward,
  GrantSpendOffPlan,
  recordSpending,
  releaseGrant,
  returnMoney,
} from './grant.decider.js';

const { given } = specFor(grant);
const award = { pence: 50_000, currency: 'GBP' } as const;
const approvedPlan = planAfter(drafted(), lineAdded(1), submitted(), approved());

describe('a grant is released', () => {
  const release = (attended: number[], { waived = [] as number[], plan = approvedPlan } = {}) =>
    releaseGrant({ ...grantOf, releasedBy: person(9), programme: programmeAfter(designed()), plan, attendance: { attended, waived } });
  const releasedFor = (attended: number[], waived: number[]) =>
    GrantReleased({ ...grantOf, planId: planOf.planId, settingId, releasedBy: person(9), award, attended, waived });

  it('for every session and an approved plan', () =>
    given()
      .when(release([3, 1, 2]))
      .then(releasedFor([1, 2, 3], [])));
  it('with a waiver for the session that was missed', () =>
    given()
      .when(release([1, 3], { waived: [2] }))
      .then(releasedFor([1, 3], [2])));
  it('counting a session that was waived and then attended as attended', () =>
    given()
      .when(release([1, 2, 3], { waived: [2] }))
      .then(releasedFor([1, 2, 3], [])));

  it('not while a session is missing', () =>
    expect(
      given()
        .when(release([1, 3]))
        .thenRejects(GrantSessionsIncomplete),
    ).toBe('attended 2 of 3; session 2 missing, no waiver'));
  it('not to a person who came to none', () =>
    expect(given().when(release([])).thenRejects(GrantSessionsIncomplete)).toBe('attended 0 of 3; sessions 1, 2, 3 missing, no waiver'));
  it.each([
    ['absent', planAfter()],
    ['draft', planAfter(drafted(), lineAdded(1))],
    ['submitted', planAfter(drafted(), lineAdded(1), submitted())],
  ])(
    'not while the plan is %s',
    (status, plan) =>
      void given()
        .when(release([1, 2, 3], { plan }))
        .thenRejects(GrantPlanNotApproved),
  );
  it('and asks for the sessions before it asks for the plan', () =>
    expect(
      given()
        .when(release([1, 3], { plan: planAfter() }))
        .thenRejects(GrantSessionsIncomplete),
    ).toBe('attended 2 of 3; session 2 missing, no waiver'));

  it('once', () =>
    void given(released())
      .when(release([1, 2, 3]))
      .thenRejects(GrantAlreadyReleased));
  it('once, whatever else is missing', () => void given(released()).when(release([])).thenRejects(GrantAlreadyReleased));
});

describe('money of a grant', () => {
  const spending = (pence: number, n = 1) => ({ ...grantOf, spendId: payment(1), lineId: line(n), pence });
  const spend = (pence: number, { n = 1, own = 'refuse' as 'refuse' | 'flag' | 'policy', policy = 'refuse' as 'refuse' | 'warn' } = {}) =>
    recordSpending({ ...spending(pence, n), programme: programmeAfter(designed({ offPlanSpend: own })), plan: approvedPlan, policy });
  const spent = (pence: number, n = 1) => GrantSpendRecorded(spending(pence, n));
  const warning = PlanningWarningRaised({
    ...{ code: 'GRANT_SPEND_OFF_PLAN', detail: 'This line is none of the 1 of the approved plan.', about: { kind: 'grant', id: grantOf.grantId } },
    ...{ personId: grantOf.personId, settingId: null, taskFor: { role: 'grant-officer', personId: null } },
  });
  const back = (pence: number) => ({ ...grantOf, returnId: payment(2), pence, reason: 'The course was cheaper' });
  const returned = (pence: number) => GrantReturned(back(pence));

  it('is spent on a line of the approved plan', () => given(released()).when(spend(50_000)).then(spent(50_000)));
  it('is not spent beyond the award', () =>
    expect(given(released(), spent(30_000)).when(spend(20_001)).thenRejects(GrantSpendExceedsAward)).toBe(
      'GBP 200.01 is more than the GBP 200.00 that are left of GBP 500.00.',
    ));
  it('is not spent after it was given back', () =>
    expect(given(released(), returned(30_000)).when(spend(20_001)).thenRejects(GrantSpendExceedsAward)).toBe(
      'GBP 200.01 is more than the GBP 200.00 that are left of GBP 500.00.',
    ));
  it('is not spent off the plan', () =>
    expect(
      given(released())
        .when(spend(100, { n: 2 }))
        .thenRejects(GrantSpendOffPlan),
    ).toBe('This line is none of the 1 of the approved plan.'));
  it('spent off the plan is flagged where that is the policy of the programme', () =>
    given(released())
      .when(spend(100, { n: 2, own: 'flag' }))
      .then(spent(100, 2), OffPlanSpendFlagged(spending(100, 2)), warning));
  it('spent off the plan is what the organisation says, where the programme leaves it to the organisation', () => {
    given(released())
      .when(spend(100, { n: 2, own: 'policy', policy: 'warn' }))
      .then(spent(100, 2), OffPlanSpendFlagged(spending(100, 2)), warning);
    given(released())
      .when(spend(100, { n: 2, own: 'policy' }))
      .thenRejects(GrantSpendOffPlan);
  });

  it('that is unspent is given back', () =>
    given(released(), spent(30_000))
      .when(returnMoney(back(20_000)))
      .then(returned(20_000)));
  it('that is spent is not given back', () =>
    expect(
      given(released(), spent(30_000))
        .when(returnMoney(back(20_001)))
        .thenRejects(GrantReturnExceedsBalance),
    ).toBe('GBP 200.01 is more than the GBP 200.00 that are unspent.'));
  it('is given back once', () =>
    expect(
      given(released(), returned(30_000))
        .when(returnMoney(back(20_001)))
        .thenRejects(GrantReturnExceedsBalance),
    ).toBe('GBP 200.01 is more than the GBP 200.00 that are unspent.'));

  it('is there after the release', () => {
    given().when(spend(100)).thenRejects(GrantNotReleased);
    given()
      .when(returnMoney(back(100)))
      .thenRejects(GrantNotReleased);
  });
});
