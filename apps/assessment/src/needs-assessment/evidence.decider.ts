import {
  AssessmentWarningRaised,
  ObservationFeedbackRecorded,
  PriorLearningRecorded,
  SelfAssessmentRecorded,
  ServiceUserOutcomeRecorded,
} from '@cairn/contracts/assessment/internal';
import { defineRule, warned, type DataOf, type EventDefinition } from '@cairn/event-sourcing';
import { isInForce, versionOf, type Framework, type FrameworkVersion } from '../framework/framework.decider.js';
import { levelsOf } from '../framework/version-content.decider.js';
import type { Assessment } from './assessment-state.decider.js';
import { disagreement, spreadOf } from './disagreement.js';
import { signOfAPerson } from './identifiers.js';
import { AssessmentFull, FrameworkNotInForce, mostOfAKind, open, type AssessmentDecision } from './needs-assessment.decider.js';

export const FrameworkItemUnknown = defineRule(
  '000-13',
  'FRAMEWORK_ITEM_UNKNOWN',
  (number: number, total: number, version: string) => `Item ${number} of ${total} is not in version ${version}, which this assessment uses.`,
);
export const LevelNotOnScale = defineRule('000-1', 'LEVEL_NOT_ON_SCALE', (code: string, level: number, levels: readonly number[]) =>
  levels.length === 0
    ? `The item ${code} has no scale in this version, so nothing rates it.`
    : `The level ${level} is not on the scale of ${code}: it can be ${levels.join(', ')}.`,
);
export const ItemRatedTwice = defineRule(
  '000-1',
  'ITEM_RATED_TWICE',
  (code: string, times: number) => `One rater gives an item one level at a time; ${code} has ${times} here.`,
);
export const SelfAssessmentByAnother = defineRule(
  '000-1',
  'SELF_ASSESSMENT_BY_ANOTHER',
  () => 'A self-assessment is recorded by the practitioner; what others saw is an observation.',
);
export const ObserverIsPractitioner = defineRule(
  '000-1',
  'OBSERVER_IS_PRACTITIONER',
  () => 'An observation is recorded by somebody else than the practitioner; what they see themselves is a self-assessment.',
);
export const NotYetHappened = defineRule('D-2', 'NOT_YET_HAPPENED', (on: string, day: string) => `It cannot have happened on ${on}: it is ${day}.`);
export const PeriodReversed = defineRule('000-1', 'PERIOD_REVERSED', (from: string, until: string) => `A period from ${from} cannot end on ${until}.`);
export const CohortTooSmall = defineRule(
  '2.8',
  'COHORT_TOO_SMALL',
  (cohort: number) => `An outcome is recorded over at least ${smallestCohort} service users, so that nobody can be told; this one is over ${cohort}.`,
);
export const ServiceUserIdentifiable = defineRule(
  '2.8',
  'SERVICE_USER_IDENTIFIABLE',
  (found: string) => `An outcome names no service user; this one holds ${found}.`,
);
export const SourcesDisagree = defineRule(
  '000-1',
  'SOURCES_DISAGREE',
  (code: string, spread: number, raters: number) => `On the item ${code} ${raters} raters lie ${spread} levels apart: look at the evidence together.`,
  { force: 'W' },
);

/** Below it a figure could be one person's. */
const smallestCohort = 5;

type Ratings = readonly { readonly code: string; readonly level: number }[];
type Given<D extends EventDefinition, K extends keyof DataOf<D>> = Pick<DataOf<D>, K | ('assessmentId' & keyof DataOf<D>) | ('evidenceId' & keyof DataOf<D>)>;
/** What a rating is judged by: the framework of the assessment, who gives it, and the day. */
export interface Judged {
  readonly framework: Framework;
  readonly by: string;
  readonly day: string;
}

export const recordSelfAssessment =
  (data: Given<typeof SelfAssessmentRecorded, 'ratings' | 'reflection'>, judged: Judged): AssessmentDecision =>
  (state) => {
    const assessment = open(state);
    if (judged.by !== assessment.practitionerId) throw SelfAssessmentByAnother();
    const version = rateable(assessment, data.ratings, judged);
    return [
      SelfAssessmentRecorded({ ...data, ...about(assessment) }),
      ...disagreements(assessment, version, { ...data, rater: `self-assessment/${judged.by}` }),
    ];
  };

/** Structured: what was observed, which level it shows, what went well, and what comes next. */
export const recordObservation =
  (
    data: Given<typeof ObservationFeedbackRecorded, 'observedOn' | 'ratings' | 'activity' | 'strengths' | 'nextSteps'>,
    { framework, by, day }: Judged,
  ): AssessmentDecision =>
  (state) => {
    const assessment = open(state);
    if (by === assessment.practitionerId) throw ObserverIsPractitioner();
    if (data.observedOn > day) throw NotYetHappened(data.observedOn, day);
    const version = rateable(assessment, data.ratings, { framework, day: data.observedOn });
    const recorded = ObservationFeedbackRecorded({ ...data, ...about(assessment), observerId: by });
    return [recorded, ...disagreements(assessment, version, { ...data, rater: `observation/${by}` })];
  };

