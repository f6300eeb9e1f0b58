import { AdjustmentAgreed, PlanCorrected, TailoringRevised } from '@cairn/contracts/planning';
import type { NewEvent } from '@cairn/event-sourcing';
import { happened, specForReadModel } from '@cairn/testing';
import { ana, ben, ofPlan, planDrafted, planId, source, sourceAdded, tailored, tailoring } from '../fixtures/plans.js';
import { planContents } from './plan-contents.read-model.js';

const occurredAt = '2026-11-24T10:00:00.000Z';
const given = (...events: NewEvent[]) => specForReadModel(planContents).given(...events.map((event) => happened(event, { occurredAt })));
const later = { ...tailoring, careerStage: 'third year' };
const revised = TailoringRevised({ ...ofPlan, tailoring: later, adaptedTo: ['context'], fromTemplate: false, reason: 'A year later' });
const adjustment = { adjustmentId: source(9), concerns: 'time' as const, adjustment: 'Mornings' };
const correction = { corrects: 1, field: 'dueOn', from: '2026-12-18', to: '2026-12-11', reason: 'Typed wrongly' };
const all = [
  planDrafted(),
  tailored(),
  sourceAdded('peer'),
  AdjustmentAgreed({ ...ofPlan, ...adjustment }),
  PlanCorrected({ ...ofPlan, ...correction }),
  revised,
];

describe('the contents of a plan', () => {
  it('are its texts, sealed', () =>
    expect(given(...all).rows()).toEqual([
      {
        ...{ planId, practitionerId: ben, supporterId: ana, serviceUserBenefit: 'Children play outside every day', tailoring: later, adaptedTo: ['context'] },
        supportSources: [{ sourceId: source(1), kind: 'peer', source: 'A colleague in the next room' }],
        adjustments: [adjustment],
        corrections: [{ ...correction, correctedAt: occurredAt }],
      },
    ]));
  it('hold in PostgreSQL', () => given(...all).throughPostgres());
});
