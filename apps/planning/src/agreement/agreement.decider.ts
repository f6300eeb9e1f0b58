import {
  agreementEvents,
  LearningAgreementBreachReported,
  LearningAgreementEnded,
  LearningAgreementSigned,
  LearningAgreementTookEffect,
  type LearningAgreementProposed,
} from '@cairn/contracts/planning';
import { defineRule, defineStream, unreachable, type Decide, type EventIn, type EventOf } from '@cairn/event-sourcing';
import { requireInPerson } from '../in-person.decider.js';

type Terms = EventOf<typeof LearningAgreementProposed>['data'];

export interface AgreementVersion {
  readonly version: number;
  readonly parties: Terms['parties'];
  readonly reviewOn: string;
  /** Whether the supporter has an assessing role in it. */
  readonly assesses: boolean;
  readonly signed: ReadonlySet<string>;
}

export interface Agreement {
  readonly status: 'open' | 'ended';
  readonly engagementId: string;
  readonly practitionerId: string;
  readonly inForce: AgreementVersion | null;
  /** The newest version, while somebody has not signed it. */
  readonly pending: AgreementVersion | null;
}
export type AgreementState = { readonly status: 'absent' } | Agreement;

/**
 * The learning agreement of one engagement, whose id it has, in all of its versions. One stream, so that a signature and an amendment that race come one
 * after the other: at any time one version at most is in force, and one at most waits for signatures.
 */
export const agreement = defineStream({
  category: 'agreement',
  events: agreementEvents,
  initial: { status: 'absent' } as AgreementState,
  evolve: (state, event): AgreementState => {
    if (event.type === 'LearningAgreementProposed') {
      const { engagementId, practitionerId } = event.data;
      return { status: 'open', engagementId, practitionerId, inForce: null, pending: versionOf(event.data) };
    }
    if (state.status === 'absent') return state;
    switch (event.type) {
      case 'LearningAgreementAmended':
        return { ...state, pending: versionOf(event.data) };
      case 'LearningAgreementSigned':
        return { ...state, pending: state.pending && { ...state.pending, signed: new Set(state.pending.signed).add(event.data.personId) } };
      case 'LearningAgreementTookEffect':
        return { ...state, inForce: state.pending, pending: null };
      case 'LearningAgreementBreachReported':
        return state;
      case 'LearningAgreementEnded':
        return { ...state, status: 'ended', inForce: null, pending: null };
      default:
        return unreachable(event, state);
    }
  },
});
export type AgreementDecision = Decide<AgreementState, EventIn<typeof agreement>>;

const versionOf = ({ version, parties, reviewOn, assessingRole }: Terms): AgreementVersion => ({
  ...{ version, parties, reviewOn, assesses: assessingRole !== null, signed: new Set<string>() },
});

export const AgreementNotFound = defineRule('P5', 'NOT_FOUND', () => 'No learning agreement of this engagement.', { kind: 'not-found' });
export const NoLearningAgreement = defineRule('P5', 'NO_LEARNING_AGREEMENT', (why: string) => `No learning agreement is in force: ${why}.`);
export const AgreementUnsignedBy = defineRule(
  'P5',
  'AGREEMENT_UNSIGNED_BY',
  (version: number, parts: readonly string[]) => `Version ${version} of the learning agreement is not signed by: ${parts.join(', ')}.`,
);
export const AgreementHasEnded = defineRule('P5', 'AGREEMENT_HAS_ENDED', () => 'The learning agreement has ended.');
export const NotASignatory = defineRule(
  'P5',
  'NOT_A_SIGNATORY',
  (version: number) => `This person is no party to version ${version} of the learning agreement.`,
);
export const AgreementVersionClosed = defineRule('P5', 'AGREEMENT_VERSION_CLOSED', (version: number, open: number | null) =>
  open === null ? `Version ${version} does not wait for signatures; none does.` : `Version ${version} does not wait for signatures; version ${open} does.`,
);

export function openAgreement(state: AgreementState): Agreement {
  if (state.status === 'absent') throw AgreementNotFound();
  if (state.status === 'ended') throw AgreementHasEnded();
  return state;
}

/** Null while none is. */
export const agreementInForce = (state: AgreementState): AgreementVersion | null => (state.status === 'absent' ? null : state.inForce);

const unsigned = ({ parties, signed }: AgreementVersion) => parties.filter(({ personId }) => !signed.has(personId)).map(({ part }) => `the ${part}`);

/** For what must not begin without: the version in force, or who has not signed. */
export function requireAgreementInForce(state: AgreementState): AgreementVersion {
  const found = agreementInForce(state);
  if (found) return found;
  if (state.status === 'absent') throw NoLearningAgreement('none was proposed');
  if (state.pending) throw AgreementUnsignedBy(state.pending.version, unsigned(state.pending));
  throw NoLearningAgreement('it has ended');
}

const idsOf = ({ engagementId, practitionerId }: Agreement) => ({ engagementId, practitionerId });

function waiting({ pending }: Agreement, version: number): AgreementVersion {
  if (pending?.version !== version) throw AgreementVersionClosed(version, pending?.version ?? null);
  return pending;
}

/** A signature is given to one version, which its signer has read: it never counts for another. The last one puts the version in force. */
export const signAgreement =
  ({ version, personId, actor }: { version: number; personId: string; actor: string }): AgreementDecision =>
  (state) => {
    const found = openAgreement(state);
    requireInPerson(actor, personId);
    if (hasSigned(found.inForce, version, personId)) return []; // it is in force with this signature: not news
    const pending = waiting(found, version);
    const party = pending.parties.find((one) => one.personId === personId);
    if (!party) throw NotASignatory(version);
    if (pending.signed.has(personId)) return [];
    const signed = LearningAgreementSigned({ ...idsOf(found), version, ...party });
    if (unsigned(pending).length > 1) return [signed];
    const { reviewOn } = pending;
    return [signed, LearningAgreementTookEffect({ ...idsOf(found), version, replaces: found.inForce?.version ?? null, reviewOn })];
  };

const hasSigned = (inForce: AgreementVersion | null, version: number, personId: string): boolean =>
  inForce?.version === version && inForce.signed.has(personId);

/** What is not kept is told by one of those who signed. */
export const reportBreach =
  ({ reportedBy, actor, breach }: { reportedBy: string; actor: string; breach: string }): AgreementDecision =>
  (state) => {
    const found = openAgreement(state);
    requireInPerson(actor, reportedBy);
    const { version, parties } = requireAgreementInForce(found);
    if (!parties.some(({ personId }) => personId === reportedBy)) throw NotASignatory(version);
    return [LearningAgreementBreachReported({ ...idsOf(found), version, reportedBy, breach })];
  };

/** Any party may end it, without a reason and without fault. */
export const endAgreement =
  ({ endedBy, actor }: { endedBy: string; actor: string }): AgreementDecision =>
  (state) => {
    const found = openAgreement(state);
    requireInPerson(actor, endedBy);
    const versions = [found.inForce, found.pending].flatMap((version) => version ?? []);
    const newest = versions.at(-1);
    if (newest && !newest.parties.some(({ personId }) => personId === endedBy)) throw NotASignatory(newest.version);
    return [LearningAgreementEnded({ ...idsOf(found), versions: versions.map(({ version }) => version), endedBy })];
  };
