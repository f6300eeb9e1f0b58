import { LateSubmissionFlagged, SubmissionWindowClosed, TrainingPlanReturned } from '@cairn/contracts/planning';
import { PlanningWarningRaised } from '@cairn/contracts/planning/internal';
import { specFor } from '@cairn/testing';
import {
  approved,
  designed,
  drafted,
  enrolled,
  formed,
  lineAdded,
  lineData,
  need,
  person,
  planOf,
  programmeAfter,
  programmeId,
  settingId,
  submitted,
  windowOpened,
  withdrew,
} from '../fixtures/ipswich.js';
import { NotADelegate } from '../programme/seats.decider.js';
import {
  addTrainingPlanLine,
  approveTrainingPlan,
  draftTrainingPlan,
  GrantSelfApproval,
  OutsideSubmissionWindow,
  PlanLineWithoutNeed,
  returnTrainingPlan,
  submitTrainingPlan,
  trainingPlan,
  TrainingPlanAlreadyDrafted,
  TrainingPlanEmpty,
  TrainingPlanNotADraft,
  TrainingPlanNotFound,
  TrainingPlanNotSubmitted,
  type Need,
} from './training-plan.decider.js';

const { given } = specFor(trainingPlan);
const [delegate, colleague, officer] = [person(1), person(2), person(9)];
const elsewhere = person(99);

describe('drafting', () => {
  const draft = (...programme: Parameters<typeof programmeAfter>) => draftTrainingPlan({ ...planOf, programme: programmeAfter(designed(), ...programme) });

  it('is for a delegate', () =>
    given()
      .when(draft(formed(3), enrolled(1)))
      .then(drafted()));
  it('is for someone who was a delegate too', () =>
    given()
      .when(draft(formed(3), enrolled(1), withdrew(1)))
      .then(drafted()));
  it('is for nobody else', () =>
    expect(
      given()
        .when(draft(formed(3), enrolled(2)))
        .thenRejects(NotADelegate),
    ).toBe('This person is no delegate of the programme.'));
  it('happens once', () =>
    void given(drafted())
      .when(draft(formed(3), enrolled(1)))
      .thenRejects(TrainingPlanAlreadyDrafted));
});

describe('a line', () => {
  const ownNeed: Need = { needId: need(1), practitionerId: delegate, settingId: elsewhere };
  const settingsNeed: Need = { needId: need(1), practitionerId: colleague, settingId };
  const strangersNeed: Need = { needId: need(1), practitionerId: colleague, settingId: elsewhere };
  const add = (forNeed: Need | null) => addTrainingPlanLine({ ...lineData(1), need: forNeed });

  it('serves a need of the delegate', () => given(drafted()).when(add(ownNeed)).then(lineAdded(1)));
  it('or a need of the setting', () => given(drafted()).when(add(settingsNeed)).then(lineAdded(1)));
  it('but not the need of someone elsewhere', () => void given(drafted()).when(add(strangersNeed)).thenRejects(PlanLineWithoutNeed));
  it('and not none', () => void given(drafted()).when(add(null)).thenRejects(PlanLineWithoutNeed));

  it('is added to a draft', () =>
    expect(given(drafted(), lineAdded(2), submitted()).when(add(ownNeed)).thenRejects(TrainingPlanNotADraft)).toBe(
      'The training plan is submitted, no draft.',
    ));
  it('is refused for want of a need, whatever the plan has come to', () =>
    void given(drafted(), lineAdded(2), submitted()).when(add(strangersNeed)).thenRejects(PlanLineWithoutNeed));
  it('needs a plan', () => void given().when(add(ownNeed)).thenRejects(TrainingPlanNotFound));
});

