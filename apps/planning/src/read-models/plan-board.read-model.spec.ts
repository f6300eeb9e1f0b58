import { TailoringRevised } from '@cairn/contracts/planning';
import type { NewEvent } from '@cairn/event-sourcing';
import { happened, specForReadModel } from '@cairn/testing';
import {
  aligned,
  ana,
  bothAgreed,
  objective,
  objectiveRevised,
  objectiveSet,
  objectiveWithdrawn,
  ofPlan,
  planActivated,
  planAgreed,
  planClosedEarly,
  planCompleted,
  planDrafted,
  planPaused,
  planResumed,
  sourceAdded,
  tailored,
  tailoring,
} from '../fixtures/plans.js';
import { planBoard } from './plan-board.read-model.js';

const occurredAt = '2026-11-24T10:00:00.000Z';
const given = (...events: NewEvent[]) => specForReadModel(planBoard).given(...events.map((event) => happened(event, { occurredAt })));
const revised = TailoringRevised({ ...ofPlan, tailoring, adaptedTo: [], fromTemplate: false, reason: 'Moved rooms' });

describe('the plan board', () => {
  it('begins with a draft', () =>
    expect(given(planDrafted()).rows()).toEqual([
      {
        ...ofPlan,
        ...{
          supporterId: ana,
          templateId: null,
          status: 'draft',
          contentRevision: 0,
          agreedBy: [],
          objectives: {},
          adaptations: 0,
          peerSources: 0,
          specialistSources: 0,
        },
        ...{ draftedAt: occurredAt, activatedAt: null, endedAt: null },
      },
    ]));
  it('knows the live objectives, and which serve the organisation', () =>
    expect(given(planDrafted(), objectiveSet(), objectiveSet(2), objectiveSet(3), aligned(), objectiveRevised(), objectiveWithdrawn(3)).rows()).toMatchObject([
      {
        objectives: {
          [objective(1)]: { version: 2, dueOn: '2026-12-18', aligned: true },
          [objective(2)]: { version: 1, dueOn: '2026-12-18', aligned: false },
        },
      },
    ]));
  it('counts an agreement until something changes', () => {
    expect(given(planDrafted(), planAgreed('supporter')).rows()).toMatchObject([{ status: 'draft', agreedBy: ['supporter'] }]);
    expect(given(planDrafted(), ...bothAgreed()).rows()).toMatchObject([{ status: 'agreed' }]);
    for (const change of [objectiveSet(), tailored(), revised])
      expect(given(planDrafted(), ...bothAgreed(), change).rows()).toMatchObject([{ status: 'draft', agreedBy: [], contentRevision: 3 }]);
    expect(given(planDrafted(), ...bothAgreed(), planActivated(), objectiveSet()).rows()).toMatchObject([{ status: 'active', activatedAt: occurredAt }]);
  });
  it('follows the plan to its end', () => {
    const active = [planDrafted(), planActivated()];
    expect(given(...active, planPaused()).rows()).toMatchObject([{ status: 'paused', endedAt: null }]);
    expect(given(...active, planPaused(), planResumed(), planCompleted()).rows()).toMatchObject([{ status: 'completed', endedAt: occurredAt }]);
    expect(given(...active, planClosedEarly()).rows()).toMatchObject([{ status: 'closed-early', endedAt: occurredAt }]);
  });
  it('counts adaptations and sources of support', () =>
    expect(given(planDrafted(), tailored(), sourceAdded('peer'), sourceAdded('specialist', 2), sourceAdded('specialist', 3)).rows()).toMatchObject([
      { adaptations: 1, peerSources: 1, specialistSources: 2 },
    ]));
  it('holds in PostgreSQL', () =>
    given(
      ...[planDrafted(), objectiveSet(), objectiveSet(2), aligned(), tailored(), revised, sourceAdded('peer'), ...bothAgreed(), planActivated()],
      ...[objectiveRevised(), objectiveWithdrawn(2), planPaused(), planResumed(), planCompleted()],
    ).throughPostgres());
});
