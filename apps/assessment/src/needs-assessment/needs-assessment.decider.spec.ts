import { NeedPrioritised, NeedsAssessmentCompleted, NeedsAssessmentOpened, RoleProfilePublished } from '@cairn/contracts/assessment';
import { ReadinessRecorded } from '@cairn/contracts/assessment/internal';
import { specFor, stateAfter } from '@cairn/testing';
import {
  assessmentId,
  completed,
  day,
  frameworkId,
  id,
  identified,
  library,
  need,
  needId,
  opened,
  opening,
  practitionerId,
  profileId,
  settingId,
} from '../fixtures/needs.js';
import { secondIdentified, secondNeedId, withdrawn } from '../fixtures/needs.js';
import { framework, FrameworkUnknown, versionOf } from '../framework/framework.decider.js';
import {
  AssessmentClosed,
  AssessmentHasNoNeeds,
  AssessmentNotFound,
  completeAssessment,
  FrameworkNotInForce,
  needsAssessment,
  openAssessment,
  PersonUnknown,
  RoleProfileUnknown,
  SettingUnknown,
} from './needs-assessment.decider.js';
import { identifyNeed, withdrawNeed } from './needs.decider.js';
import { ModelUnknown, recordReadiness, StageUnknown } from './readiness.decider.js';
import { readinessModels } from './readiness-models.js';

const { given } = specFor(needsAssessment);
const facts = { framework: library, day, personKnown: true, settingKnown: true };

describe('a needs assessment', () => {
  it('is opened against a version in force', () => given().when(openAssessment(opening, facts)).then(opened));
  it('is opened once', () => given(opened).when(openAssessment(opening, facts)).thenNothing());
  it.each(['2018-08-31', '2019-09-01'])('is not opened on %s, when the version was not in force', (on) => {
    const sentence = given()
      .when(openAssessment(opening, { ...facts, day: on }))
      .thenRejects(FrameworkNotInForce);
    expect(sentence).toBe(`Version 1 of this framework was not in force on ${on}.`);
  });
  it('is not opened against a version or a framework that nobody has published', () => {
    const unknown = { ...opening, framework: { frameworkId, version: '9' } };
    given().when(openAssessment(unknown, facts)).thenRejects(FrameworkUnknown);
    given()
      .when(openAssessment(opening, { ...facts, framework: framework.initial }))
      .thenRejects(FrameworkUnknown);
  });
  it('is opened for a person and a setting that were registered', () => {
    given()
      .when(openAssessment(opening, { ...facts, personKnown: false }))
      .thenRejects(PersonUnknown);
    given()
      .when(openAssessment(opening, { ...facts, settingKnown: false }))
      .thenRejects(SettingUnknown);
  });

  it('may be opened against what a role asks for', () => {
    const against = { ...opening, roleProfileId: profileId };
    given().when(openAssessment(against, facts)).then(NeedsAssessmentOpened(against));
  });
  it('is not opened against a profile that the version does not have, or that another has replaced', () => {
    const sentence = given()
      .when(openAssessment({ ...opening, roleProfileId: id(8, 9) }, facts))
      .thenRejects(RoleProfileUnknown);
    expect(sentence).toBe('Version 1 has no role profile with this id that no other has replaced.');
    const newer = RoleProfilePublished({
      ...{ frameworkId, version: '1', profileId: id(8, 3), role: 'room leader', targets: [{ code: 'LT4', level: 5 }], replaces: profileId },
    });
    const since = framework.evolve(library, newer as Parameters<typeof framework.evolve>[1], '');
    expect(versionOf(since, '1')?.profiles.size).toBe(2);
    given()
      .when(openAssessment({ ...opening, roleProfileId: profileId }, { ...facts, framework: since }))
      .thenRejects(RoleProfileUnknown);
  });
});

describe('completing a needs assessment', () => {
  const complete = completeAssessment(assessmentId);
  it('names its needs', () => given(opened, identified).when(complete).then(completed));
  it('names the priority of those that were given one', () => {
    const prioritised = NeedPrioritised({ assessmentId, needId, practitionerId, settingId, from: null, to: 2 });
    given(opened, identified, secondIdentified, prioritised)
      .when(complete)
      .then(NeedsAssessmentCompleted({ assessmentId, practitionerId, settingId, needIds: [needId, secondNeedId], priorities: [{ needId, priority: 2 }] }));
  });
  it('takes at least one need', () => {
    expect(given(opened).when(complete).thenRejects(AssessmentHasNoNeeds)).toBe('An assessment with 0 needs cannot be completed.');
    given(opened, identified, withdrawn).when(complete).thenRejects(AssessmentHasNoNeeds);
  });

  const steps = {
    'identifying a need': identifyNeed({ ...need, evidenceIds: [] }, library),
    'withdrawing a need': withdrawNeed({ assessmentId, needId, reason: 'late' }),
    'recording readiness': recordReadiness({ assessmentId, model: 'stages-of-change', stage: 'action' }),
    'completing it': complete,
  };
  it.each(Object.entries(steps))('closes it for ever: no %s afterwards', (_, step) => {
    given(opened, identified, completed).when(step).thenRejects(AssessmentClosed);
  });
  it.each(Object.entries(steps))('takes an assessment that is there, as does %s', (_, step) => {
    expect(given().when(step).thenRejects(AssessmentNotFound)).toBe('No needs assessment with this id.');
  });
});

describe('readiness for change', () => {
  it('is a stage of a model of the registry', () => {
    const stage = { assessmentId, model: 'stages-of-change', stage: 'preparation', note: 'has asked for a mentor' };
    given(opened)
      .when(recordReadiness(stage))
      .then(ReadinessRecorded({ ...stage, practitionerId, settingId }));
  });
  it('is not named by a model that the registry does not have', () => {
    const sentence = given(opened)
      .when(recordReadiness({ assessmentId, model: 'horoscope', stage: 'action' }))
      .thenRejects(ModelUnknown);
    expect(sentence).toMatch(/^The registry has 6 models, and none of this name: stages-of-change, /);
  });
  it('is not a stage that the model does not have', () => {
    given(opened)
      .when(recordReadiness({ assessmentId, model: 'stages-of-change', stage: 'enlightenment' }))
      .thenRejects(StageUnknown);
    const sentence = given(opened)
      .when(recordReadiness({ assessmentId, model: 'inner-game', stage: 'action' }))
      .thenRejects(StageUnknown);
    expect(sentence).toBe('The model inner-game has 0 stages of readiness.');
  });
  it('has models that each say where they come from, and whether that was confirmed', () => {
    for (const { citation, confirmed } of readinessModels) expect([citation, confirmed]).toEqual([expect.stringMatching(/\(\d{4}\)/), false]);
  });
});

it('keeps the state of an assessment when an event of a newer release comes by, and counts it', () => {
  const state = stateAfter(needsAssessment, [opened]);
  const next = needsAssessment.evolve(state, { type: 'SomethingNewer', data: {} } as never, '');
  expect(next).toEqual({ ...state, revision: 1 });
});
