import type {
  NeedIdentified,
  NeedMarkedPrerequisite,
  NeedPrioritised,
  NeedsAssessmentCompleted,
  NeedsAssessmentOpened,
  NeedStandingCorrected,
  NeedWithdrawn,
} from '@cairn/contracts/assessment';
import type {
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
import { unreachable, type EventOf } from '@cairn/event-sourcing';

type Said = { readonly level: number; /** Of the event that said so last. */ readonly revision: number };
/** What was recorded in the assessment, and a need may cite. Sources and raters are kept apart. */
export interface EvidenceItem {
  readonly kind: 'self-assessment' | 'observation' | 'prior-learning' | 'service-user-outcome';
  /** Who gave the ratings; null where there are figures instead. */
  readonly raterId: string | null;
  /** By the code of the item. */
  readonly ratings: ReadonlyMap<string, Said>;
}
export interface Need {
  readonly priority: number | null;
  readonly withdrawn: boolean;
  /** The needs that have to be met before this one can be. */
  readonly enablers: ReadonlySet<string>;
  /** Of the event that said last what the need is. */
  readonly statedAt: number;
}

type Opened = EventOf<typeof NeedsAssessmentOpened>['data'];
export type Assessment = Omit<Opened, 'assessmentId'> & {
  readonly status: 'open' | 'completed';
  /** Of the last event: how a correction names what it corrects. */
  readonly revision: number;
  readonly completedAt: number | null;
  readonly evidence: ReadonlyMap<string, EvidenceItem>;
  readonly needs: ReadonlyMap<string, Need>;
};
export type AssessmentState = { readonly status: 'absent' } | Assessment;

export const opened = ({ assessmentId: _, ...data }: Opened): Assessment => ({
  ...{ ...data, status: 'open', revision: 0, completedAt: null, evidence: new Map(), needs: new Map() },
});

type Change =
  | EventOf<typeof SelfAssessmentRecorded>
  | EventOf<typeof ObservationFeedbackRecorded>
  | EventOf<typeof PriorLearningRecorded>
  | EventOf<typeof ServiceUserOutcomeRecorded>
  | EventOf<typeof RatingCorrected>
  | EventOf<typeof NeedIdentified>
  | EventOf<typeof NeedPrioritised>
  | EventOf<typeof NeedMarkedPrerequisite>
  | EventOf<typeof NeedWithdrawn>
  | EventOf<typeof NeedStatementCorrected>
  | EventOf<typeof NeedStandingCorrected>
  | EventOf<typeof NeedsAssessmentCompleted>
  | EventOf<typeof InspectionActionLinkedToNeed>
  | EventOf<typeof ReadinessRecorded>
  | EventOf<typeof AssessmentWarningRaised>;

/** The assessment after one more event, whose revision it has already. */
export function changed(state: Assessment, event: Change): Assessment {
  switch (event.type) {
    case 'SelfAssessmentRecorded':
      return withRatings(state, event.data.evidenceId, 'self-assessment', event.data.practitionerId, event.data.ratings);
    case 'ObservationFeedbackRecorded':
      return withRatings(state, event.data.evidenceId, 'observation', event.data.observerId, event.data.ratings);
    case 'PriorLearningRecorded':
      return withRatings(state, event.data.evidenceId, 'prior-learning', event.data.recognisedBy, event.data.ratings);
    case 'ServiceUserOutcomeRecorded':
      return withRatings(state, event.data.evidenceId, 'service-user-outcome', null, []);
    case 'RatingCorrected':
      return withCorrection(state, event.data);
    case 'NeedIdentified':
      return withNeed(state, event.data.needId, { priority: null, withdrawn: false, enablers: new Set(), statedAt: state.revision });
    case 'NeedPrioritised':
      return withNeed(state, event.data.needId, { priority: event.data.to });
    case 'NeedMarkedPrerequisite': {
      const { enablerId, targetId } = event.data;
      return withNeed(state, targetId, { enablers: new Set(state.needs.get(targetId)?.enablers).add(enablerId) });
    }
    case 'NeedWithdrawn':
    case 'NeedStandingCorrected':
      return withNeed(state, event.data.needId, { withdrawn: true });
    case 'NeedStatementCorrected':
      return withNeed(state, event.data.needId, { statedAt: state.revision });
    case 'NeedsAssessmentCompleted':
      return { ...state, status: 'completed', completedAt: state.revision };
    case 'InspectionActionLinkedToNeed':
    case 'ReadinessRecorded':
    case 'AssessmentWarningRaised':
      return state;
    default:
      return unreachable(event, state);
  }
}

function withRatings(
  state: Assessment,
  evidenceId: string,
  kind: EvidenceItem['kind'],
  raterId: string | null,
  ratings: readonly { readonly code: string; readonly level: number }[],
): Assessment {
  const said = new Map(ratings.map(({ code, level }) => [code, { level, revision: state.revision }]));
  return { ...state, evidence: new Map(state.evidence).set(evidenceId, { kind, raterId, ratings: said }) };
}

function withCorrection(state: Assessment, { evidenceId, code, to }: EventOf<typeof RatingCorrected>['data']): Assessment {
  const item = state.evidence.get(evidenceId);
  if (!item) return state;
  const ratings = new Map(item.ratings).set(code, { level: to, revision: state.revision });
  return { ...state, evidence: new Map(state.evidence).set(evidenceId, { ...item, ratings }) };
}

const unstated: Need = { priority: null, withdrawn: false, enablers: new Set(), statedAt: 0 };
const withNeed = (state: Assessment, needId: string, change: Partial<Need>): Assessment => ({
  ...state,
  needs: new Map(state.needs).set(needId, { ...(state.needs.get(needId) ?? unstated), ...change }),
});
