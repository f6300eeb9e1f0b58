import { FollowOnProgrammeLinked } from '@cairn/contracts/planning/internal';
import { happened, specForReadModel } from '@cairn/testing';
import { programmeLineage } from './programme-lineage.read-model.js';

const id = (n: number) => `10000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const link = { organisationId: id(1), programmeId: id(2), followOnId: id(3) };
const spec = specForReadModel(programmeLineage).given(happened(FollowOnProgrammeLinked(link), { occurredAt: '2026-01-05T09:00:00.000Z' }));

describe('the lineage of programmes', () => {
  it('is a row per link', () => expect(spec.rows()).toEqual([{ ...link, linkedAt: '2026-01-05T09:00:00.000Z' }]));
  it('comes to the same in PostgreSQL', () => spec.throughPostgres());
});
