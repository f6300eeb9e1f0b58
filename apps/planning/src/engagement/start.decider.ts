import { EngagementStarted, ExpectationsConfirmed } from '@cairn/contracts/planning';
import { defineRule } from '@cairn/event-sourcing';
import { requireAgreementInForce, type AgreementState } from '../agreement/agreement.decider.js';
import { requireInPerson } from '../in-person.decider.js';
import type { Managers } from '../reporting-chain.decider.js';
import { conflictsAmong, requireNoConflict, type ManagerPolicy } from './conflict.decider.js';
import { idsOf, pairIdsOf, partiesOf, partyOf, underWay, type Engagement, type EngagementDecision } from './engagement.decider.js';

export const ExpectationsNotConfirmed = defineRule(
  '004-5',
  'EXPECTATIONS_NOT_CONFIRMED',
  (parts: readonly string[]) => `Roles and expectations are not confirmed by: ${parts.join(', ')}.`,
);
export const EngagementAlreadyStarted = defineRule('000-5', 'ENGAGEMENT_ALREADY_STARTED', () => 'The engagement has begun already.');

export const confirmExpectations =
  ({ personId, actor }: { personId: string; actor: string }): EngagementDecision =>
  (state) => {
    const found = underWay(state);
    requireInPerson(actor, personId);
    partyOf(found, personId);
    return found.confirmed.has(personId) ? [] : [ExpectationsConfirmed({ ...idsOf(found), personId })];
  };

function requireExpectations(found: Engagement): void {
  const unconfirmed = partiesOf(found).filter(({ personId }) => !found.confirmed.has(personId));
  if (unconfirmed.length > 0) throw ExpectationsNotConfirmed(unconfirmed.map(({ part }) => `the ${part}`));
}

export interface Readiness {
  readonly agreement: AgreementState;
  readonly managers: Managers;
  readonly policy: ManagerPolicy;
  /** The day by which a review is in time. */
  readonly today: string;
}

/** Before two people meet, nothing stands between them: no line of management that is not dealt with, no open expectation, no unsigned agreement. */
export function requireClear(found: Engagement, { agreement, managers, policy, today }: Readiness) {
  requireNoConflict(found, conflictsAmong(partiesOf(found), managers), policy, today);
  requireExpectations(found);
  return requireAgreementInForce(agreement);
}

export const startEngagement =
  (readiness: Readiness): EngagementDecision =>
  (state) => {
    const found = underWay(state);
    if (found.status === 'started') throw EngagementAlreadyStarted();
    const { version } = requireClear(found, readiness);
    const { settingId, peerIds } = found.proposed;
    return [EngagementStarted({ ...pairIdsOf(found), settingId, peerIds: [...peerIds], approach: found.approach, agreementVersion: version })];
  };
