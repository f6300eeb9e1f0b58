import { ReportingLineEnded, ReportingLineSet } from '@cairn/contracts/directory';
import { ApproachChanged, EngagementConflictDetected, EngagementConflictEnded, EngagementEnded } from '@cairn/contracts/planning';
import { ConflictFound, ConflictGone, EngagementWatched, WatchedLineChanged } from '@cairn/contracts/planning/internal';
import { specForProcess } from '@cairn/testing';
import { organisationId } from '../fixtures/ipswich.js';
import { engagementId, pair, practitioner, proposed, supporter, why } from '../fixtures/pair.js';
import { flagConflictWhenReportingLineChanges } from './flag-conflict-when-reporting-line-changes.process.js';

const { given } = specForProcess(flagConflictWhenReportingLineChanges);
const since = '2026-05-01T08:00:00.000Z';
const watch = { stream: 'conflictwatch', id: organisationId };
const inEngagement = { stream: 'engagement', id: engagementId };
const line = { organisationId, personId: practitioner, managerId: supporter };
const two = { practitionerId: practitioner, supporterId: supporter };
const watched = (...pairs: (typeof two)[]) => EngagementWatched({ organisationId, engagementId, pairs });
const conflictId = '0000000a-0000-4000-8000-000000000001';
const found = ConflictFound({ organisationId, engagementId, ...two, path: [supporter] });
const detected = EngagementConflictDetected({ ...pair, conflictId, path: [supporter] });

describe('flagging conflicts', () => {
  it('follows every reporting line, at the instant at which it changed', () => {
    given(ReportingLineSet({ ...line, previousManagerId: null }), { occurredAt: since }).thenPerforms([
      { ...watch, given: [watched(two)], events: [WatchedLineChanged({ ...line, since }), found] },
    ]);
    given(ReportingLineEnded({ ...line, reason: 'a new team' }), { occurredAt: since }).thenPerforms([
      { ...watch, events: [WatchedLineChanged({ ...line, managerId: null, since })] },
    ]);
  });
  it('knows every engagement, and who supports whom in it', () => {
    given(proposed()).thenPerforms([{ ...watch, events: [watched(two)] }]);
    given(ApproachChanged({ ...pair, peerIds: [], from: 'mentoring', to: 'co-coaching', ...why, reason: 'Both learn' })).thenPerforms([
      { ...watch, events: [watched(two, { practitionerId: supporter, supporterId: practitioner })] },
    ]);
    given(EngagementEnded({ ...pair, peerIds: [], endedBy: supporter, reason: null })).thenPerforms([{ ...watch, given: [watched(two)], events: [watched()] }]);
  });
  it('writes into the engagement what began and what is over', () => {
    given(found, { id: conflictId }).thenPerforms([{ ...inEngagement, given: [proposed()], events: [detected] }]);
    given(ConflictGone({ organisationId, engagementId, ...two })).thenPerforms([
      { ...inEngagement, given: [proposed(), detected], events: [EngagementConflictEnded({ ...pair, conflictId })] },
    ]);
  });
});
