import { ReadinessRecorded } from '@cairn/contracts/assessment/internal';
import { defineRule, type DataOf } from '@cairn/event-sourcing';
import { open, type AssessmentDecision } from './needs-assessment.decider.js';
import { readinessModels } from './readiness-models.js';

export const ModelUnknown = defineRule(
  '002-13',
  'MODEL_UNKNOWN',
  (models: readonly string[]) => `The registry has ${models.length} models, and none of this name: ${models.join(', ')}.`,
);
export const StageUnknown = defineRule('002-13', 'STAGE_UNKNOWN', (model: string, stages: readonly string[]) =>
  stages.length === 0
    ? `The model ${model} has 0 stages of readiness.`
    : `The model ${model} has ${stages.length} stages, and this is none of them: ${stages.join(', ')}.`,
);

/** Optional, and a word means something only within its model. */
export const recordReadiness =
  (data: Pick<DataOf<typeof ReadinessRecorded>, 'assessmentId' | 'model' | 'stage' | 'note'>): AssessmentDecision =>
  (state) => {
    const { practitionerId, settingId } = open(state);
    const known = readinessModels.find(({ model }) => model === data.model);
    if (!known) throw ModelUnknown(readinessModels.map(({ model }) => model));
    if (!known.stages.includes(data.stage)) throw StageUnknown(data.model, known.stages);
    return [ReadinessRecorded({ ...data, practitionerId, settingId })];
  };
