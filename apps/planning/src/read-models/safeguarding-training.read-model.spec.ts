import { SafeguardingTrainingCorrected, SafeguardingTrainingRecorded } from '@cairn/contracts/directory';
import { happened, specForReadModel } from '@cairn/testing';
import { person } from '../fixtures/ipswich.js';
import { safeguardingTraining } from './safeguarding-training.read-model.js';

const personId = person(2);
const stream = `person-${personId}`;
const training = (n: number) => `0000000b-0000-4000-8000-00000000000${n}`;
const facts = (validUntil: string) => ({ level: 'practice' as const, completedOn: '2025-03-01', validUntil });
const recorded = (n: number, validUntil: string) =>
  happened(SafeguardingTrainingRecorded({ personId, trainingId: training(n), ...facts(validUntil) }), {}, stream);
const corrected = happened(
  SafeguardingTrainingCorrected({ personId, trainingId: training(1), from: facts('2026-03-01'), to: facts('2028-03-01'), reason: 'misread' }),
  {},
  stream,
);
const { given } = specForReadModel(safeguardingTraining);

describe('safeguarding training', () => {
  it('counts until the day of each training', () =>
    expect(given(recorded(1, '2026-03-01'), recorded(2, '2027-03-01')).rows()).toEqual([
      { personId, validUntil: { [training(1)]: '2026-03-01', [training(2)]: '2027-03-01' }, stream, revision: 1 },
    ]));
  it('is put right', () =>
    expect(given(recorded(1, '2026-03-01'), corrected).rows()).toMatchObject([{ validUntil: { [training(1)]: '2028-03-01' }, revision: 1 }]));
  it('holds in PostgreSQL', () => given(recorded(1, '2026-03-01'), recorded(2, '2027-03-01'), corrected).throughPostgres());
});
