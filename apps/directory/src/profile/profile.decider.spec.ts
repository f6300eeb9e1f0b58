import { AccessNeedsRecorded, CareerStageRecorded, ExpertiseClaimed, ExpertiseWithdrawn, PersonRegistered } from '@cairn/contracts/directory';
import { DirectoryWarningRaised } from '@cairn/contracts/directory/internal';
import { specFor, stateAfter } from '@cairn/testing';
import { person, PersonUnknown } from '../person/person.decider.js';
import { claimExpertise, ExpertiseNotClaimed, profile, recordAccessNeeds, recordCareerStage, withdrawExpertise } from './profile.decider.js';

const personId = 'a0000000-0000-4000-8000-000000000001';
const { given } = specFor(profile);
const ana = stateAfter(person, [PersonRegistered({ personId, settingId: null, name: 'Ana Okafor' })]);
const language = { personId, area: 'early-language' };
const claimed = ExpertiseClaimed(language);

describe('a profile', () => {
  it('says where a person stands in their career, from what and to what', () => {
    const experienced = CareerStageRecorded({ personId, from: null, to: 'experienced' });
    given()
      .when(recordCareerStage({ personId, to: 'experienced' }, ana))
      .then(experienced);
    given(experienced)
      .when(recordCareerStage({ personId, to: 'leading' }, ana))
      .then(CareerStageRecorded({ personId, from: 'experienced', to: 'leading' }));
    given(experienced)
      .when(recordCareerStage({ personId, to: 'experienced' }, ana))
      .thenNothing();
  });
  it('says what they are expert in', () => {
    given().when(claimExpertise(language, ana)).then(claimed);
    given(claimed).when(claimExpertise(language, ana)).thenNothing();
    given(claimed).when(withdrawExpertise(language, ana)).then(ExpertiseWithdrawn(language));
    expect(given(claimed, ExpertiseWithdrawn(language)).when(withdrawExpertise(language, ana)).thenRejects(ExpertiseNotClaimed)).toBe(
      'This is none of the 0 areas that this person claims.',
    );
  });
  it('says what they need and how they like to work', () => {
    const needs = { personId, needs: 'rooms without steps', preferences: 'I like to see a thing done before I try it' };
    given().when(recordAccessNeeds(needs, ana)).then(AccessNeedsRecorded(needs));
  });
  it.each([
    ['VARK: aural', 1],
    ['a kinaesthetic learner, a VISUAL learner', 2],
    ['my learning style is visual', 1],
    ['reading/writing learner and VAK', 2],
  ])('never types a learner without a word of warning: %s', (preferences, terms) => {
    const recorded = { personId, needs: null, preferences };
    const detail =
      terms === 1
        ? '1 word names a type of learner. Teaching by such types is not known to help; what a person needs and prefers, in their own words, does.'
        : '2 words name types of learner. Teaching by such types is not known to help; what a person needs and prefers, in their own words, does.';
    const warning = { code: 'LEARNING_STYLE_LABEL', detail, about: { kind: 'person', id: personId }, personId, settingId: null };
    given()
      .when(recordAccessNeeds(recorded, ana))
      .then(AccessNeedsRecorded(recorded), DirectoryWarningRaised({ ...warning, taskFor: { role: 'practitioner', personId } }));
  });
  it('is that of a person', () => {
    const nobody = person.initial;
    const decisions = [
      recordCareerStage({ personId, to: 'leading' }, nobody),
      claimExpertise(language, nobody),
      withdrawExpertise(language, nobody),
      recordAccessNeeds({ personId, needs: 'x', preferences: null }, nobody),
    ];
    for (const decide of decisions) given().when(decide).thenRejects(PersonUnknown);
  });
});
