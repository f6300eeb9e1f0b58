import { ConflictDeclared, ConflictReviewDue, ConflictReviewed, EngagementEnded } from '@cairn/contracts/planning';
import { pendingOf } from '@cairn/projections';
import { specForReadModel } from '@cairn/testing';
import { engagementId, ids, lead, pair, supporter } from '../fixtures/pair.js';
import { conflictReviewIsDue } from './conflict-review-is-due.deadlines.js';

const { given } = specForReadModel(pendingOf(conflictReviewIsDue));
const declared = (reviewOn: string | null) =>
  ConflictDeclared({ ...pair, declaredBy: supporter, conflict: 'I manage him.', mitigations: 'Another appraises him.', reviewOn });
const due = (day: string) => [{ id: engagementId, due: Date.parse(`${day}T00:00:00.000Z`) }];
const reviewed = ConflictReviewed({ ...ids, reviewedBy: lead, reviewOn: '2026-12-01' });
const noted = ConflictReviewDue({ ...ids, reviewOn: '2026-12-01' });

describe('the review of a declared conflict', () => {
  it('is due when its day is over', () => expect(given(declared('2026-09-01')).rows()).toMatchObject(due('2026-09-02')));
  it('moves with every review', () => expect(given(declared('2026-09-01'), reviewed).rows()).toMatchObject(due('2026-12-02')));
  it('is waited for no longer once it is noted, without a day, or when the engagement has ended', () => {
    expect(given(declared('2026-09-01'), noted).rows()).toEqual([]);
    expect(given(declared(null)).rows()).toEqual([]);
    expect(given(declared('2026-09-01'), EngagementEnded({ ...pair, peerIds: [], endedBy: supporter, reason: null })).rows()).toEqual([]);
  });
  it('holds in PostgreSQL', () => given(declared('2026-09-01'), reviewed).throughPostgres());
});
