import {
  ActionDispositionRecorded,
  ActionImplemented,
  ActionPlanned,
  CycleClosed,
  CycleReviewed,
  QualityCycleOpened,
  SelfEvaluationRecorded,
} from '@cairn/contracts/planning/internal';
import type { EventIn, NewEvent } from '@cairn/event-sourcing';
import { specFor } from '@cairn/testing';
import {
  closeCycle,
  CycleActionSettled,
  CycleActionUnknown,
  CycleFindingUnknown,
  CycleHasOpenActions,
  CycleNotFound,
  CyclePhaseOutOfOrder,
  disposeOfAction,
  implementAction,
  openCycle,
  planAction,
  qualityCycle,
  recordSelfEvaluation,
  reviewCycle,
  type CycleDecision,
} from './quality-cycle.decider.js';

const id = (n: number) => `10000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const ids = { cycleId: id(1), settingId: id(2) };
const ownerId = id(9);
const { given } = specFor(qualityCycle);

const opened = QualityCycleOpened({ ...ids, title: 'Arrivals' });
const finding = { findingId: id(3), finding: 'Arrivals are loud.', needIds: [id(4)] };
const found = SelfEvaluationRecorded({ ...ids, ...finding });
const action = (n: number) => ({ actionId: id(n), findingId: id(3), action: 'Try a quiet corner.', ownerId, dueOn: '2026-06-30', planIds: [] });
const planned = (n: number) => ActionPlanned({ ...ids, ...action(n) });
const done = (n: number) => ActionImplemented({ ...ids, actionId: id(n), ownerId });
const forward = { disposition: 'carried-forward', reason: 'the builders are late' } as const;
const settled = (n: number) => ActionDispositionRecorded({ ...ids, actionId: id(n), ownerId, ...forward });
const looking = { review: 'Arrivals are calmer.', evaluationIds: [] };
const reviewed = CycleReviewed({ ...ids, ...looking });

describe('a quality cycle', () => {
  it('goes from self-evaluation through planning and implementation to review, and closes with its figures', () => {
    given()
      .when(openCycle({ ...ids, title: 'Arrivals' }))
      .then(opened);
    given(opened).when(recordSelfEvaluation(finding)).then(found);
    given(opened, found)
      .when(planAction(action(5)))
      .then(planned(5));
    given(opened, found, planned(5), planned(6))
      .when(implementAction(id(5)))
      .then(done(5));
    given(opened, found, planned(5), done(5)).when(reviewCycle(looking)).then(reviewed);
    given(opened, found, planned(5), planned(6), done(5), reviewed, settled(6))
      .when(closeCycle())
      .then(CycleClosed({ ...ids, implemented: 1, carriedForward: 1, dropped: 0 }));
  });
  it('never goes back, and skips no phase', () => {
    const order = (history: readonly NewEvent<EventIn<typeof qualityCycle>['type']>[], step: CycleDecision) =>
      given(...history)
        .when(step)
        .thenRejects(CyclePhaseOutOfOrder);
    expect(order([opened], planAction(action(5)))).toBe(
      'The cycle is at self-evaluation, step 1 of 5: planning an action comes after the first of 0 findings.',
    );
    expect(order([opened, found], implementAction(id(5)))).toBe(
      'The cycle is at self-evaluation, step 1 of 5: carrying out an action belongs to action-planning or implementation.',
    );
    expect(order([opened, found, planned(5)], recordSelfEvaluation(finding))).toContain('step 2 of 5');
    expect(order([opened, found, planned(5), done(5)], planAction(action(6)))).toContain('step 3 of 5');
    expect(order([opened, found, planned(5)], reviewCycle(looking))).toBe(
      'The cycle is at action-planning, step 2 of 5: a review comes after implementation, and 0 of 1 actions were carried out.',
    );
    expect(order([opened, found, planned(5), done(5)], closeCycle())).toContain('step 3 of 5');
  });
  it('is not closed over an open action', () => {
    const open = given(opened, found, planned(5), planned(6), done(5), reviewed);
    expect(open.when(closeCycle()).thenRejects(CycleHasOpenActions)).toBe(
      '1 of 2 actions are open: each is carried out, carried forward or dropped before the cycle closes.',
    );
    open.when(disposeOfAction({ actionId: id(6), ...forward })).then(settled(6));
  });
  it('plans upon its own findings, and settles each of its own actions once', () => {
    given(opened, found)
      .when(planAction({ ...action(5), findingId: id(8) }))
      .thenRejects(CycleFindingUnknown);
    given(opened, found, planned(5))
      .when(implementAction(id(6)))
      .thenRejects(CycleActionUnknown);
    expect(
      given(opened, found, planned(5), done(5))
        .when(implementAction(id(5)))
        .thenRejects(CycleActionSettled),
    ).toBe('This action is implemented, no longer open.');
  });
  it('must be there', () => void given().when(closeCycle()).thenRejects(CycleNotFound));
  it('may be reviewed when it is settled that nothing will be carried out', () =>
    given(opened, found, planned(5), settled(5)).when(reviewCycle(looking)).then(reviewed));
});
