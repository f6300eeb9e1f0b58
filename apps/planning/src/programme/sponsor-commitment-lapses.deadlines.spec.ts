import { SponsorCommitmentLapsed, SponsorCommitted } from '@cairn/contracts/planning/internal';
import { pendingOf } from '@cairn/projections';
import { happened, specForReadModel } from '@cairn/testing';
import { person, programmeId } from '../fixtures/ipswich.js';
import { sponsorCommitmentLapses } from './sponsor-commitment-lapses.deadlines.js';

const { given } = specForReadModel(pendingOf(sponsorCommitmentLapses));
const until = '2026-12-31';
const committed = (recordedAt: string) => happened(SponsorCommitted({ programmeId, sponsorId: person(1), hours: 20, budgetPence: 0, until }), { recordedAt });
const lapsed = SponsorCommitmentLapsed({ programmeId, sponsorId: person(1), until });

describe("a sponsor's commitment", () => {
  it('lapses when its last day is over, once', () => {
    expect(given(committed('2026-07-15T09:00:00.000Z')).rows()).toMatchObject([{ id: programmeId, due: Date.parse('2027-01-01T00:00:00.000Z') }]);
    expect(given(committed('2026-07-15T09:00:00.000Z'), lapsed).rows()).toEqual([]);
  });
  it('of long ago does not lapse when it is recorded', () => expect(given(committed('2027-01-01T00:00:00.000Z')).rows()).toEqual([]));
});
