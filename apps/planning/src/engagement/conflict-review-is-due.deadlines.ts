import { ConflictDeclared, ConflictReviewDue, ConflictReviewed, EngagementEnded } from '@cairn/contracts/planning';
import { defineDeadlines, endOfDay } from '@cairn/event-sourcing';
import { conflictReviewDue } from './declaration.decider.js';
import { engagement } from './engagement.decider.js';

/** A declared conflict is reviewed by a day. When that day is over without a review, it is on record, and nobody meets until there was one. */
export const conflictReviewIsDue = defineDeadlines({
  name: 'conflict-review-is-due',
  version: 1,
  stream: engagement,
  on: (when) => [
    when(ConflictDeclared, ({ data: { engagementId, reviewOn } }) => ({ id: engagementId, due: reviewOn && endOfDay(reviewOn) })),
    when(ConflictReviewed, ({ data: { engagementId, reviewOn } }) => ({ id: engagementId, due: endOfDay(reviewOn) })),
    when(ConflictReviewDue, ({ data: { engagementId } }) => ({ id: engagementId, due: null })),
    when(EngagementEnded, ({ data: { engagementId } }) => ({ id: engagementId, due: null })),
  ],
  decide: ({ due }) => conflictReviewDue(due),
});