/** A certificate need not say a level; where somebody recognises one, they answer for it. */
export const recordPriorLearning =
  (data: Given<typeof PriorLearningRecorded, 'kind' | 'learnedOn' | 'title' | 'ratings'>, judged: Judged): AssessmentDecision =>
  (state) => {
    const assessment = open(state);
    if (data.learnedOn > judged.day) throw NotYetHappened(data.learnedOn, judged.day);
    const version = rateable(assessment, data.ratings, judged);
    const recorded = PriorLearningRecorded({ ...data, ...about(assessment), recognisedBy: judged.by });
    return [recorded, ...disagreements(assessment, version, { ...data, rater: `prior-learning/${judged.by}` })];
  };

/** Figures over many people and never about one: there is no field for a text about a service user. */
export const recordServiceUserOutcome =
  (
    data: Given<typeof ServiceUserOutcomeRecorded, 'codes' | 'measure' | 'unit' | 'from' | 'until' | 'before' | 'after' | 'cohort'>,
    { framework, day }: Omit<Judged, 'by'>,
  ): AssessmentDecision =>
  (state) => {
    const assessment = open(state);
    const identifier = signOfAPerson(data.measure) ?? signOfAPerson(data.unit);
    if (identifier !== undefined) throw ServiceUserIdentifiable(identifier);
    if (data.cohort < smallestCohort) throw CohortTooSmall(data.cohort);
    if (data.until < data.from) throw PeriodReversed(data.from, data.until);
    if (data.until > day) throw NotYetHappened(data.until, day);
    const version = usable(assessment, framework, day);
    assertItems(version, data.codes, assessment.framework.version);
    return [ServiceUserOutcomeRecorded({ ...data, ...about(assessment) })];
  };

const about = ({ practitionerId, settingId, framework }: Assessment) => ({ practitionerId, settingId, framework });

/** The version, as far as the assessment may take more evidence against it on that day. */
function usable({ evidence, framework: { version: name } }: Assessment, framework: Framework, day: string): FrameworkVersion {
  if (evidence.size >= mostOfAKind) throw AssessmentFull(evidence.size, 'pieces of evidence');
  const version = versionOf(framework, name);
  if (!version || !isInForce(version, day)) throw FrameworkNotInForce(name, day);
  return version;
}

function assertItems(version: FrameworkVersion, codes: readonly string[], name: string): void {
  codes.forEach((code, index) => {
    if (!version.codes.has(code)) throw FrameworkItemUnknown(index + 1, codes.length, name);
  });
}

function rateable(assessment: Assessment, ratings: Ratings, { framework, day }: Omit<Judged, 'by'>): FrameworkVersion {
  const version = usable(assessment, framework, day);
  const codes = ratings.map(({ code }) => code);
  assertItems(version, codes, assessment.framework.version);
  const twice = codes.find((code, index) => codes.indexOf(code) !== index);
  if (twice !== undefined) throw ItemRatedTwice(twice, codes.filter((code) => code === twice).length);
  ratings.forEach((rating) => assertLevel(version, rating));
  return version;
}

export function assertLevel(version: FrameworkVersion, { code, level }: Ratings[number]): void {
  const levels = levelsOf(version, code).map(({ value }) => value);
  if (!levels.includes(level)) throw LevelNotOnScale(code, level, levels);
}

/** One warning for each item on which these ratings take the sources further apart. */
export function disagreements(
  assessment: Assessment,
  version: FrameworkVersion,
  { assessmentId, ratings, rater }: { readonly assessmentId: string; readonly ratings: Ratings; readonly rater: string },
) {
  const { practitionerId, settingId } = assessment;
  return ratings.flatMap(({ code, level }) => {
    const levels = levelsOf(version, code).map(({ value }) => value);
    const before = latestLevels(assessment, code);
    const after = new Map(before).set(rater, level);
    const spread = spreadOf(after.values(), levels);
    if (spread < disagreement || spread <= spreadOf(before.values(), levels)) return [];
    const about = { kind: 'needs assessment', id: assessmentId };
    const taskFor = { role: 'setting-leader', personId: null };
    return [AssessmentWarningRaised(warned(SourcesDisagree(code, spread, after.size), { about, taskFor, personId: practitionerId, settingId }))];
  });
}

/** What each rater of each source has said of an item last. */
function latestLevels({ evidence }: Assessment, code: string): ReadonlyMap<string, number> {
  const said = [...evidence.values()].flatMap(({ kind, raterId, ratings }) => {
    const rating = ratings.get(code);
    return rating ? [[`${kind}/${raterId}`, rating.level] as const] : [];
  });
  return new Map(said);
}
