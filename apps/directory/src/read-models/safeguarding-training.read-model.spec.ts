import { SafeguardingTrainingCorrected, SafeguardingTrainingRecorded } from '@cairn/contracts/directory';
import { specForReadModel } from '@cairn/testing';
import { safeguardingTraining } from './safeguarding-training.read-model.js';

const personId = 'a0000000-0000-4000-8000-000000000001';
const [first, second] = ['40000000-0000-4000-8000-000000000001', '40000000-0000-4000-8000-000000000002'] as const;
const training = { level: 'practice' as const, completedOn: '2024-02-01', validUntil: '2026-02-01' };
const renewed = { ...training, completedOn: '2026-01-15', validUntil: '2028-01-15' };
const spec = specForReadModel(safeguardingTraining).given(
  SafeguardingTrainingRecorded({ personId, trainingId: first, ...training }),
  SafeguardingTrainingRecorded({ personId, trainingId: second, ...training }),
  SafeguardingTrainingCorrected({ personId, trainingId: second, from: training, to: renewed, reason: 'the wrong certificate' }),
);

describe('safeguarding training', () => {
  it('has one row per person, with each training as it was put right', () => {
    const trainings = [
      { trainingId: first, ...training },
      { trainingId: second, ...renewed },
    ];
    expect(spec.rows()).toEqual([{ personId, trainings }]);
  });
  it('holds in PostgreSQL', () => spec.throughPostgres());
});
