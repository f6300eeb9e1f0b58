import { ProgrammeCommunicated, SponsorCommitmentLapsed, SponsorCommitted } from '@cairn/contracts/planning/internal';
import { defineRule, type DataOf } from '@cairn/event-sourcing';
import { existing, type ProgrammeDecision } from './programme.decider.js';

export const SponsorCommitmentEnded = defineRule(
  '002-10',
  'SPONSOR_COMMITMENT_ENDED',
  (until: string, day: string) => `A commitment until ${until} is over: it is ${day}.`,
);

/** A commitment names what a sponsor gives and for how long; a new one takes the place of the old. */
export const commitSponsor =
  ({ day, ...data }: DataOf<typeof SponsorCommitted> & { day: string }): ProgrammeDecision =>
  (state) => {
    existing(state);
    if (data.until < day) throw SponsorCommitmentEnded(data.until, day);
    return [SponsorCommitted(data)];
  };

/** Comes to nothing when the sponsor has committed anew meanwhile. */
export const lapseCommitment =
  ({ programmeId, sponsorId, until }: DataOf<typeof SponsorCommitmentLapsed>): ProgrammeDecision =>
  (state) =>
    state.status !== 'absent' && state.sponsors.get(sponsorId) === until ? [SponsorCommitmentLapsed({ programmeId, sponsorId, until })] : [];

export const communicateProgramme =
  (data: DataOf<typeof ProgrammeCommunicated>): ProgrammeDecision =>
  (state) => {
    existing(state);
    return [ProgrammeCommunicated(data)];
  };
