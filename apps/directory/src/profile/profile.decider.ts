import { AccessNeedsRecorded, CareerStageRecorded, ExpertiseClaimed, ExpertiseWithdrawn } from '@cairn/contracts/directory';
import { DirectoryWarningRaised } from '@cairn/contracts/directory/internal';
import { defineRule, defineStream, unreachable, warned, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';
import { existing, type Person } from '../person/person.decider.js';

interface State {
  readonly careerStage: DataOf<typeof CareerStageRecorded>['to'] | null;
  readonly expertise: ReadonlySet<string>;
}

/** What a person tells of themselves, so that coaching can be adapted to them. What they need and prefer is sealed. Its id is the person's. */
export const profile = defineStream({
  category: 'profile',
  events: [CareerStageRecorded, ExpertiseClaimed, ExpertiseWithdrawn, AccessNeedsRecorded, DirectoryWarningRaised],
  initial: { careerStage: null, expertise: new Set() } as State,
  evolve: (state, event): State => {
    switch (event.type) {
      case 'CareerStageRecorded':
        return { ...state, careerStage: event.data.to };
      case 'ExpertiseClaimed':
        return { ...state, expertise: new Set(state.expertise).add(event.data.area) };
      case 'ExpertiseWithdrawn':
        return { ...state, expertise: new Set([...state.expertise].filter((area) => area !== event.data.area)) };
      case 'AccessNeedsRecorded':
      case 'DirectoryWarningRaised':
        return state;
      default:
        return unreachable(event, state);
    }
  },
});
export type ProfileDecision = Decide<State, EventIn<typeof profile>>;

export const ExpertiseNotClaimed = defineRule(
  '004-3',
  'EXPERTISE_NOT_CLAIMED',
  (areas: number) => `This is none of the ${areas} areas that this person claims.`,
);
export const LearningStyleLabel = defineRule(
  '2.9',
  'LEARNING_STYLE_LABEL',
  (terms: number) =>
    `${terms} ${terms === 1 ? 'word names a type' : 'words name types'} of learner. Teaching by such types is not known to help; what a person needs and prefers, in their own words, does.`,
  { force: 'W' },
);

export const recordCareerStage =
  ({ personId, to }: Omit<DataOf<typeof CareerStageRecorded>, 'from'>, person: Person): ProfileDecision =>
  ({ careerStage: from }) => {
    existing(person);
    return from === to ? [] : [CareerStageRecorded({ personId, from, to })];
  };

export const claimExpertise =
  (data: DataOf<typeof ExpertiseClaimed>, person: Person): ProfileDecision =>
  ({ expertise }) => {
    existing(person);
    return expertise.has(data.area) ? [] : [ExpertiseClaimed(data)];
  };

export const withdrawExpertise =
  (data: DataOf<typeof ExpertiseWithdrawn>, person: Person): ProfileDecision =>
  ({ expertise }) => {
    existing(person);
    if (!expertise.has(data.area)) throw ExpertiseNotClaimed(expertise.size);
    return [ExpertiseWithdrawn(data)];
  };

/** What was recorded earlier stays on record, and no longer holds. */
export const recordAccessNeeds =
  (data: DataOf<typeof AccessNeedsRecorded>, person: Person): ProfileDecision =>
  () => {
    existing(person);
    const { personId } = data;
    const terms = learnerTypesIn(`${data.needs ?? ''} ${data.preferences ?? ''}`);
    const warning = { personId, about: { kind: 'person', id: personId }, taskFor: { role: 'practitioner', personId } };
    return [AccessNeedsRecorded(data), ...(terms > 0 ? [DirectoryWarningRaised(warned(LearningStyleLabel(terms), warning))] : [])];
  };

const learnerTypes =
  /\b(?:va(?:r?k)|learning styles?|(?:visual|auditory|aural|kinaesthetic|kinesthetic|tactile|read(?:ing)?\/writ(?:e|ing)) (?:learner|learning|style)s?)\b/gi;
const learnerTypesIn = (text: string): number => new Set(text.match(learnerTypes)?.map((term) => term.toLowerCase())).size;