describe('handing in', () => {
  const inTime = '2019-10-14';
  const handIn = (submittedOn: string, programme = programmeAfter(designed(), windowOpened()), policy: 'refuse' | 'warn' = 'refuse') =>
    submitTrainingPlan({ submittedBy: delegate, submittedOn, programme, policy });

  it('adds up the lines', () =>
    given(drafted(), lineAdded(1), lineAdded(2))
      .when(handIn(inTime))
      .then(submitted(1, 2, 25_000)));
  it('takes at least one line', () => void given(drafted()).when(handIn(inTime)).thenRejects(TrainingPlanEmpty));
  it('happens once', () =>
    expect(given(drafted(), lineAdded(1), submitted()).when(handIn(inTime)).thenRejects(TrainingPlanNotADraft)).toBe(
      'The training plan is submitted, no draft.',
    ));
  it('is over when the plan is approved', () =>
    expect(given(drafted(), lineAdded(1), submitted(), approved()).when(handIn(inTime)).thenRejects(TrainingPlanNotADraft)).toBe(
      'The training plan is approved, no draft.',
    ));
  it('needs a plan', () => void given().when(handIn(inTime)).thenRejects(TrainingPlanNotFound));

  it.each(['2019-09-02', '2019-12-20'])('is in time on %s', (date) => given(drafted(), lineAdded(1)).when(handIn(date)).then(submitted()));
  it.each(['2019-09-01', '2019-12-21'])('is out of time on %s', (date) =>
    expect(given(drafted(), lineAdded(1)).when(handIn(date)).thenRejects(OutsideSubmissionWindow)).toBe(
      `${date} lies in no submission window (autumn 2019: 2019-09-02 to 2019-12-20).`,
    ),
  );
  it('is out of time while there is no window', () =>
    expect(
      given(drafted(), lineAdded(1))
        .when(handIn(inTime, programmeAfter(designed())))
        .thenRejects(OutsideSubmissionWindow),
    ).toBe('2019-10-14 lies in no submission window (there is none).'));

  const closedOn = (date: string) => SubmissionWindowClosed({ programmeId, term: 'autumn 2019', closedOn: date });
  it('is out of time once the window was closed early', () =>
    expect(
      given(drafted(), lineAdded(1))
        .when(handIn('2019-11-30', programmeAfter(designed(), windowOpened(), closedOn('2019-11-29'))))
        .thenRejects(OutsideSubmissionWindow),
    ).toBe('2019-11-30 lies in no submission window (autumn 2019: 2019-09-02 to 2019-11-29).'));
  it('has no more time when the window was closed late', () =>
    void given(drafted(), lineAdded(1))
      .when(handIn('2019-12-21', programmeAfter(designed(), windowOpened(), closedOn('2020-01-10'))))
      .thenRejects(OutsideSubmissionWindow));

  const windows = ['autumn 2019: 2019-09-02 to 2019-12-20'];
  const flagged = [
    LateSubmissionFlagged({ ...planOf, submittedOn: '2020-01-07', windows }),
    PlanningWarningRaised({
      ...{ code: 'OUTSIDE_SUBMISSION_WINDOW', detail: `2020-01-07 lies in no submission window (${windows[0]}).` },
      ...{ about: { kind: 'training plan', id: planOf.planId }, personId: planOf.personId, settingId, taskFor: { role: 'grant-officer', personId: null } },
    }),
  ];
  it('out of time is flagged where that is the policy of the programme', () =>
    given(drafted(), lineAdded(1))
      .when(handIn('2020-01-07', programmeAfter(designed({ lateSubmission: 'flag' }), windowOpened())))
      .then(submitted(), ...flagged));
  it('out of time is what the organisation says, where the programme leaves it to the organisation', () => {
    const open = programmeAfter(designed({ lateSubmission: 'policy' }), windowOpened());
    given(drafted(), lineAdded(1))
      .when(handIn('2020-01-07', open, 'warn'))
      .then(submitted(), ...flagged);
    given(drafted(), lineAdded(1)).when(handIn('2020-01-07', open)).thenRejects(OutsideSubmissionWindow);
  });
});

