import { PersonRegistered, SafeguardingTrainingCorrected, SafeguardingTrainingRecorded } from '@cairn/contracts/directory';
import { specFor, stateAfter } from '@cairn/testing';
import { person, PersonUnknown } from '../person/person.decider.js';
import {
  correctTraining,
  recordTraining,
  safeguardingTraining,
  TrainingNotFound,
  TrainingNotYetHappened,
  TrainingValidityReversed,
} from './safeguarding-training.decider.js';

const personId = 'a0000000-0000-4000-8000-000000000001';
const trainingId = '40000000-0000-4000-8000-000000000001';
const { given } = specFor(safeguardingTraining);
const ana = stateAfter(person, [PersonRegistered({ personId, settingId: null, name: 'Ana Okafor' })]);
const today = '2026-03-01';
const completed = { level: 'practice' as const, completedOn: '2026-02-01', validUntil: '2028-02-01' };
const recorded = { personId, trainingId, ...completed };
const correction = { personId, trainingId, to: { ...completed, validUntil: '2027-02-01' }, reason: 'the certificate says one year' };

describe('safeguarding training', () => {
  it('is recorded, until when it counts', () =>
    given()
      .when(recordTraining(recorded, today, ana))
      .then(SafeguardingTrainingRecorded(recorded)));
  it('is that of a person', () => {
    given()
      .when(recordTraining(recorded, today, person.initial))
      .thenRejects(PersonUnknown);
  });
  it('lies in the past', () => {
    const tomorrow = { ...recorded, completedOn: '2026-03-02' };
    expect(
      given()
        .when(recordTraining(tomorrow, today, ana))
        .thenRejects(TrainingNotYetHappened),
    ).toBe('Training cannot have been completed on 2026-03-02: it is 2026-03-01.');
  });
  it('counts from its day on', () => {
    const reversed = { ...recorded, validUntil: '2026-01-31' };
    expect(
      given()
        .when(recordTraining(reversed, today, ana))
        .thenRejects(TrainingValidityReversed),
    ).toBe('Training completed on 2026-02-01 cannot count only until 2026-01-31.');
  });
  it('is put right, and says from what', () => {
    const corrected = SafeguardingTrainingCorrected({ ...correction, from: completed });
    given(SafeguardingTrainingRecorded(recorded)).when(correctTraining(correction, today)).then(corrected);
    const again = { ...correction, to: completed };
    given(SafeguardingTrainingRecorded(recorded), corrected)
      .when(correctTraining(again, today))
      .then(SafeguardingTrainingCorrected({ ...again, from: correction.to }));
  });
  it('is put right only where it was recorded, and to dates that can be', () => {
    given().when(correctTraining(correction, today)).thenRejects(TrainingNotFound);
    const reversed = { ...correction, to: { ...completed, validUntil: '2026-01-31' } };
    given(SafeguardingTrainingRecorded(recorded)).when(correctTraining(reversed, today)).thenRejects(TrainingValidityReversed);
  });
});
