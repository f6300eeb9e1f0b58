import { FrameworkVersionPublished, NeedIdentified, NeedsAssessmentCompleted, NeedsAssessmentOpened, NeedWithdrawn } from '@cairn/contracts/assessment';
import { FrameworkImported, InspectionActionLinkedToNeed, InspectionOutcomeRecorded } from '@cairn/contracts/assessment/internal';
import { specFor, stateAfter } from '@cairn/testing';
import { framework, FrameworkUnknown } from '../framework/framework.decider.js';
import { inspection } from '../inspection/inspection.decider.js';
import {
  AssessmentClosed,
  AssessmentFull,
  AssessmentHasNoNeeds,
  AssessmentNotFound,
  completeAssessment,
  FrameworkItemUnknown,
  FrameworkNotInForce,
  identifyNeed,
  InspectionActionUnknown,
  NeedNotFound,
  needsAssessment,
  NeedWithoutEvidence,
  openAssessment,
  withdrawNeed,
} from './needs-assessment.decider.js';

const id = (kind: number, number = 1) => `${kind}0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const [frameworkId, assessmentId, needId, practitionerId, settingId, inspectionId, actionId] = [id(1), id(2), id(3), id(4), id(5), id(6), id(7)] as const;

const library = stateAfter(framework, [
  FrameworkImported({ frameworkId, title: 'Leading a team', creator: 'Cairn' }),
  FrameworkVersionPublished({
    ...{ frameworkId, version: '1', jurisdiction: 'England', inForceFrom: '2018-09-01', inForceUntil: '2019-08-31' },
    items: [{ code: 'LT4', statement: 'Leads a change.' }],
  }),
]);
const visited = stateAfter(inspection, [
  InspectionOutcomeRecorded({
    ...{ inspectionId, settingId, regulator: 'ofsted', scale: 'ofsted-four-grades', inspectedOn: '2018-03-14' },
    grades: [{ area: 'overall effectiveness', grade: 'good' }],
    actions: [{ actionId, recommendation: 'Make changes with the team.' }],
  }),
]);

const { given } = specFor(needsAssessment);
const opening = { assessmentId, practitionerId, settingId, framework: { frameworkId, version: '1' } };
const need = {
  ...{ assessmentId, needId, statement: 'Leading change with a tired team' },
  evidence: [{ kind: 'inspection' as const, reference: inspectionId }],
  items: [{ frameworkId, version: '1', code: 'LT4' }],
};
const action = { inspectionId, actionId, inspection: visited };
const opened = NeedsAssessmentOpened(opening);
const identified = NeedIdentified({ ...need, practitionerId, settingId });
const linked = InspectionActionLinkedToNeed({ assessmentId, needId, practitionerId, inspectionId, actionId });
const withdrawn = NeedWithdrawn({ assessmentId, needId, practitionerId, reason: 'met already' });
const completed = NeedsAssessmentCompleted({ assessmentId, practitionerId, settingId, needIds: [needId] });

describe('a needs assessment', () => {
  it('is opened against a version in force', () =>
    given()
      .when(openAssessment(opening, library, '2019-01-14'))
      .then(opened));
  it('is opened once', () =>
    given(opened)
      .when(openAssessment(opening, library, '2019-01-14'))
      .thenNothing());
  it.each(['2018-08-31', '2019-09-01'])('is not opened on %s, when the version was not in force', (day) => {
    expect(
      given()
        .when(openAssessment(opening, library, day))
        .thenRejects(FrameworkNotInForce),
    ).toBe(`Version 1 of this framework was not in force on ${day}.`);
  });
  it('is not opened against a version or a framework that nobody has published', () => {
    const unknown = { ...opening, framework: { frameworkId, version: '9' } };
    given()
      .when(openAssessment(unknown, library, '2019-01-14'))
      .thenRejects(FrameworkUnknown);
    given()
      .when(openAssessment(opening, framework.initial, '2019-01-14'))
      .thenRejects(FrameworkUnknown);
  });
});

describe('a need', () => {
  it('is identified with its evidence', () => given(opened).when(identifyNeed(need, library)).then(identified));
  it('may answer an action that an inspection of the setting asked for', () =>
    given(opened)
      .when(identifyNeed(need, library, action))
      .then(identified, linked));
  it.each([
    ['evidence', { evidence: [] }, '0 and 1'],
    ['a framework item', { items: [] }, '1 and 0'],
  ])('is not identified without %s', (_, missing, numbers) => {
    const sentence = given(opened)
      .when(identifyNeed({ ...need, ...missing }, library))
      .thenRejects(NeedWithoutEvidence);
    expect(sentence).toBe(`A need cites at least 1 piece of evidence and 1 framework item; this one cites ${numbers}.`);
  });
  it.each([
    ['a code', { code: 'LT9' }],
    ['a version', { version: '2' }],
    ['a framework', { frameworkId: id(1, 2) }],
  ])("cites items of the assessment's version, not of %s that it does not use", (_, change) => {
    const items = [...need.items, { ...need.items[0]!, ...change }];
    const sentence = given(opened)
      .when(identifyNeed({ ...need, items }, library))
      .thenRejects(FrameworkItemUnknown);
    expect(sentence).toBe('Item 2 of 2 is not in version 1, which this assessment uses.');
  });
  it('answers no action that was not asked for, or not of this setting', () => {
    const elsewhere = visited.status === 'recorded' ? { ...visited, settingId: id(5, 2) } : visited;
    for (const asked of [
      { ...action, actionId: id(7, 2) },
      { ...action, inspection: inspection.initial },
      { ...action, inspection: elsewhere },
    ])
      given(opened)
        .when(identifyNeed(need, library, asked))
        .thenRejects(InspectionActionUnknown);
  });
  it('is one of at most 200', () => {
    const many = Array.from({ length: 200 }, (_, number) => NeedIdentified({ ...need, needId: id(8, number), practitionerId, settingId }));
    expect(
      given(opened, ...many)
        .when(identifyNeed(need, library))
        .thenRejects(AssessmentFull),
    ).toBe('This assessment has 200 of 200 needs.');
  });

  it('is withdrawn, with a reason', () =>
    given(opened, identified)
      .when(withdrawNeed({ assessmentId, needId, reason: 'met already' }))
      .then(withdrawn));
  it('is withdrawn only while it stands', () => {
    const sentence = given(opened, identified, withdrawn)
      .when(withdrawNeed({ assessmentId, needId, reason: 'again' }))
      .thenRejects(NeedNotFound);
    expect(sentence).toBe('No need with this id in this assessment.');
  });
});

describe('completing a needs assessment', () => {
  const complete = completeAssessment(assessmentId);
  it('names its needs', () => given(opened, identified, linked).when(complete).then(completed));
  it('takes at least one need', () => {
    expect(given(opened).when(complete).thenRejects(AssessmentHasNoNeeds)).toBe('An assessment with 0 needs cannot be completed.');
    given(opened, identified, withdrawn).when(complete).thenRejects(AssessmentHasNoNeeds);
  });

  const steps = {
    'identifying a need': identifyNeed(need, library),
    'withdrawing a need': withdrawNeed({ assessmentId, needId, reason: 'late' }),
    'completing it': complete,
  };
  it.each(Object.entries(steps))('closes it for ever: no %s afterwards', (_, step) => {
    given(opened, identified, completed).when(step).thenRejects(AssessmentClosed);
  });
  it.each(Object.entries(steps))('takes an assessment that is there, as does %s', (_, step) => {
    expect(given().when(step).thenRejects(AssessmentNotFound)).toBe('No needs assessment with this id.');
  });
});