describe('giving back', () => {
  const giveBack = returnTrainingPlan({ returnedBy: officer, reason: 'Line 1 has no date' });
  const returned = TrainingPlanReturned({ ...planOf, returnedBy: officer, reason: 'Line 1 has no date' });
  const again = submitTrainingPlan({
    submittedBy: colleague,
    submittedOn: '2019-11-04',
    programme: programmeAfter(designed(), windowOpened()),
    policy: 'refuse',
  });

  it('is for a plan that was handed in', () => given(drafted(), lineAdded(1), submitted()).when(giveBack).then(returned));
  it('makes it a draft again, which keeps its lines', () => given(drafted(), lineAdded(1), submitted(), returned).when(again).then(submitted(2)));
  it('is not for a draft', () =>
    expect(given(drafted()).when(giveBack).thenRejects(TrainingPlanNotSubmitted)).toBe('The training plan is draft, not submitted.'));
  it('is too late for an approved plan', () =>
    expect(given(drafted(), lineAdded(1), submitted(), approved()).when(giveBack).thenRejects(TrainingPlanNotSubmitted)).toBe(
      'The training plan is approved, not submitted.',
    ));
  it('needs a plan', () => void given().when(giveBack).thenRejects(TrainingPlanNotFound));
});

describe('approval', () => {
  const approve = (by: number, managers: Record<number, number> = {}) => {
    const reportingLines = Object.entries(managers).map(([n, manager]) => ({ personId: person(Number(n)), managerId: person(manager) }));
    return approveTrainingPlan({ personId: delegate, approvedBy: person(by), reportingLines });
  };
  const handedIn = (by: number) => [drafted(), lineAdded(1), submitted(by)];
  const handedInByColleague = handedIn(2);

  it('is by someone independent', () =>
    given(...handedIn(1))
      .when(approve(9))
      .then(approved(9)));
  it('is not by the delegate', () =>
    expect(
      given(...handedInByColleague)
        .when(approve(1))
        .thenRejects(GrantSelfApproval),
    ).toBe('A training plan is approved by someone independent; the approver is the person whose plan it is.'));
  it('is not by whoever handed it in', () =>
    expect(
      given(...handedInByColleague)
        .when(approve(2))
        .thenRejects(GrantSelfApproval),
    ).toBe('A training plan is approved by someone independent; the approver handed it in.'));
  it('is not by someone who reports to them', () =>
    expect(
      given(...handedInByColleague)
        .when(approve(9, { 9: 2 }))
        .thenRejects(GrantSelfApproval),
    ).toBe('A training plan is approved by someone independent; the approver reports to the person who handed it in, through 1 level.'));
  it('nor through others', () =>
    expect(
      given(...handedInByColleague)
        .when(approve(9, { 9: 8, 8: 7, 7: 2, 2: 6 }))
        .thenRejects(GrantSelfApproval),
    ).toBe('A training plan is approved by someone independent; the approver reports to the person who handed it in, through 3 levels.'));
  it('may be by their line manager', () =>
    given(...handedInByColleague)
      .when(approve(9, { 2: 9 }))
      .then(approved(9)));

  it('asks who approves before it asks what the plan has come to', () => {
    expect(given(drafted()).when(approve(1)).thenRejects(GrantSelfApproval)).toBe(
      'A training plan is approved by someone independent; the approver is the person whose plan it is.',
    );
    expect(
      given(...handedInByColleague, approved())
        .when(approve(2))
        .thenRejects(GrantSelfApproval),
    ).toBe('A training plan is approved by someone independent; the approver handed it in.');
  });
  it('is for a plan that was handed in', () =>
    expect(given(drafted(), lineAdded(1)).when(approve(9)).thenRejects(TrainingPlanNotSubmitted)).toBe('The training plan is draft, not submitted.'));
  it('happens once', () =>
    expect(
      given(...handedIn(1), approved())
        .when(approve(9))
        .thenRejects(TrainingPlanNotSubmitted),
    ).toBe('The training plan is approved, not submitted.'));
  it('needs a plan', () => void given().when(approve(9)).thenRejects(TrainingPlanNotFound));
});
