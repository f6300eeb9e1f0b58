import { AdjustmentAgreed, TailoringRevised } from '@cairn/contracts/planning';
import { PlanningWarningRaised } from '@cairn/contracts/planning/internal';
import { warned } from '@cairn/event-sourcing';
import { specFor } from '@cairn/testing';
import { settingId } from '../fixtures/ipswich.js';
import {
  ana,
  as,
  ben,
  ofPlan,
  planCompleted,
  planDrafted,
  planFromTemplate,
  planId,
  source,
  sourceAdded,
  stranger,
  tailored,
  tailoring,
  template,
} from '../fixtures/plans.js';
import { PlanOfOthers, plan, PlanCompletedImmutable } from './plan.decider.js';
import {
  addSupportSource,
  agreeAdjustment,
  LearningStyleNamed,
  recordTailoring,
  reviseTailoring,
  TailoringAlreadyRecorded,
  TailoringNotRecorded,
} from './tailoring.decider.js';

const { given } = specFor(plan);
const record = { practitionerId: ben, tailoring, template: null, by: as(ana) };
const styled = (...preferences: string[]) => ({ ...record, tailoring: { ...tailoring, preferences } });

describe('tailoring', () => {
  it('is recorded, with what each adaptation answers to', () => given(planDrafted()).when(recordTailoring(record)).then(tailored()));
  it('is recorded once and then revised, with a reason', () => {
    given(planDrafted(), tailored()).when(recordTailoring(record)).thenRejects(TailoringAlreadyRecorded);
    given(planDrafted(), tailored())
      .when(reviseTailoring({ ...record, reason: 'Moved rooms' }))
      .then(TailoringRevised({ ...ofPlan, tailoring, adaptedTo: ['context'], fromTemplate: false, reason: 'Moved rooms' }));
    given(planDrafted())
      .when(reviseTailoring({ ...record, reason: 'Moved rooms' }))
      .thenRejects(TailoringNotRecorded);
  });
  it('notes that every adaptation is the template’s', () =>
    given(planFromTemplate())
      .when(recordTailoring({ ...record, template }))
      .then(tailored({ fromTemplate: true })));
  it('ends with the plan', () => {
    given(planDrafted(), planCompleted()).when(recordTailoring(record)).thenRejects(PlanCompletedImmutable);
  });
});

describe('a learning style', () => {
  const note = (texts: number) => {
    const taskFor = { role: 'supporter', personId: ana };
    return PlanningWarningRaised(warned(LearningStyleNamed(texts), { about: { kind: 'plan', id: planId }, personId: ben, settingId, taskFor }));
  };
  it.each(['VARK: reading', 'vak', 'Ben is a visual learner', 'kinaesthetic learning style'])('is kept as "%s" was written, with a note', (preference) => {
    const its = styled(preference, 'Short sessions');
    given(planDrafted())
      .when(recordTailoring(its))
      .then(tailored({ tailoring: its.tailoring }), note(1));
  });
  it.each(['Pictures help', 'A vaccination day is no day for sessions', 'Auditory aids'])('is not what "%s" says', (preference) => {
    const its = styled(preference);
    given(planDrafted())
      .when(recordTailoring(its))
      .then(tailored({ tailoring: its.tailoring }));
  });
});

describe('support and adjustments', () => {
  const support = { practitionerId: ben, sourceId: source(1), kind: 'peer' as const, source: 'A colleague in the next room', by: as(ana) };
  const adjustment = { practitionerId: ben, adjustmentId: source(2), concerns: 'time' as const, adjustment: 'Mornings', by: as(ben) };
  it('are added by the parties', () => {
    given(planDrafted()).when(addSupportSource(support)).then(sourceAdded('peer'));
    given(planDrafted())
      .when(addSupportSource({ ...support, by: as(stranger) }))
      .thenRejects(PlanOfOthers);
    const { practitionerId: _, by: __, ...agreed } = adjustment;
    given(planDrafted())
      .when(agreeAdjustment(adjustment))
      .then(AdjustmentAgreed({ ...ofPlan, ...agreed }));
    given(planDrafted(), planCompleted()).when(agreeAdjustment(adjustment)).thenRejects(PlanCompletedImmutable);
  });
});
