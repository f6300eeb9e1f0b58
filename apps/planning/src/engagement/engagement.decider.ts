import {
  EngagementEnded,
  engagementEvents,
  type Approach,
  type EngagementConflictDetected,
  type EngagementFocusSet,
  type EngagementProposed,
  type OccasionRecorded,
} from '@cairn/contracts/planning';
import { EngagementRecordFiled, PlanningWarningRaised } from '@cairn/contracts/planning/internal';
import { defineRule, defineStream, unreachable, type DataOf, type Decide, type EventIn, type EventOf } from '@cairn/event-sourcing';
import { requireInPerson } from '../in-person.decider.js';

/** What is on record about a manager who supports their own report. What was declared is sealed, so it is not here. */
export interface Declaration {
  readonly practitionerId: string;
  readonly supporterId: string;
  readonly reviewOn: string | null;
  readonly consented: boolean;
  readonly approved: boolean;
}

export interface Engagement {
  readonly status: 'proposed' | 'started' | 'ended';
  readonly proposed: EventOf<typeof EngagementProposed>['data'];
  readonly approach: Approach;
  readonly occasion: EventOf<typeof OccasionRecorded>['data']['occasion'] | null;
  readonly focus: EventOf<typeof EngagementFocusSet>['data']['focus'] | null;
  /** Who has confirmed their expectations. */
  readonly confirmed: ReadonlySet<string>;
  /** Those that stand, by their id. */
  readonly conflicts: ReadonlyMap<string, Pick<EventOf<typeof EngagementConflictDetected>['data'], 'practitionerId' | 'supporterId' | 'path'>>;
  readonly declaration: Declaration | null;
}
export type EngagementState = { readonly status: 'absent' } | Engagement;

/** One supporter and one practitioner, or the members of a co-coaching, from the proposal to the end: how they work, and whether line management stands between them. */
export const engagement = defineStream({
  category: 'engagement',
  events: [...engagementEvents, EngagementRecordFiled, PlanningWarningRaised],
  initial: { status: 'absent' } as EngagementState,
  evolve: (state, event): EngagementState => {
    if (event.type === 'EngagementProposed') return proposed(event.data);
    if (state.status === 'absent') return state;
    switch (event.type) {
      case 'ApproachChanged':
        return { ...state, approach: event.data.to };
      case 'OccasionRecorded':
        return { ...state, occasion: event.data.occasion };
      case 'EngagementFocusSet':
        return { ...state, focus: event.data.focus };
      case 'ExpectationsConfirmed':
        return { ...state, confirmed: new Set(state.confirmed).add(event.data.personId) };
      case 'EngagementStarted':
        return { ...state, status: 'started' };
      case 'EngagementEnded':
        return { ...state, status: 'ended' };
      case 'EngagementConflictDetected': {
        const { conflictId, practitionerId, supporterId, path } = event.data;
        return { ...state, conflicts: new Map(state.conflicts).set(conflictId, { practitionerId, supporterId, path }) };
      }
      case 'EngagementConflictEnded':
        return { ...state, conflicts: new Map([...state.conflicts].filter(([conflictId]) => conflictId !== event.data.conflictId)) };
      case 'ConflictDeclared': {
        const { practitionerId, supporterId, reviewOn } = event.data;
        return { ...state, declaration: { practitionerId, supporterId, reviewOn, consented: false, approved: false } };
      }
      case 'ConflictConsentGiven':
        return { ...state, declaration: state.declaration && { ...state.declaration, consented: true } };
      case 'ConflictMitigationApproved':
        return { ...state, declaration: state.declaration && { ...state.declaration, approved: true } };
      case 'ConflictReviewed':
        return { ...state, declaration: state.declaration && { ...state.declaration, reviewOn: event.data.reviewOn } };
      case 'ApproachSelected':
      case 'RoleEmphasisAgreed':
      case 'ConflictReviewDue':
      case 'EngagementRecordFiled':
      case 'PlanningWarningRaised':
        return state;
      default:
        return unreachable(event, state);
    }
  },
});
export type EngagementDecision = Decide<EngagementState, EventIn<typeof engagement>>;

