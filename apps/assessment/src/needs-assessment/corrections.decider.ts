import { NeedStandingCorrected } from '@cairn/contracts/assessment';
import { NeedStatementCorrected, RatingCorrected } from '@cairn/contracts/assessment/internal';
import { defineRule, type DataOf } from '@cairn/event-sourcing';
import { FrameworkUnknown, versionOf, type Framework } from '../framework/framework.decider.js';
import { assertLevel, disagreements } from './evidence.decider.js';
import { existing, type AssessmentDecision } from './needs-assessment.decider.js';
import { found, NeedNotFound } from './needs.decider.js';

export const RatingNotFound = defineRule('000-1', 'NOT_FOUND', () => 'No rating of this item in this piece of evidence.', { kind: 'not-found' });
export const RatingOfAnother = defineRule('000-1', 'RATING_OF_ANOTHER', () => 'A rating is put right by the person who gave it.');
export const RatingUnchanged = defineRule('000-1', 'RATING_UNCHANGED', (level: number) => `The rating is ${level} already.`);
export const NeedNotStanding = defineRule('000-1', 'NEED_NOT_STANDING', (status: 'open' | 'completed') =>
  status === 'open' ? 'The assessment is still open, so its needs do not stand yet.' : 'This need does not stand any more.',
);

/** Allowed after completion, because a closed assessment with a mistake in it misleads for ever: the mistake stays, and so does what puts it right. */
export const correctRating =
  (
    data: Pick<DataOf<typeof RatingCorrected>, 'assessmentId' | 'evidenceId' | 'code' | 'reason'> & { readonly level: number },
    { by, framework }: { readonly by: string; readonly framework: Framework },
  ): AssessmentDecision =>
  (state) => {
    const assessment = existing(state);
    const { practitionerId, settingId, framework: used } = assessment;
    const { level: to, ...correction } = data;
    const { source, raterId, level: from, revision } = ratingOf(assessment, data);
    if (raterId !== by) throw RatingOfAnother();
    if (from === to) throw RatingUnchanged(to);
    const version = versionOf(framework, used.version);
    if (!version) throw FrameworkUnknown(used.version);
    assertLevel(version, { code: data.code, level: to });
    const corrected = { ...correction, practitionerId, settingId, framework: used, source, raterId, from, to, correctsRevision: String(revision) };
    const ratings = [{ code: data.code, level: to }];
    return [RatingCorrected(corrected), ...disagreements(assessment, version, { assessmentId: data.assessmentId, ratings, rater: `${source}/${raterId}` })];
  };

function ratingOf({ evidence }: ReturnType<typeof existing>, { evidenceId, code }: { readonly evidenceId: string; readonly code: string }) {
  const item = evidence.get(evidenceId);
  const rating = item?.ratings.get(code);
  if (!item || !rating || item.raterId === null || item.kind === 'service-user-outcome') throw RatingNotFound();
  return { source: item.kind, raterId: item.raterId, ...rating };
}

export const correctStatement =
  (data: Pick<DataOf<typeof NeedStatementCorrected>, 'assessmentId' | 'needId' | 'statement' | 'reason'>): AssessmentDecision =>
  (state) => {
    const { practitionerId, settingId, needs } = existing(state);
    const { statedAt } = found(needs, data.needId);
    return [NeedStatementCorrected({ ...data, practitionerId, settingId, correctsRevision: String(statedAt) })];
  };

/** Found by mistake: for the wrong person, or from evidence that was not about them. Plans that rest on it must hear of it. */
export const correctStanding =
  (data: Pick<DataOf<typeof NeedStandingCorrected>, 'assessmentId' | 'needId' | 'reason'>): AssessmentDecision =>
  (state) => {
    const { practitionerId, settingId, needs, completedAt } = existing(state);
    const need = needs.get(data.needId);
    if (!need) throw NeedNotFound();
    if (completedAt === null || need.withdrawn) throw NeedNotStanding(completedAt === null ? 'open' : 'completed');
    return [NeedStandingCorrected({ ...data, practitionerId, settingId, from: 'standing', to: 'withdrawn', correctsRevision: String(completedAt) })];
  };
