import { SafeguardingTrainingCorrected, SafeguardingTrainingRecorded } from '@cairn/contracts/directory';
import { defineRule, defineStream, unreachable, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';
import { existing, type Person } from '../person/person.decider.js';

type Training = DataOf<typeof SafeguardingTrainingCorrected>['to'];
/** By training. */
type State = ReadonlyMap<string, Training>;

/** The safeguarding training of one person. Its id is the person's. */
export const safeguardingTraining = defineStream({
  category: 'safeguardingtraining',
  events: [SafeguardingTrainingRecorded, SafeguardingTrainingCorrected],
  initial: new Map() as State,
  evolve: (state, event): State => {
    switch (event.type) {
      case 'SafeguardingTrainingRecorded': {
        const { trainingId, level, completedOn, validUntil } = event.data;
        return new Map(state).set(trainingId, { level, completedOn, validUntil });
      }
      case 'SafeguardingTrainingCorrected':
        return new Map(state).set(event.data.trainingId, event.data.to);
      default:
        return unreachable(event, state);
    }
  },
});
type Decision = Decide<State, EventIn<typeof safeguardingTraining>>;

export const TrainingNotYetHappened = defineRule(
  '000-14',
  'NOT_YET_HAPPENED',
  (completedOn: string, today: string) => `Training cannot have been completed on ${completedOn}: it is ${today}.`,
);
export const TrainingValidityReversed = defineRule(
  '000-14',
  'TRAINING_VALIDITY_REVERSED',
  ({ completedOn, validUntil }: Training) => `Training completed on ${completedOn} cannot count only until ${validUntil}.`,
);
export const TrainingNotFound = defineRule('000-14', 'NOT_FOUND', () => 'No safeguarding training with this id.', { kind: 'not-found' });

function assertDates(training: Training, today: string): void {
  if (training.completedOn > today) throw TrainingNotYetHappened(training.completedOn, today);
  if (training.validUntil < training.completedOn) throw TrainingValidityReversed(training);
}

export const recordTraining =
  (data: DataOf<typeof SafeguardingTrainingRecorded>, today: string, person: Person): Decision =>
  () => {
    existing(person);
    assertDates(data, today);
    return [SafeguardingTrainingRecorded(data)];
  };

export const correctTraining =
  (data: Omit<DataOf<typeof SafeguardingTrainingCorrected>, 'from'>, today: string): Decision =>
  (state) => {
    const from = state.get(data.trainingId);
    if (!from) throw TrainingNotFound();
    assertDates(data.to, today);
    return [SafeguardingTrainingCorrected({ ...data, from })];
  };
