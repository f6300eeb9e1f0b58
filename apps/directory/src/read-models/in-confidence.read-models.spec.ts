import { AccessNeedsRecorded } from '@cairn/contracts/directory';
import { PerformanceContextShared } from '@cairn/contracts/directory/internal';
import { happened, specForReadModel } from '@cairn/testing';
import { accessNeeds } from './access-needs.read-model.js';
import { performanceContexts } from './performance-contexts.read-model.js';

const personId = 'a0000000-0000-4000-8000-000000000001';
const contextId = '50000000-0000-4000-8000-000000000001';
const [march, april] = ['2026-03-01T09:00:00.000Z', '2026-04-01T09:00:00.000Z'] as const;

describe('access needs', () => {
  const said = (needs: string, occurredAt: string) => happened(AccessNeedsRecorded({ personId, needs, preferences: null }), { occurredAt });
  const spec = specForReadModel(accessNeeds).given(said('rooms without steps', march), said('a hearing loop', april));

  it('have one row per person, with what they said last', () => {
    expect(spec.rows()).toEqual([{ personId, needs: 'a hearing loop', preferences: null, recordedAt: april }]);
  });
  it('hold in PostgreSQL', () => spec.throughPostgres());
});

describe('contexts of performance', () => {
  const shared = PerformanceContextShared({ personId, contextId, context: 'back after a long absence' });
  const spec = specForReadModel(performanceContexts).given(happened(shared, { occurredAt: march }));

  it('have one row each', () => {
    expect(spec.rows()).toEqual([{ personId, contextId, context: 'back after a long absence', sharedAt: march }]);
  });
  it('hold in PostgreSQL', () => spec.throughPostgres());
});
