import { ConflictConsentGiven, ConflictDeclared, ConflictMitigationApproved, ConflictReviewDue, ConflictReviewed } from '@cairn/contracts/planning';
import { defineRule, endOfDay } from '@cairn/event-sourcing';
import { requireInPerson } from '../in-person.decider.js';
import { idsOf, pairIdsOf, pairsOf, partiesOf, NotAParty, underWay, type Declaration, type Engagement, type EngagementDecision } from './engagement.decider.js';

export const ConflictNotDeclared = defineRule('002-7', 'CONFLICT_NOT_DECLARED', () => 'No conflict is declared in this engagement.');
export const ConflictSelfApproval = defineRule(
  '002-7',
  'CONFLICT_SELF_APPROVAL',
  (who: string) => `What is done about a conflict is approved and reviewed by a programme lead who is no party to it; this is ${who}.`,
);
export const ConflictReviewInPast = defineRule(
  '002-7',
  'CONFLICT_REVIEW_IN_PAST',
  (reviewOn: string, today: string) => `A review lies ahead; ${reviewOn} is not after ${today}.`,
);

interface Declaring {
  readonly practitionerId: string;
  readonly supporterId: string;
  readonly declaredBy: string;
  readonly conflict: string;
  readonly mitigations: string;
  readonly reviewOn: string | null;
  readonly today: string;
}

/** What was agreed and approved was agreed and approved of an earlier declaration: a new one begins without. */
export const declareConflict =
  ({ today, ...declared }: Declaring): EngagementDecision =>
  (state) => {
    const found = underWay(state);
    const { practitionerId, supporterId, reviewOn } = declared;
    const pairs = pairsOf(partiesOf(found));
    if (!pairs.some((pair) => pair.practitionerId === practitionerId && pair.supporterId === supporterId)) throw NotAParty();
    if (reviewOn !== null && reviewOn <= today) throw ConflictReviewInPast(reviewOn, today);
    return [ConflictDeclared({ ...pairIdsOf(found), ...declared })];
  };

function declared(found: Engagement): Declaration {
  if (!found.declaration) throw ConflictNotDeclared();
  return found.declaration;
}

/** By the practitioner alone: nobody else can say that it is well with them. */
export const consentToConflict =
  ({ personId, actor }: { personId: string; actor: string }): EngagementDecision =>
  (state) => {
    const found = underWay(state);
    requireInPerson(actor, personId);
    const { practitionerId, consented } = declared(found);
    if (practitionerId !== personId) throw NotAParty();
    return consented ? [] : [ConflictConsentGiven({ ...idsOf(found), practitionerId })];
  };

/** Somebody who answers for the programme, and to neither of the two. */
function requireIndependentLead(found: Engagement, { actor, role }: { actor: string; role: string }): void {
  if (role !== 'programme-lead') throw ConflictSelfApproval(`no programme lead but a ${role}`);
  if (partiesOf(found).some(({ personId }) => personId === actor)) throw ConflictSelfApproval('one of the parties');
}

export const approveMitigation =
  (by: { actor: string; role: string }): EngagementDecision =>
  (state) => {
    const found = underWay(state);
    requireIndependentLead(found, by);
    const { practitionerId, approved } = declared(found);
    return approved ? [] : [ConflictMitigationApproved({ ...idsOf(found), practitionerId, approvedBy: by.actor })];
  };

export const reviewConflict =
  ({ reviewOn, today, ...by }: { reviewOn: string; today: string; actor: string; role: string }): EngagementDecision =>
  (state) => {
    const found = underWay(state);
    requireIndependentLead(found, by);
    const { practitionerId } = declared(found);
    if (reviewOn <= today) throw ConflictReviewInPast(reviewOn, today);
    return [ConflictReviewed({ ...idsOf(found), practitionerId, reviewedBy: by.actor, reviewOn })];
  };

/** The day is over. Nothing when the review was held and a later day set, or when the engagement has ended. */
export const conflictReviewDue =
  (due: string): EngagementDecision =>
  (state) => {
    if (state.status === 'absent' || state.status === 'ended' || !state.declaration?.reviewOn) return [];
    const { practitionerId, reviewOn } = state.declaration;
    return endOfDay(reviewOn) > due ? [] : [ConflictReviewDue({ ...idsOf(state), practitionerId, reviewOn })];
  };
