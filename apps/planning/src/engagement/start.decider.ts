import type { ChoiceOf } from '@cairn/contracts/directory';
import { EngagementStarted, ExpectationsConfirmed } from '@cairn/contracts/planning';
import { defineRule, DomainError } from '@cairn/event-sourcing';
import { requireAgreementInForce, type AgreementState } from '../agreement/agreement.decider.js';
import { requireInPerson } from '../in-person.decider.js';
import { byPolicy } from '../policy-rule.decider.js';
import type { Managers } from '../reporting-chain.decider.js';
import { conflictsIn, requireNoConflict, type ManagerPolicy } from './conflict.decider.js';
import { aboutIt, idsOf, pairIdsOf, pairsOf, partiesOf, partyOf, underWay, type Engagement, type EngagementDecision } from './engagement.decider.js';

export const ExpectationsNotConfirmed = defineRule(
  '004-5',
  'EXPECTATIONS_NOT_CONFIRMED',
  (parts: readonly string[]) => `Roles and expectations are not confirmed by: ${parts.join(', ')}.`,
);
export const EngagementAlreadyStarted = defineRule('000-5', 'ENGAGEMENT_ALREADY_STARTED', () => 'The engagement has begun already.');
export const SafeguardingTrainingExpired = defineRule(
  '000-14',
  'SAFEGUARDING_TRAINING_EXPIRED',
  (validUntil: string | null, today: string) =>
    validUntil === null
      ? 'No safeguarding training of the supporter is on record.'
      : `The safeguarding training of the supporter counted until ${validUntil}, and today is ${today}.`,
  { force: 'P' },
);

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
  readonly managerPolicy: ManagerPolicy;
  /** By supporter: the last day on which their safeguarding training counts. */
  readonly trainedUntil: ReadonlyMap<string, string | null>;
  readonly trainingPolicy: ChoiceOf<'SAFEGUARDING_TRAINING_EXPIRED'>;
  /** The day by which all of this is judged. */
  readonly today: string;
}

/** Everybody who supports in it. */
export const supportersIn = (found: Engagement): string[] => [...new Set(pairsOf(partiesOf(found)).map(({ supporterId }) => supporterId))];

/** The first supporter whose training is not in date. */
function expired(found: Engagement, { trainedUntil, today }: Readiness): DomainError | undefined {
  const until = supportersIn(found).map((supporterId) => trainedUntil.get(supporterId) ?? null);
  const late = until.filter((day) => day === null || day < today);
  return late.length > 0 ? SafeguardingTrainingExpired(late[0] ?? null, today) : undefined;
}

const requireFree = (found: Engagement, { managers, managerPolicy, today }: Readiness) =>
  requireNoConflict(found, conflictsIn(pairsOf(partiesOf(found)), managers), managerPolicy, today);

/** Before two people meet, nothing stands between them: no line of management that is not dealt with, no open expectation, no unsigned agreement. */
export const startEngagement =
  (readiness: Readiness): EngagementDecision =>
  (state) => {
    const found = underWay(state);
    if (found.status === 'started') throw EngagementAlreadyStarted();
    requireFree(found, readiness);
    requireExpectations(found);
    const { version } = requireAgreementInForce(readiness.agreement);
    const { settingId, peerIds } = found.proposed;
    const started = EngagementStarted({ ...pairIdsOf(found), settingId, peerIds: [...peerIds], approach: found.approach, agreementVersion: version });
    return [started, ...byPolicy(readiness.trainingPolicy, expired(found, readiness), aboutIt(found.proposed))];
  };

/** Everything that stands between these people and their next meeting, for who wants to know it beforehand. */
export function obstaclesTo(found: Engagement, readiness: Readiness): DomainError[] {
  const checks = [() => requireFree(found, readiness), () => requireExpectations(found), () => requireAgreementInForce(readiness.agreement)];
  const broken = checks.flatMap((check) => refusalOf(check) ?? []);
  const training = readiness.trainingPolicy === 'refuse' ? expired(found, readiness) : undefined;
  return training ? [...broken, training] : broken;
}

function refusalOf(check: () => unknown): DomainError | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}