const proposed = (data: Engagement['proposed']): Engagement => ({
  ...{ status: 'proposed', proposed: data, approach: data.approach, occasion: null, focus: null },
  ...{ confirmed: new Set(), conflicts: new Map(), declaration: null },
});

export const EngagementNotFound = defineRule('000-5', 'NOT_FOUND', () => 'No engagement with this id.', { kind: 'not-found' });
export const EngagementHasEnded = defineRule('000-5', 'ENGAGEMENT_HAS_ENDED', () => 'The engagement has ended.');
export const NotAParty = defineRule('004-5', 'NOT_A_PARTY', () => 'This person is no party to the engagement.');

/** The engagement that every decision but the first needs. */
export function existing(state: EngagementState): Engagement {
  if (state.status === 'absent') throw EngagementNotFound();
  return state;
}

export function underWay(state: EngagementState): Engagement {
  const found = existing(state);
  if (found.status === 'ended') throw EngagementHasEnded();
  return found;
}

export interface Party {
  readonly personId: string;
  readonly part: 'practitioner' | 'supporter' | 'peer';
}

export interface Members {
  readonly practitionerId: string;
  readonly supporterId: string;
  readonly peerIds: readonly string[];
}

/** Everybody, by what they are to one another. In a co-coaching all are peers. */
export function membersOf({ practitionerId, supporterId, peerIds }: Members, approach: string): Party[] {
  if (approach === 'co-coaching') return [practitionerId, supporterId, ...peerIds].map((personId) => ({ personId, part: 'peer' }));
  return [
    { personId: practitionerId, part: 'practitioner' },
    { personId: supporterId, part: 'supporter' },
  ];
}

export const partiesOf = ({ proposed, approach }: Engagement): Party[] => membersOf(proposed, approach);

export function partyOf(found: Engagement, personId: string): Party {
  const party = partiesOf(found).find((one) => one.personId === personId);
  if (!party) throw NotAParty();
  return party;
}

/** Who supports whom: one pair, or in a co-coaching every two of its members, both ways. */
export function pairsOf(parties: readonly Party[]): { practitionerId: string; supporterId: string }[] {
  const as = (...parts: Party['part'][]) => parties.filter(({ part }) => parts.includes(part)).map(({ personId }) => personId);
  return as('practitioner', 'peer').flatMap((practitionerId) =>
    as('supporter', 'peer')
      .filter((supporterId) => supporterId !== practitionerId)
      .map((supporterId) => ({ practitionerId, supporterId })),
  );
}

/** The ids that most of its events carry. */
export const idsOf = ({ proposed: { engagementId, practitionerId } }: Engagement) => ({ engagementId, practitionerId });
export const pairIdsOf = ({ proposed: { engagementId, practitionerId, organisationId, supporterId } }: Engagement) => ({
  ...{ engagementId, practitionerId, organisationId, supporterId },
});

/** Whose task a warning about this engagement is. */
export const aboutIt = ({
  engagementId,
  practitionerId,
  settingId,
}: Pick<DataOf<typeof EngagementProposed>, 'engagementId' | 'practitionerId' | 'settingId'>) => ({
  ...{ about: { kind: 'engagement', id: engagementId }, personId: practitionerId, settingId, taskFor: { role: 'programme-lead', personId: null } },
});

/** Any party may end it, and so may who leads the programme. Nobody has to say why, and it says nothing about anybody. */
export const endEngagement =
  ({ personId, endedBy, role, reason }: { personId: string; endedBy: string; role: string; reason: string | null }): EngagementDecision =>
  (state) => {
    const found = underWay(state);
    requireInPerson(endedBy, personId);
    if (role !== 'programme-lead') partyOf(found, endedBy);
    return [EngagementEnded({ ...pairIdsOf(found), peerIds: [...found.proposed.peerIds], endedBy, reason })];
  };
