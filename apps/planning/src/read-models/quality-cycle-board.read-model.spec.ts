import {
  ActionDispositionRecorded,
  ActionImplemented,
  ActionPlanned,
  CycleClosed,
  CycleReviewed,
  QualityCycleOpened,
  SelfEvaluationRecorded,
} from '@cairn/contracts/planning/internal';
import { happened, specForReadModel } from '@cairn/testing';
import { qualityCycleBoard } from './quality-cycle-board.read-model.js';

const id = (n: number) => `10000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const ids = { cycleId: id(1), settingId: id(2) };
const ownerId = id(9);
const finding = { findingId: id(3), finding: 'Arrivals are loud.', needIds: [id(4)] };
const action = (n: number) => ({ actionId: id(n), findingId: id(3), action: 'Try a quiet corner.', ownerId, dueOn: '2026-06-30', planIds: [] });
const at = (occurredAt: string) => ({ occurredAt });
const history = [
  happened(QualityCycleOpened({ ...ids, title: 'Arrivals' }), at('2026-01-05T09:00:00.000Z')),
  SelfEvaluationRecorded({ ...ids, ...finding }),
  ActionPlanned({ ...ids, ...action(5) }),
  ActionPlanned({ ...ids, ...action(6) }),
  ActionImplemented({ ...ids, actionId: id(5), ownerId }),
];
const spec = specForReadModel(qualityCycleBoard);
const row = { ...ids, title: 'Arrivals', findings: [finding], openedAt: '2026-01-05T09:00:00.000Z' };

describe('the board of quality cycles', () => {
  it('shows the phase, and what is open', () => {
    expect(spec.given(...history).rows()).toEqual([
      {
        ...{ ...row, phase: 'implementation', openActions: 1, review: null, evaluationIds: [], closedAt: null },
        actions: [
          { ...action(5), status: 'implemented', reason: null },
          { ...action(6), status: 'open', reason: null },
        ],
      },
    ]);
  });
  it('shows how a cycle ended', () => {
    const end = [
      CycleReviewed({ ...ids, review: 'Calmer.', evaluationIds: [id(8)] }),
      ActionDispositionRecorded({ ...ids, actionId: id(6), ownerId, disposition: 'dropped', reason: 'no need' }),
      happened(CycleClosed({ ...ids, implemented: 1, carriedForward: 0, dropped: 1 }), at('2026-07-01T09:00:00.000Z')),
    ];
    expect(spec.given(...history, ...end).rows()).toMatchObject([
      {
        phase: 'closed',
        openActions: 0,
        review: 'Calmer.',
        evaluationIds: [id(8)],
        closedAt: '2026-07-01T09:00:00.000Z',
        actions: [{}, { status: 'dropped', reason: 'no need' }],
      },
    ]);
  });
  it('comes to the same in PostgreSQL', () => spec.given(...history).throughPostgres());
});
