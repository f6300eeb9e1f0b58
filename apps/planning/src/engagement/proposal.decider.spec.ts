import { PolicyChoices } from '@cairn/contracts/directory';
import { PlanningWarningRaised } from '@cairn/contracts/planning/internal';
import { specFor } from '@cairn/testing';
import { settingId, person } from '../fixtures/ipswich.js';
import { director, engagementId, focus, manager, occasion, practitioner, proposal, proposed, selected, supporter, why } from '../fixtures/pair.js';
import { PersonUnknown } from '../programme/seats.decider.js';
import { ApproachRationaleRequired, FocusUnknown, OccasionUnknown, PeersOnlyInCoCoaching } from './approach.decider.js';
import { SupporterIsLineManager } from './conflict.decider.js';
import { engagement } from './engagement.decider.js';
import { MentorExpertiseGap, MentorSameUnit, proposeEngagement, SelfMatch, SupporterAtCapacity } from './proposal.decider.js';

const { given } = specFor(engagement);
const choices = (changed: Record<string, string> = {}) => new PolicyChoices('1', changed);
const free = { settingId: null, expertise: ['outdoor-play'], capacity: 2, load: 1 };
const { settingId: _, ...asked } = proposal;

const propose = (changes: object = {}, circumstances: object = {}) =>
  proposeEngagement(
    { ...asked, ...why, occasion: 'promotion-and-development', focus: 'development', ...changes },
    { settingId, managers: new Map(), supporter: free, policies: choices(), matches: new Map(), ...circumstances },
  );
const refusal = (rule: { code: string }, changes: object, circumstances: object = {}) => given().when(propose(changes, circumstances)).thenRejects(rule);
const warning = (code: string, detail: string) =>
  PlanningWarningRaised({
    ...{ code, detail, about: { kind: 'engagement', id: engagementId }, personId: practitioner, settingId },
    taskFor: { role: 'programme-lead', personId: null },
  });

describe('proposing an engagement', () => {
  it('records who, how, why so, what for and with which focus', () => given().when(propose()).then(proposed(), selected(), occasion(), focus()));
  it('takes two different people', () => {
    expect(refusal(SelfMatch, { supporterId: practitioner })).toBe('Nobody supports themselves: the parties of an engagement are different people.');
    refusal(SelfMatch, { approach: 'co-coaching', peerIds: [supporter] });
  });
  it('takes a rationale, an occasion and a focus', () => {
    expect(refusal(ApproachRationaleRequired, { rationale: '', criteria: [] })).toBe(
      'Choosing mentoring takes a rationale that names at least 1 of the 5 criteria of the template; it is empty.',
    );
    refusal(OccasionUnknown, { occasion: 'a whim' });
    refusal(FocusUnknown, { focus: 'everything' });
  });
  it('takes a practitioner whose setting is known', () => {
    refusal(PersonUnknown, {}, { settingId: null });
  });
});

describe('line management', () => {
  const managers = new Map([
    [practitioner, manager],
    [manager, supporter],
  ]);
  it('is refused at any depth', () => {
    expect(refusal(SupporterIsLineManager, {}, { managers })).toBe('The supporter manages the practitioner through 2 levels.');
    expect(refusal(SupporterIsLineManager, {}, { managers: new Map([[practitioner, supporter]]) })).toBe(
      'The supporter manages the practitioner through 1 level.',
    );
  });
  it('is a warning where the organisation allows it with a declaration', () =>
    given()
      .when(propose({}, { managers, policies: choices({ MANAGER_AS_COACH_CONFLICT: 'allow-with-declaration' }) }))
      .then(proposed(), selected(), occasion(), focus(), warning('SUPPORTER_IS_LINE_MANAGER', 'The supporter manages the practitioner through 2 levels.')));
  it('is none where the practitioner manages the supporter, or another', () => {
    given()
      .when(propose({}, { managers: new Map([[supporter, practitioner]]) }))
      .then(proposed(), selected(), occasion(), focus());
    given()
      .when(propose({}, { managers: new Map([[practitioner, director]]) }))
      .then(proposed(), selected(), occasion(), focus());
  });
  it('counts both ways among co-coaching peers', () => {
    const peers = { approach: 'co-coaching', peerIds: [person(5)] };
    refusal(SupporterIsLineManager, peers, { managers: new Map([[supporter, practitioner]]) });
    refusal(SupporterIsLineManager, peers, { managers: new Map([[person(5), supporter]]) });
  });
});

describe('what the organisation decides about', () => {
  const same = { supporter: { ...free, settingId } };
  const areas = { areas: ['outdoor-play', 'early-literacy'] };
  const full = { supporter: { ...free, load: 2 } };
  it.each([
    [MentorSameUnit, 'The mentor works at the same setting as the practitioner.', {}, same],
    [MentorExpertiseGap, 'The supporter claims expertise in 1 of 2 areas; missing: early-literacy.', areas, {}],
    [SupporterAtCapacity, 'The supporter has 2 of 2 engagements.', {}, full],
  ])('is refused or a warning: %#', (rule, detail, changes, circumstances) => {
    const under = (choice: string) => ({ ...circumstances, policies: choices({ [rule.code]: choice }) });
    expect(refusal(rule, changes, under('refuse'))).toBe(detail);
    given()
      .when(propose(changes, under('warn')))
      .then(proposed(changes), selected(), occasion(), focus(), warning(rule.code, detail));
  });
  it('is no matter for other approaches, or without a limit', () => {
    const coaching = { approach: 'specialist-coaching' as const };
    given().when(propose(coaching, same)).then(proposed(coaching), selected('specialist-coaching'), occasion(), focus());
    given()
      .when(propose({}, { supporter: { ...free, capacity: null, load: 99 } }))
      .then(proposed(), selected(), occasion(), focus());
  });
});

describe('co-coaching', () => {
  const together = { approach: 'co-coaching' as const, peerIds: [person(5)] };
  it('has two members or more, and a specialist source', () => {
    const sourced = { ...together, specialistSource: 'Elklan course' };
    given().when(propose(sourced)).then(proposed(sourced), selected('co-coaching'), occasion(), focus());
  });
  it('without a source is on somebody’s list', () =>
    given()
      .when(propose(together))
      .then(
        ...[proposed(together), selected('co-coaching'), occasion(), focus()],
        warning('CO_COACHING_WITHOUT_SPECIALIST_SOURCE', 'The co-coaching of these 3 names no specialist source for the new knowledge.'),
      ));
  it('is the only approach with more than two', () => {
    expect(refusal(PeersOnlyInCoCoaching, { peerIds: [person(5)] })).toBe('Only co-coaching has more than two members; there is 1 beyond the two.');
  });
});
