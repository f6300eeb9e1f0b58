import { ConstructMeasured } from '@cairn/contracts/evaluation';
import { specFor } from '@cairn/testing';
import { AlreadyMeasured, measure, MeasureMismatch, NoBaseline, NotADelegate, recordMeasurement, ScoreOffScale } from './measure.decider.js';

const measured = {
  programmeId: '10000000-0000-4000-8000-000000000001',
  personId: 'a0000000-0000-4000-8000-000000000001',
  construct: 'resilience',
};
const { given } = specFor(measure);
const before = { ...measured, instrument: 'resilience questionnaire 1', occasion: 'before' as const, score: 14, scale: { lowest: 6, highest: 30 } };
const after = { ...before, occasion: 'after' as const, score: 19 };
const record = (data: Parameters<typeof recordMeasurement>[0]) => recordMeasurement(data, { isDelegate: true });

describe('a measure', () => {
  it('is taken before the programme', () => given().when(record(before)).then(ConstructMeasured(before)));
  it('is taken again after it', () => given(ConstructMeasured(before)).when(record(after)).then(ConstructMeasured(after)));
  it('needs the one before for the one after', () => {
    const sentence = given().when(record(after)).thenRejects(NoBaseline);
    expect(sentence).toBe('There is no measurement from before the programme to compare this one with.');
  });

  it('is of a delegate', () => {
    const sentence = given()
      .when(recordMeasurement(before, { isDelegate: false }))
      .thenRejects(NotADelegate);
    expect(sentence).toBe('This person has never been a delegate of this programme.');
  });

  it.each([5, 31])('has no score off its scale, such as %d', (score) => {
    expect(
      given()
        .when(record({ ...before, score }))
        .thenRejects(ScoreOffScale),
    ).toBe(`The score ${score} is not on the scale from 6 to 30.`);
  });
  it.each([6, 30])('may have a score at the end of its scale, such as %d', (score) => {
    given()
      .when(record({ ...before, score }))
      .then(ConstructMeasured({ ...before, score }));
  });

  it('is taken once before', () => {
    expect(given(ConstructMeasured(before)).when(record(before)).thenRejects(AlreadyMeasured)).toBe(
      'This construct was measured before the programme already.',
    );
  });
  it.each([before, after])('is complete after both: no third measurement, $occasion', (again) => {
    given(ConstructMeasured(before), ConstructMeasured(after)).when(record(again)).thenRejects(AlreadyMeasured);
  });

  it('uses the same instrument both times', () => {
    const sentence = given(ConstructMeasured(before))
      .when(record({ ...after, instrument: 'resilience questionnaire 2' }))
      .thenRejects(MeasureMismatch);
    expect(sentence).toBe(
      'Before the programme "resilience questionnaire 1" (6 to 30) was used, now "resilience questionnaire 2" (6 to 30): only the same instrument on the same scale shows a change.',
    );
  });
  it('uses the same scale both times', () => {
    given(ConstructMeasured(before))
      .when(record({ ...after, scale: { lowest: 0, highest: 30 } }))
      .thenRejects(MeasureMismatch);
  });
});
