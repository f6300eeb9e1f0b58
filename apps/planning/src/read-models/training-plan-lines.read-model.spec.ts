import { specForReadModel } from '@cairn/testing';
import { drafted, line, lineAdded, need, planOf } from '../fixtures/ipswich.js';
import { trainingPlanLines } from './training-plan-lines.read-model.js';

const { given } = specForReadModel(trainingPlanLines);

describe('lines of training plans', () => {
  it('are numbered in the order in which they were added, and keep what the training is called sealed', () => {
    const row = { planId: planOf.planId, training: 'Elklan level 3', pence: 12_500 };
    expect(given(drafted(), lineAdded(2), lineAdded(1)).rows()).toEqual([
      { ...row, lineId: line(1), number: 2, needId: need(1) },
      { ...row, lineId: line(2), number: 1, needId: need(2) },
    ]);
  });
  it('hold in PostgreSQL', () => given(drafted(), lineAdded(1)).throughPostgres());
});
