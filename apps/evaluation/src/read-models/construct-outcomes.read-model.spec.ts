import { ConstructMeasured } from '@cairn/contracts/evaluation';
import { specForReadModel } from '@cairn/testing';
import { constructOutcomes, summaryOf } from './construct-outcomes.read-model.js';

const programmeId = '10000000-0000-4000-8000-000000000001';
const personId = 'a0000000-0000-4000-8000-000000000001';
const measured = (occasion: 'before' | 'after', score: number) =>
  ConstructMeasured({ programmeId, personId, construct: 'resilience', instrument: 'questionnaire 1', occasion, score, scale: { lowest: 6, highest: 30 } });
const row = { programmeId, construct: 'resilience', before: 14 };

const { given } = specForReadModel(constructOutcomes);

describe('the outcome of a construct', () => {
  it('is one row per person, which the second measurement completes', () => {
    expect(given(measured('before', 14)).rows()).toEqual([{ ...row, after: null }]);
    expect(given(measured('before', 14), measured('after', 19.5)).rows()).toEqual([{ ...row, after: 19.5 }]);
  });
  it('holds in PostgreSQL', () => given(measured('before', 14), measured('after', 19.5)).throughPostgres());
});

describe('its summary', () => {
  const pairs = (...scores: [before: number, after: number | null][]) => scores.map(([before, after]) => ({ before, after }));

  it('compares only those who were measured twice', () => {
    const { before, after, paired } = summaryOf(pairs([10, 12], [10, 12], [10, 12], [10, 10], [10, 9], [40, null]));
    expect(before).toEqual({ people: 6, mean: 15 });
    expect(after).toEqual({ people: 5, mean: 11 });
    expect(paired).toEqual({ people: 5, meanChange: 1, improved: 3, unchanged: 1, worse: 1 });
  });
  it('says of fewer than five people only how many they are', () => {
    const { before, paired } = summaryOf(pairs([10, 12], [10, 12], [10, 12], [10, 12], [10, null]));
    expect(before).toEqual({ people: 5, mean: 10 });
    expect(paired).toEqual({ people: 4, meanChange: null, improved: null, unchanged: null, worse: null });
  });
  it('has no mean of nobody', () => expect(summaryOf([]).after).toEqual({ people: 0, mean: null }));
});
