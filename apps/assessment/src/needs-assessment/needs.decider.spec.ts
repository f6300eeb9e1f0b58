import { NeedIdentified, NeedMarkedPrerequisite, NeedPrioritised } from '@cairn/contracts/assessment';
import { InspectionActionLinkedToNeed, InspectionOutcomeRecorded } from '@cairn/contracts/assessment/internal';
import { specFor, stateAfter } from '@cairn/testing';
import {
  assessmentId,
  evidenceId,
  id,
  identified,
  library,
  need,
  needId,
  opened,
  practitionerId,
  secondIdentified,
  secondNeedId,
  selfAssessed,
  settingId,
  withdrawn,
} from '../fixtures/needs.js';
import { inspection } from '../inspection/inspection.decider.js';
import { FrameworkItemUnknown } from './evidence.decider.js';
import { AssessmentFull, needsAssessment } from './needs-assessment.decider.js';
import {
  EvidenceUnknown,
  identifyNeed,
  InspectionActionUnknown,
  markPrerequisite,
  NeedNotFound,
  NeedPriorityUnchanged,
  NeedWithoutEvidence,
  PrerequisiteAlreadyMarked,
  PrerequisiteCycle,
  prioritiseNeed,
  withdrawNeed,
} from './needs.decider.js';

const [inspectionId, actionId] = [id(6, 9), id(7, 9)] as const;
const visited = stateAfter(inspection, [
  InspectionOutcomeRecorded({
    ...{ inspectionId, settingId, regulator: 'ofsted', scale: 'ofsted-four-grades', inspectedOn: '2018-03-14' },
    grades: [{ area: 'overall effectiveness', grade: 'good' }],
    actions: [{ actionId, recommendation: 'Make changes with the team.' }],
  }),
]);
const action = { inspectionId, actionId, inspection: visited };
const linked = InspectionActionLinkedToNeed({ assessmentId, needId, practitionerId, inspectionId, actionId });

const { given } = specFor(needsAssessment);
const identify = (change: Partial<Parameters<typeof identifyNeed>[0]> = {}, link?: typeof action) =>
  identifyNeed({ ...need, evidenceIds: [], ...change }, library, link);

describe('a need', () => {
  it('is identified with its evidence', () => given(opened).when(identify()).then(identified));
  it('may rest on what was recorded in the assessment alone', () => {
    const cited = { evidence: [], evidenceIds: [evidenceId] };
    given(opened, selfAssessed(2))
      .when(identify(cited))
      .then(NeedIdentified({ ...need, ...cited, practitionerId, settingId }));
  });
  it('may answer an action that an inspection of the setting asked for', () => given(opened).when(identify({}, action)).then(identified, linked));
  it.each([
    ['evidence', { evidence: [] }, '0 and 1'],
    ['a framework item', { items: [] }, '1 and 0'],
  ])('is not identified without %s', (_, missing, numbers) => {
    const sentence = given(opened).when(identify(missing)).thenRejects(NeedWithoutEvidence);
    expect(sentence).toBe(`A need cites at least 1 piece of evidence and 1 framework item; this one cites ${numbers}.`);
  });
  it('cites no evidence that was not recorded in its assessment', () => {
    const sentence = given(opened, selfAssessed(2))
      .when(identify({ evidenceIds: [evidenceId, id(6, 3)] }))
      .thenRejects(EvidenceUnknown);
    expect(sentence).toBe('Piece 2 of 2 of the evidence was not recorded in this assessment.');
  });
  it.each([
    ['a code', { code: 'LT8' }],
    ['a version', { version: '2' }],
    ['a framework', { frameworkId: id(1, 2) }],
  ])("cites items of the assessment's version, not of %s that it does not use", (_, change) => {
    const items = [...need.items, { ...need.items[0]!, ...change }];
    const sentence = given(opened).when(identify({ items })).thenRejects(FrameworkItemUnknown);
    expect(sentence).toBe('Item 2 of 2 is not in version 1, which this assessment uses.');
  });
  it('answers no action that was not asked for, or not of this setting', () => {
    const elsewhere = visited.status === 'recorded' ? { ...visited, settingId: id(5, 2) } : visited;
    for (const asked of [
      { ...action, actionId: id(7, 2) },
      { ...action, inspection: inspection.initial },
      { ...action, inspection: elsewhere },
    ])
      given(opened).when(identify({}, asked)).thenRejects(InspectionActionUnknown);
  });
  it('is one of at most 200', () => {
    const many = Array.from({ length: 200 }, (_, number) => NeedIdentified({ ...need, needId: id(8, number), practitionerId, settingId }));
    expect(
      given(opened, ...many)
        .when(identify())
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

describe('the priority of a need', () => {
  const prioritise = (priority: number) => prioritiseNeed({ assessmentId, needId, priority });
  const prioritised = (from: number | null, to: number) => NeedPrioritised({ assessmentId, needId, practitionerId, settingId, from, to });
  it('is settled', () => given(opened, identified).when(prioritise(2)).then(prioritised(null, 2)));
  it('is settled anew, with what it was', () => given(opened, identified, prioritised(null, 2)).when(prioritise(1)).then(prioritised(2, 1)));
  it('is no news when it is the same', () => {
    const sentence = given(opened, identified, prioritised(null, 2)).when(prioritise(2)).thenRejects(NeedPriorityUnchanged);
    expect(sentence).toBe('This need has priority 2 already.');
  });
  it('takes a need that is there', () => {
    given(opened).when(prioritise(2)).thenRejects(NeedNotFound);
    given(opened, identified, withdrawn).when(prioritise(2)).thenRejects(NeedNotFound);
  });
});

describe('a prerequisite', () => {
  const third = id(9, 3);
  const thirdIdentified = NeedIdentified({ ...need, needId: third, practitionerId, settingId });
  const needs = [opened, identified, secondIdentified, thirdIdentified] as const;
  const mark = (enablerId: string, targetId: string) => markPrerequisite({ assessmentId, enablerId, targetId });
  const marked = (enablerId: string, targetId: string) => NeedMarkedPrerequisite({ assessmentId, practitionerId, settingId, enablerId, targetId });

  it('is a need to be met before another', () =>
    given(...needs)
      .when(mark(needId, secondNeedId))
      .then(marked(needId, secondNeedId)));
  it('is marked once', () => {
    const sentence = given(...needs, marked(needId, secondNeedId))
      .when(mark(needId, secondNeedId))
      .thenRejects(PrerequisiteAlreadyMarked);
    expect(sentence).toBe('It is marked already: this need has 1 prerequisite.');
  });
  it.each([
    ['itself', [], needId, needId, '1 step'],
    ['its own target', [marked(needId, secondNeedId)], secondNeedId, needId, '2 steps'],
    ['a target further on', [marked(needId, secondNeedId), marked(secondNeedId, third)], third, needId, '3 steps'],
  ])('is never %s', (_, before, enabler, target, steps) => {
    const sentence = given(...needs, ...before)
      .when(mark(enabler, target))
      .thenRejects(PrerequisiteCycle);
    expect(sentence).toBe(`The need would be a prerequisite of itself, over ${steps}.`);
  });
  it('may be that of two needs, and have two itself: that is no circle', () =>
    given(...needs, marked(needId, secondNeedId), marked(needId, third))
      .when(mark(secondNeedId, third))
      .then(marked(secondNeedId, third)));
  it('is a need that is there, and so is its target', () => {
    given(opened, identified).when(mark(needId, secondNeedId)).thenRejects(NeedNotFound);
    given(...needs, withdrawn)
      .when(mark(needId, secondNeedId))
      .thenRejects(NeedNotFound);
  });
});
