import { LearningAgreementAmended, LearningAgreementProposed } from '@cairn/contracts/planning';
import { defineRule } from '@cairn/event-sourcing';
import { AssessingRoleNotAllowed } from '../engagement/approach.decider.js';
import { partiesOf, underWay, type Engagement, type EngagementState } from '../engagement/engagement.decider.js';
import { openAgreement, type AgreementDecision } from './agreement.decider.js';

/** The parts that no agreement lacks, as people call them. */
const parts = {
  purpose: 'purpose',
  boundaries: 'boundaries',
  confidentialityLimits: 'limits of confidentiality',
  groundRules: 'ground rules',
  dataSharing: 'data sharing',
  endTerms: 'how it ends',
  reviewOn: 'review date',
} as const;

type Written = Readonly<Record<keyof typeof parts | 'powerStatement', string>>;
/** An agreement as it was asked for: what is missing is null. The sponsor and their part come together, or not at all. */
export type Terms = Readonly<Record<keyof Written | 'assessingRole' | 'sponsorPart' | 'sponsorId', string | null>>;

export const AgreementIgnoresPower = defineRule(
  'P5',
  'AGREEMENT_IGNORES_POWER',
  () => 'A learning agreement says how the imbalance of power and accountability between its parties is dealt with; this one has no such statement.',
);
export const AgreementIncomplete = defineRule(
  'P5',
  'AGREEMENT_INCOMPLETE',
  (missing: readonly string[]) => `The learning agreement lacks ${missing.length} of its parts: ${missing.join(', ')}.`,
);
export const AgreementAlreadyProposed = defineRule(
  'P5',
  'AGREEMENT_ALREADY_PROPOSED',
  () => 'This engagement has a learning agreement already; it can be amended.',
);

const isMissing = (text: string | null) => text === null || text.trim() === '';
const named = Object.entries(parts) as [keyof typeof parts, string][];

export const SponsorIsAParty = defineRule(
  '2.3',
  'SPONSOR_IS_A_PARTY',
  () => 'The sponsor is a third party: nobody sponsors the engagement in which they support or are supported.',
);

/** Every gap at once, so that whoever writes it learns of all of them. */
const gapsOf = (terms: Terms): string[] => [
  ...named.flatMap(([part, name]) => (isMissing(terms[part]) ? [name] : [])),
  ...(terms.sponsorId !== null && isMissing(terms.sponsorPart) ? ['what the sponsor agrees to'] : []),
  ...(terms.sponsorId === null && terms.sponsorPart !== null ? ['the sponsor'] : []),
];
const isWritten = (terms: Terms): terms is Terms & Written => !isMissing(terms.powerStatement) && gapsOf(terms).length === 0;

/** What a version holds, once nothing is missing: its terms, and everybody whose signature it takes. */
function versionOf(asked: Terms, engagement: Engagement, version: number) {
  if (isMissing(asked.powerStatement)) throw AgreementIgnoresPower();
  if (!isWritten(asked)) throw AgreementIncomplete(gapsOf(asked));
  const { sponsorId, ...terms } = asked;
  if (terms.assessingRole !== null && engagement.approach !== 'mentoring') throw AssessingRoleNotAllowed(engagement.approach);
  const { engagementId, practitionerId } = engagement.proposed;
  const parties = partiesOf(engagement);
  if (parties.some(({ personId }) => personId === sponsorId)) throw SponsorIsAParty();
  return {
    engagementId,
    practitionerId,
    version,
    parties: [...parties, ...(sponsorId === null ? [] : [{ personId: sponsorId, part: 'sponsor' as const }])],
    ...terms,
  };
}

export const proposeAgreement =
  ({ engagement, ...terms }: Terms & { readonly engagement: EngagementState }): AgreementDecision =>
  (state) => {
    const found = underWay(engagement);
    if (state.status !== 'absent') throw AgreementAlreadyProposed();
    return [LearningAgreementProposed(versionOf(terms, found, 1))];
  };

/** The version in force stays so until everybody has signed the new one. A version that still waited for signatures waits no longer. */
export const amendAgreement =
  ({ engagement, ...terms }: Terms & { readonly engagement: EngagementState }): AgreementDecision =>
  (state) => {
    const found = underWay(engagement);
    const { inForce, pending } = openAgreement(state);
    const newest = pending ?? inForce;
    return [LearningAgreementAmended({ ...versionOf(terms, found, (newest?.version ?? 0) + 1), supersedes: pending?.version ?? null })];
  };
