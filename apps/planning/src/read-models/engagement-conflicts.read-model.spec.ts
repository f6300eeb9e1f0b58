import { EngagementConflictDetected, EngagementConflictEnded } from '@cairn/contracts/planning';
import { happened, specForReadModel } from '@cairn/testing';
import { manager, pair, supporter } from '../fixtures/pair.js';
import { engagementConflicts } from './engagement-conflicts.read-model.js';

const conflict = (n: number) => `0000000a-0000-4000-8000-00000000000${n}`;
const since = '2026-05-01T08:00:00.000Z';
const until = '2026-06-01T08:00:00.000Z';
const began = (n: number) => happened(EngagementConflictDetected({ ...pair, conflictId: conflict(n), path: [manager, supporter] }), { occurredAt: since });
const ended = (n: number) => happened(EngagementConflictEnded({ ...pair, conflictId: conflict(n) }), { occurredAt: until });
const { given } = specForReadModel(engagementConflicts);

describe('engagement conflicts', () => {
  it('have a beginning, a path and an end, and stay', () =>
    expect(given(began(1), began(2), ended(1)).rows()).toEqual([
      { ...pair, conflictId: conflict(1), path: [manager, supporter], levels: 2, since, until },
      { ...pair, conflictId: conflict(2), path: [manager, supporter], levels: 2, since, until: null },
    ]));
  it('hold in PostgreSQL', () => given(began(1), began(2), ended(1)).throughPostgres());
});
