import { MatchAccepted, MatchDeclined, MatchingRoundHeld, MatchProposed } from '@cairn/contracts/planning';
import { specFor, stateAfter } from '@cairn/testing';
import { NotAParty } from '../engagement/engagement.decider.js';
import { organisationId, person, settingId } from '../fixtures/ipswich.js';
import { practitioner, supporter } from '../fixtures/pair.js';
import { ActsForAnother } from '../in-person.decider.js';
import {
  acceptMatch,
  declineMatch,
  holdRound,
  matching,
  MatchNotAccepted,
  MatchNotFound,
  MatchOfOthers,
  MatchWasDeclined,
  requireAccepted,
} from './matching.decider.js';

const { given } = specFor(matching);
const [roundId, matchId, nobody] = [person(70), person(71), person(72)];
const pair = { practitionerId: practitioner, supporterId: supporter };
const ids = { roundId, matchId, ...pair };
const seeker = (personId: string) => ({ personId, settingId, areas: ['outdoor-play'], preferred: [], avoided: [] });
const round = {
  ...{ roundId, organisationId, seekers: [seeker(practitioner), seeker(supporter)], matchIdOf: () => matchId },
  candidates: [
    {
      ...{ supporterId: supporter, settingId: null, approaches: ['mentoring' as const], expertise: ['outdoor-play'], capacity: 1, load: 0 },
      prefers: { areas: [], settingIds: [] },
    },
  ],
  circumstances: { approach: 'mentoring' as const, above: () => [], sameUnit: 'warn' as const, expertiseGap: 'warn' as const },
};
const held = MatchingRoundHeld({
  ...{ roundId, organisationId, approach: 'mentoring', practitioners: 2, supporters: 1 },
  unmatched: [{ practitionerId: supporter, because: { self: 1 } }],
});
const proposed = MatchProposed({
  ...{ ...ids, approach: 'mentoring', areas: ['outdoor-play'], score: 80, rank: 1, eligible: 1 },
  reasons: [
    { reason: 'expertise', points: 40, of: 40, detail: 'Claims expertise in 1 of 1 area.' },
    { reason: 'distance', points: 25, of: 25, detail: 'Works elsewhere, under another line manager.' },
    { reason: 'preferences', points: 0, of: 20, detail: 'No preference speaks for it.' },
    { reason: 'load', points: 15, of: 15, detail: 'Has 0 of 1 engagements.' },
  ],
});
const accepted = (personId: string) => MatchAccepted({ ...ids, personId });
const declined = (personId: string) => MatchDeclined({ ...ids, personId, reason: null });
const accept = (personId: string, actor = personId) => acceptMatch({ matchId, personId, actor });
const decline = (personId: string, actor = personId) => declineMatch({ matchId, personId, actor, reason: null });

describe('a round of matching', () => {
  it('proposes with reasons, and tells for whom there was nobody', () => given().when(holdRound(round)).then(held, proposed));
});

describe('a match', () => {
  it('is accepted by each of the two, once and in person', () => {
    given(held, proposed).when(accept(practitioner)).then(accepted(practitioner));
    given(held, proposed, accepted(practitioner)).when(accept(practitioner)).thenNothing();
    given(held, proposed).when(accept(practitioner, supporter)).thenRejects(ActsForAnother);
    given(held, proposed).when(accept(nobody)).thenRejects(NotAParty);
    given(held).when(accept(practitioner)).thenRejects(MatchNotFound);
  });
  it('is declined by one of them, also after having accepted it, and then it is over', () => {
    given(held, proposed, accepted(supporter)).when(decline(supporter)).then(declined(supporter));
    given(held, proposed, declined(supporter)).when(accept(practitioner)).thenRejects(MatchWasDeclined);
    given(held, proposed, declined(supporter)).when(decline(practitioner)).thenRejects(MatchWasDeclined);
  });
  it('makes an engagement of the same two when both have accepted it', () => {
    const engage = (changes: object, ...events: (typeof proposed | ReturnType<typeof accepted> | ReturnType<typeof declined>)[]) =>
      requireAccepted(stateAfter(matching, events), matchId, { ...pair, approach: 'mentoring', ...changes });
    engage({}, proposed, accepted(practitioner), accepted(supporter));
    expect(() => engage({}, proposed, accepted(practitioner))).toThrow(MatchNotAccepted(['the supporter']).message);
    expect(() => engage({}, proposed, accepted(practitioner), declined(supporter))).toThrow(MatchWasDeclined().message);
    expect(() => engage({ supporterId: nobody }, proposed)).toThrow(MatchOfOthers().message);
    expect(() => engage({})).toThrow(MatchNotFound().message);
  });
});
