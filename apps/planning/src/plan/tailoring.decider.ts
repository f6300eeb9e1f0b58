import { AdjustmentAgreed, SupportSourceAdded, TailoringRecorded, TailoringRevised } from '@cairn/contracts/planning';
import { PlanningWarningRaised } from '@cairn/contracts/planning/internal';
import { defineRule, warned, type DataOf } from '@cairn/event-sourcing';
import type { PlanTemplate } from '../plan-template/plan-template.decider.js';
import { changeable, ofPlan, aboutPlan, type By, type Plan, type PlanDecision } from './plan.decider.js';
import { sameWords } from './template-words.js';

type Tailoring = DataOf<typeof TailoringRecorded>['tailoring'];

export const TailoringAlreadyRecorded = defineRule(
  '000-4',
  'TAILORING_ALREADY_RECORDED',
  () => 'The plan has a tailoring record; it is revised, with a reason.',
);
export const TailoringNotRecorded = defineRule('000-4', 'TAILORING_NOT_RECORDED', () => 'The plan has no tailoring record that could be revised.');
export const PlanNotTailored = defineRule('000-4', 'PLAN_NOT_TAILORED', (findings: readonly string[]) => findings.join('; '), { force: 'P' });
export const LearningStyleNamed = defineRule(
  '000-4',
  'LEARNING_STYLE_NAMED',
  (texts: number) =>
    `${texts} ${texts === 1 ? 'text names' : 'texts name'} a learning style. Teaching to a style does not help; what the practitioner prefers and needs does.`,
  { force: 'W' },
);

interface Record {
  readonly practitionerId: string;
  readonly tailoring: Tailoring;
  readonly template: PlanTemplate | null;
  readonly by: By;
}

export const recordTailoring =
  (record: Record): PlanDecision =>
  (state) => {
    const its = changeable(state, record.practitionerId, record.by);
    if (its.tailoring) throw TailoringAlreadyRecorded();
    return [TailoringRecorded({ ...ofPlan(its), ...contentOf(record) }), ...styleNote(its, record.tailoring)];
  };

export const reviseTailoring =
  ({ reason, ...record }: Record & { readonly reason: string }): PlanDecision =>
  (state) => {
    const its = changeable(state, record.practitionerId, record.by);
    if (!its.tailoring) throw TailoringNotRecorded();
    return [TailoringRevised({ ...ofPlan(its), ...contentOf(record), reason }), ...styleNote(its, record.tailoring)];
  };

function contentOf({ tailoring, template }: Record) {
  const inTemplate = ({ adaptation }: Tailoring['adaptations'][number]) =>
    template !== null && template.adaptations.some((one) => sameWords(one.adaptation, adaptation));
  return { tailoring, adaptedTo: tailoring.adaptations.map(({ to }) => to), fromTemplate: tailoring.adaptations.every(inTemplate) };
}

/** VAK, VARK, and their types by name. */
const learningStyle = /\bv(ar|a)k\b|\b(visual|auditory|aural|kina?esthetic|tactile|reading[/ -]writing)[ -](learner|learning style)s?\b/i;

/** The record keeps what somebody wrote; a note tells them what the evidence says. Only the text of this very command is looked at. */
function styleNote(its: Plan, { preferences, accessNeeds, careerStage, context, adaptations }: Tailoring) {
  const texts = [...preferences, ...accessNeeds, careerStage ?? '', context ?? '', ...adaptations.map(({ adaptation }) => adaptation)];
  const naming = texts.filter((text) => learningStyle.test(text)).length;
  return naming === 0 ? [] : [PlanningWarningRaised(warned(LearningStyleNamed(naming), aboutPlan(its)))];
}

/** What keeps the plan from being this practitioner's own; empty when nothing does. */
export function untailored({ templateId, benefitFromTemplate, objectives, tailoring }: Plan): readonly string[] {
  const adaptations = tailoring?.adaptations ?? 0;
  const live = [...objectives.values()].filter((objective) => objective.live);
  const ownWords = !benefitFromTemplate || live.some((objective) => !objective.fromTemplate) || (tailoring !== null && !tailoring.fromTemplate);
  const copied = [
    'the intended benefit',
    `${live.length} of ${live.length} objectives`,
    ...(adaptations > 0 ? [`${adaptations} of ${adaptations} adaptations`] : []),
  ];
  return [
    ...(adaptations === 0 ? ['0 adaptations recorded for career stage, context'] : []),
    ...(templateId === null || ownWords ? [] : [`${copied.join(', ')} are those of the template`]),
  ];
}

export const addSupportSource =
  ({ practitionerId, by, ...source }: Pick<DataOf<typeof SupportSourceAdded>, 'practitionerId' | 'sourceId' | 'kind' | 'source'> & { by: By }): PlanDecision =>
  (state) => [SupportSourceAdded({ ...ofPlan(changeable(state, practitionerId, by)), ...source })];

export const agreeAdjustment =
  ({
    practitionerId,
    by,
    ...adjustment
  }: Pick<DataOf<typeof AdjustmentAgreed>, 'practitionerId' | 'adjustmentId' | 'concerns' | 'adjustment'> & { by: By }): PlanDecision =>
  (state) => [AdjustmentAgreed({ ...ofPlan(changeable(state, practitionerId, by)), ...adjustment })];
