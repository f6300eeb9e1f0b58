import {
  NeedIdentified,
  NeedMarkedPrerequisite,
  NeedPrioritised,
  NeedsAssessmentCompleted,
  NeedsAssessmentOpened,
  NeedStandingCorrected,
  NeedWithdrawn,
} from '@cairn/contracts/assessment';
import {
  AssessmentWarningRaised,
  InspectionActionLinkedToNeed,
  NeedStatementCorrected,
  ObservationFeedbackRecorded,
  PriorLearningRecorded,
  RatingCorrected,
  ReadinessRecorded,
  SelfAssessmentRecorded,
  ServiceUserOutcomeRecorded,
} from '@cairn/contracts/assessment/internal';
import { defineRule, defineStream, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';
import { currentProfiles, FrameworkUnknown, isInForce, versionOf, type Framework, type FrameworkVersion } from '../framework/framework.decider.js';
import { changed, opened, type Assessment, type AssessmentState } from './assessment-state.decider.js';

/** One assessment of what one practitioner of one setting needs, against one version of a framework. Completed, it is closed for ever: only corrections follow. */
export const needsAssessment = defineStream({
  category: 'needsassessment',
  events: [
    ...([NeedsAssessmentOpened, SelfAssessmentRecorded, ObservationFeedbackRecorded, PriorLearningRecorded, ServiceUserOutcomeRecorded] as const),
    ...([NeedIdentified, InspectionActionLinkedToNeed, NeedPrioritised, NeedMarkedPrerequisite, NeedWithdrawn, ReadinessRecorded] as const),
    ...([NeedsAssessmentCompleted, RatingCorrected, NeedStatementCorrected, NeedStandingCorrected, AssessmentWarningRaised] as const),
  ],
  initial: { status: 'absent' } as AssessmentState,
  evolve: (state, event): AssessmentState => {
    if (event.type === 'NeedsAssessmentOpened') return opened(event.data);
    return state.status === 'absent' ? state : changed({ ...state, revision: state.revision + 1 }, event);
  },
});
export type AssessmentDecision = Decide<AssessmentState, EventIn<typeof needsAssessment>>;

/** Of needs and of evidence items, in one assessment: what one event can name when it completes. */
export const mostOfAKind = 200;

export const AssessmentNotFound = defineRule('000-1', 'NOT_FOUND', () => 'No needs assessment with this id.', { kind: 'not-found' });
export const FrameworkNotInForce = defineRule(
  '000-13',
  'FRAMEWORK_NOT_IN_FORCE',
  (version: string, day: string) => `Version ${version} of this framework was not in force on ${day}.`,
);
export const RoleProfileUnknown = defineRule(
  '000-1',
  'ROLE_PROFILE_UNKNOWN',
  (version: string) => `Version ${version} has no role profile with this id that no other has replaced.`,
);
export const PersonUnknown = defineRule('000-1', 'PERSON_UNKNOWN', () => 'No person with this id was registered.');
export const SettingUnknown = defineRule('000-1', 'SETTING_UNKNOWN', () => 'No setting with this id was registered.');
export const AssessmentFull = defineRule(
  '000-1',
  'ASSESSMENT_FULL',
  (count: number, what: 'needs' | 'pieces of evidence') => `This assessment has ${count} of ${mostOfAKind} ${what}.`,
);
export const AssessmentHasNoNeeds = defineRule('000-1', 'ASSESSMENT_HAS_NO_NEEDS', () => 'An assessment with 0 needs cannot be completed.');
export const AssessmentClosed = defineRule('000-1', 'ASSESSMENT_CLOSED', () => 'This assessment was completed and is closed: open a new one.');

/** What the rules of opening ask of others. */
export interface OpeningFacts {
  readonly framework: Framework;
  /** When it was opened: the version must have been in force then, whatever is in force now. */
  readonly day: string;
  /** Whether directory has registered them. */
  readonly personKnown: boolean;
  readonly settingKnown: boolean;
}

export const openAssessment =
  (data: DataOf<typeof NeedsAssessmentOpened>, { framework, day, personKnown, settingKnown }: OpeningFacts): AssessmentDecision =>
  (state) => {
    if (state.status !== 'absent') return []; // its id comes from the command
    const version = versionOf(framework, data.framework.version);
    if (!version) throw FrameworkUnknown(data.framework.version);
    if (!isInForce(version, day)) throw FrameworkNotInForce(data.framework.version, day);
    if (!hasProfile(version, data.roleProfileId)) throw RoleProfileUnknown(data.framework.version);
    if (!personKnown) throw PersonUnknown();
    if (!settingKnown) throw SettingUnknown();
    return [NeedsAssessmentOpened(data)];
  };

const hasProfile = (version: FrameworkVersion, id: string | undefined) =>
  id === undefined || currentProfiles(version).some(({ profileId }) => profileId === id);

/** Plans may build on the needs from here on, so from here on they stand. */
export const completeAssessment =
  (assessmentId: string): AssessmentDecision =>
  (state) => {
    const { practitionerId, settingId, needs } = open(state);
    const found = [...needs].filter(([, { withdrawn }]) => !withdrawn);
    if (found.length === 0) throw AssessmentHasNoNeeds();
    const priorities = found.flatMap(([needId, { priority }]) => (priority === null ? [] : [{ needId, priority }]));
    const needIds = found.map(([needId]) => needId);
    return [NeedsAssessmentCompleted({ assessmentId, practitionerId, settingId, needIds, ...(priorities.length > 0 && { priorities }) })];
  };

export function existing(state: AssessmentState): Assessment {
  if (state.status === 'absent') throw AssessmentNotFound();
  return state;
}

export function open(state: AssessmentState): Assessment {
  const assessment = existing(state);
  if (assessment.status === 'completed') throw AssessmentClosed();
  return assessment;
}
