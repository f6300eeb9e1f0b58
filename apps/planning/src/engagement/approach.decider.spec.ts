import { ApproachChanged, EngagementEnded, OccasionRecorded, EngagementFocusSet, RoleEmphasisAgreed } from '@cairn/contracts/planning';
import { PlanningWarningRaised } from '@cairn/contracts/planning/internal';
import { specFor, stateAfter } from '@cairn/testing';
import { agreement } from '../agreement/agreement.decider.js';
import { person, settingId } from '../fixtures/ipswich.js';
import {
  agreed,
  agreementProposed,
  engagementId,
  focus,
  ids,
  occasion,
  pair,
  practitioner,
  proposed,
  selected,
  signedByPractitioner,
  signedBySupporter,
  tookEffect,
  why,
} from '../fixtures/pair.js';
import {
  agreeRoleEmphasis,
  ApproachRationaleRequired,
  AssessingRoleNotAllowed,
  changeApproach,
  FocusUnknown,
  OccasionUnknown,
  PeersOnlyInCoCoaching,
  recordOccasion,
  RoleUnknown,
  setFocus,
} from './approach.decider.js';
import { engagement, EngagementHasEnded, EngagementNotFound } from './engagement.decider.js';

const { given } = specFor(engagement);
const unsigned = agreement.initial;
const reason = 'The post is settled; one skill is left.';
const change = (to: 'mentoring' | 'specialist-coaching' | 'co-coaching', changes: object = {}) =>
  changeApproach({ to, ...why, reason, agreement: unsigned, ...changes });
const ended = EngagementEnded({ ...pair, peerIds: [], endedBy: practitioner, reason: null });

describe('another approach', () => {
  it('is chosen for reasons, and says what it was before', () =>
    given(proposed(), selected())
      .when(change('specialist-coaching'))
      .then(ApproachChanged({ ...pair, peerIds: [], from: 'mentoring', to: 'specialist-coaching', ...why, reason })));
  it('names a criterion of the template', () => {
    const sentence = 'Changing to co-coaching takes a rationale that names at least 1 of the 5 criteria of the template; ';
    const refusal = (changes: object) => given(proposed()).when(change('co-coaching', changes)).thenRejects(ApproachRationaleRequired);
    expect(refusal({ rationale: ' ' })).toBe(`${sentence}it is empty.`);
    expect(refusal({ criteria: ['mood'] })).toBe(`${sentence}it names none.`);
    expect(refusal({ reason: '' })).toBe(`${sentence}there is no reason for the change.`);
  });
  it('that is the same is no news', () => given(proposed()).when(change('mentoring')).thenNothing());
  it('leaves no third member behind', () => {
    given(proposed({ approach: 'co-coaching', peerIds: [person(5)] }))
      .when(change('mentoring'))
      .thenRejects(PeersOnlyInCoCoaching);
  });
  it('takes no assessing role along', () => {
    const assessing = stateAfter(agreement, [
      agreementProposed({ assessingRole: 'Signs off the portfolio' }),
      signedByPractitioner(),
      signedBySupporter(),
      tookEffect(),
    ]);
    const sentence = given(proposed())
      .when(change('specialist-coaching', { agreement: assessing }))
      .thenRejects(AssessingRoleNotAllowed);
    expect(sentence).toBe('Only a mentor may have an assessing role, declared in the agreement; this is specialist-coaching.');
    given(proposed())
      .when(change('specialist-coaching', { agreement: stateAfter(agreement, agreed()) }))
      .then(ApproachChanged({ ...pair, peerIds: [], from: 'mentoring', to: 'specialist-coaching', ...why, reason }));
  });
  it('is for an engagement that is there and has not ended', () => {
    given().when(change('mentoring')).thenRejects(EngagementNotFound);
    given(proposed(), ended).when(change('co-coaching')).thenRejects(EngagementHasEnded);
  });
});

describe('occasion and focus', () => {
  it('change, and say from what', () => {
    given(proposed(), occasion())
      .when(recordOccasion('career-change'))
      .then(OccasionRecorded({ ...ids, occasion: 'career-change', from: 'promotion-and-development' }));
    given(proposed(), focus())
      .when(setFocus('skills'))
      .then(EngagementFocusSet({ ...ids, focus: 'skills', from: 'development' }));
  });
  it('that are so already are no news', () => {
    given(proposed(), occasion()).when(recordOccasion('promotion-and-development')).thenNothing();
    given(proposed(), focus()).when(setFocus('development')).thenNothing();
  });
  it('are of their lists', () => {
    expect(given(proposed()).when(recordOccasion('a whim')).thenRejects(OccasionUnknown)).toMatch(/^This is none of the 9 occasions: induction, /);
    expect(given(proposed()).when(setFocus('everything')).thenRejects(FocusUnknown)).toBe(
      'This is none of the 4 focuses: skills, performance, development, executive-agenda.',
    );
  });
});

describe('the emphasis of roles', () => {
  it('is agreed, in the order of the list', () =>
    given(proposed())
      .when(agreeRoleEmphasis(['coach', 'enabler']))
      .then(RoleEmphasisAgreed({ ...ids, roles: ['enabler', 'coach'] })));
  it('prompts a look at the boundary to counselling', () =>
    given(proposed())
      .when(agreeRoleEmphasis(['counsellor']))
      .then(
        RoleEmphasisAgreed({ ...ids, roles: ['counsellor'] }),
        PlanningWarningRaised({
          ...{ code: 'COUNSELLOR_BOUNDARY', about: { kind: 'engagement', id: engagementId }, personId: practitioner, settingId },
          detail: 'The supporter is to be a counsellor too: look at the boundary to counselling, and at where to signpost to.',
          taskFor: { role: 'programme-lead', personId: null },
        }),
      ));
  it('is of the eleven', () => {
    given(proposed())
      .when(agreeRoleEmphasis(['boss']))
      .thenRejects(RoleUnknown);
    given(proposed()).when(agreeRoleEmphasis([])).thenRejects(RoleUnknown);
  });
});
