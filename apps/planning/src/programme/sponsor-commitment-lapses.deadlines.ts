import { SponsorCommitmentLapsed, SponsorCommitted } from '@cairn/contracts/planning/internal';
import { defineDeadlines, endOfDay, unlessPast } from '@cairn/event-sourcing';
import { programme } from './programme.decider.js';
import { lapseCommitment } from './sponsorship.decider.js';

/** A sponsor's commitment lapses when its last day is over, unless the sponsor commits anew. One of long ago that is recorded in retrospect does not. */
export const sponsorCommitmentLapses = defineDeadlines({
  name: 'sponsor-commitment-lapses',
  version: 1,
  stream: programme,
  on: (when) => [
    when(SponsorCommitted, ({ data, metadata }) => ({
      ...{ id: data.programmeId, of: `${data.sponsorId}/${data.until}` },
      due: unlessPast(endOfDay(data.until), metadata),
    })),
    when(SponsorCommitmentLapsed, ({ data }) => ({ id: data.programmeId, of: `${data.sponsorId}/${data.until}`, due: null })),
  ],
  decide: ({ id, of = '' }) => {
    const [sponsorId = '', until = ''] = of.split('/');
    return lapseCommitment({ programmeId: id, sponsorId, until });
  },
});
