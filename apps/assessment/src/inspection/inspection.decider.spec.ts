import { InspectionOutcomeRecorded } from '@cairn/contracts/assessment/internal';
import type { DataOf } from '@cairn/event-sourcing';
import { specFor } from '@cairn/testing';
import { AreaGradedTwice, GradeNotOnScale, inspection, recordOutcome, ScaleNotInForce } from './inspection.decider.js';
import { ofstedScales } from './inspection-scales.js';

type Outcome = DataOf<typeof InspectionOutcomeRecorded>;
const { given } = specFor(inspection);
const visit = (change: Partial<Outcome> = {}): Outcome => ({
  inspectionId: '10000000-0000-4000-8000-000000000001',
  settingId: '20000000-0000-4000-8000-000000000001',
  regulator: 'ofsted',
  scale: 'ofsted-four-grades',
  inspectedOn: '2018-03-14',
  grades: [{ area: 'overall effectiveness', grade: 'requires improvement' }],
  actions: [{ actionId: '30000000-0000-4000-8000-000000000001', recommendation: 'Use supervision to improve teaching.' }],
  ...change,
});
const reportCard: Partial<Outcome> = { scale: 'ofsted-report-card', grades: [{ area: 'inclusion', grade: 'strong' }] };
const accepted = (change: Partial<Outcome>) =>
  given()
    .when(recordOutcome(visit(change)))
    .then(InspectionOutcomeRecorded(visit(change)));

describe('an inspection', () => {
  it('is recorded with what it asked for', () => accepted({}));
  it('is recorded once', () => given(InspectionOutcomeRecorded(visit())).when(recordOutcome(visit())).thenNothing());

  it('of 9 November 2025 has the four grades', () => accepted({ inspectedOn: '2025-11-09' }));
  it('of 10 November 2025 has the report card', () => accepted({ ...reportCard, inspectedOn: '2025-11-10' }));
  it('of 10 November 2025 has no four grades any more', () => {
    const sentence = given()
      .when(recordOutcome(visit({ inspectedOn: '2025-11-10' })))
      .thenRejects(ScaleNotInForce);
    expect(sentence).toBe('On 2025-11-10 the scale ofsted-four-grades was not in force; in force was ofsted-report-card.');
  });
  it('of 9 November 2025 has no report card yet', () => {
    given()
      .when(recordOutcome(visit({ ...reportCard, inspectedOn: '2025-11-09' })))
      .thenRejects(ScaleNotInForce);
  });

  it('grades the areas of its time', () => {
    const grades = [{ area: 'quality of education', grade: 'good' }];
    accepted({ inspectedOn: '2019-09-01', grades });
    const sentence = given()
      .when(recordOutcome(visit({ inspectedOn: '2019-08-31', grades })))
      .thenRejects(GradeNotOnScale);
    expect(sentence).toMatch(/^Grade 1 of 1 is not on the scale in force at the date of the inspection: the area can be overall effectiveness, /);
  });
  it('grades no area that is only a word of the programming language', () => {
    given()
      .when(recordOutcome(visit({ grades: [{ area: 'constructor', grade: 'good' }] })))
      .thenRejects(GradeNotOnScale);
  });
  it('uses the words of its scale', () => {
    const grades = [...visit().grades, { area: 'leadership and management', grade: 'strong' }];
    const sentence = given()
      .when(recordOutcome(visit({ grades })))
      .thenRejects(GradeNotOnScale);
    expect(sentence).toBe(
      'Grade 2 of 2 is not on the scale in force at the date of the inspection: leadership and management can be outstanding, good, requires improvement, inadequate.',
    );
  });
  it('grades an area once', () => {
    const grades = ['good', 'inadequate'].map((grade) => ({ area: 'overall effectiveness', grade }));
    const sentence = given()
      .when(recordOutcome(visit({ grades })))
      .thenRejects(AreaGradedTwice);
    expect(sentence).toBe('An area has one grade; overall effectiveness has 2 here.');
  });
  it('of the report card grades seven areas, six of them on five points', () => {
    const { gradesOf } = ofstedScales.at(-1)!;
    expect(gradesOf.size).toBe(7);
    const points = ['exceptional', 'strong', 'expected', 'needs attention', 'urgent improvement'];
    expect([...gradesOf].filter(([, grades]) => grades.join() === points.join())).toHaveLength(6);
    expect(gradesOf.get('safeguarding')).toEqual(['met', 'not met']);
  });
  it('of the report card says of safeguarding only whether it is met', () => {
    accepted({ ...reportCard, inspectedOn: '2026-01-12', grades: [{ area: 'safeguarding', grade: 'met' }] });
    given()
      .when(recordOutcome(visit({ ...reportCard, inspectedOn: '2026-01-12', grades: [{ area: 'safeguarding', grade: 'strong' }] })))
      .thenRejects(GradeNotOnScale);
  });
});

describe('the scales of Ofsted', () => {
  it('follow each other without a gap or an overlap', () => {
    const dayAfter = (day: string | null) => day && new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
    const firstDays = ofstedScales.map(({ inForceFrom }) => inForceFrom);
    const lastDays = ofstedScales.map(({ inForceUntil }) => inForceUntil);
    expect(firstDays).toEqual([null, ...lastDays.slice(0, -1).map(dayAfter)]);
    expect(lastDays.at(-1)).toBeNull();
  });
});
