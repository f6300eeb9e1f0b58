import { ReportingLineEnded, ReportingLineSet } from '@cairn/contracts/directory';
import { ApproachChanged, EngagementEnded, EngagementProposed } from '@cairn/contracts/planning';
import { ConflictFound, ConflictGone } from '@cairn/contracts/planning/internal';
import { defineProcess, perform } from '@cairn/event-sourcing';
import { conflictWatch, followLine, watchEngagement } from '../conflict-watch/conflict-watch.decider.js';
import { detectConflict, endConflict } from '../engagement/conflict.decider.js';
import { engagement, membersOf, pairsOf, type Members } from '../engagement/engagement.decider.js';

type Watched = Members & { readonly organisationId: string; readonly engagementId: string };

const watch = ({ organisationId, engagementId, ...members }: Watched, approach: string) =>
  perform(conflictWatch, organisationId, watchEngagement({ organisationId, engagementId, pairs: pairsOf(membersOf(members, approach)) }));

/**
 * Whenever a reporting line changes, every engagement of the organisation is looked at again: the watch of the organisation compares, and each conflict that
 * began or ended is written down in its engagement, at the instant at which the line changed. A redelivered event finds its command done.
 */
export const flagConflictWhenReportingLineChanges = defineProcess({
  name: 'flag-conflict-when-reporting-line-changes',
  on: (when) => [
    when(ReportingLineSet, ({ data: { organisationId, personId, managerId }, metadata: { occurredAt: since } }) => [
      perform(conflictWatch, organisationId, followLine({ organisationId, personId, managerId, since })),
    ]),
    when(ReportingLineEnded, ({ data: { organisationId, personId }, metadata: { occurredAt: since } }) => [
      perform(conflictWatch, organisationId, followLine({ organisationId, personId, managerId: null, since })),
    ]),
    when(EngagementProposed, ({ data }) => [watch(data, data.approach)]),
    when(ApproachChanged, ({ data }) => [watch(data, data.to)]),
    when(EngagementEnded, ({ data: { organisationId, engagementId } }) => [
      perform(conflictWatch, organisationId, watchEngagement({ organisationId, engagementId, pairs: [] })),
    ]),
    when(ConflictFound, ({ data: { engagementId, practitionerId, supporterId, path }, metadata: { id: conflictId } }) => [
      perform(engagement, engagementId, detectConflict({ conflictId, practitionerId, supporterId, path })),
    ]),
    when(ConflictGone, ({ data: { engagementId, practitionerId, supporterId } }) => [
      perform(engagement, engagementId, endConflict({ practitionerId, supporterId })),
    ]),
  ],
});
