import { MatchAccepted, MatchDeclined, matchingEvents, MatchingRoundHeld, MatchProposed, type Approach } from '@cairn/contracts/planning';
import { defineRule, defineStream, unreachable, type Decide, type EventIn, type EventOf } from '@cairn/event-sourcing';
import { NotAParty } from '../engagement/engagement.decider.js';
import { requireInPerson } from '../in-person.decider.js';
import type { Circumstances, Candidate, Seeker } from './assess.js';
import { matchAll } from './match-all.js';

interface Match {
  readonly proposed: EventOf<typeof MatchProposed>['data'];
  readonly accepted: ReadonlySet<string>;
  readonly declined: boolean;
}
/** By match. */
export type MatchingState = ReadonlyMap<string, Match>;

/** One round of matching, in one stream: who was proposed to whom, and what the two said. */
export const matching = defineStream({
  category: 'matching',
  events: matchingEvents,
  initial: new Map() as MatchingState,
  evolve: (state, event): MatchingState => {
    switch (event.type) {
      case 'MatchingRoundHeld':
        return state;
      case 'MatchProposed':
        return changed(state, event.data.matchId, { proposed: event.data, accepted: new Set(), declined: false });
      case 'MatchAccepted': {
        const match = state.get(event.data.matchId);
        return match ? changed(state, event.data.matchId, { ...match, accepted: new Set(match.accepted).add(event.data.personId) }) : state;
      }
      case 'MatchDeclined': {
        const match = state.get(event.data.matchId);
        return match ? changed(state, event.data.matchId, { ...match, declined: true }) : state;
      }
      default:
        return unreachable(event, state);
    }
  },
});
export type MatchingDecision = Decide<MatchingState, EventIn<typeof matching>>;

const changed = (state: MatchingState, matchId: string, match: Match): MatchingState => new Map(state).set(matchId, match);

export const MatchNotFound = defineRule('004-5', 'NOT_FOUND', () => 'No match with this id in this round.', { kind: 'not-found' });
export const MatchWasDeclined = defineRule('004-5', 'MATCH_DECLINED', () => 'The match was declined.');
export const MatchNotAccepted = defineRule('004-5', 'MATCH_NOT_ACCEPTED', (parts: readonly string[]) => `The match is not accepted by: ${parts.join(', ')}.`);
export const MatchOfOthers = defineRule('004-5', 'MATCH_OF_OTHERS', () => 'The match is of two others, or of another approach.');

interface Round {
  readonly roundId: string;
  readonly organisationId: string;
  readonly seekers: readonly Seeker[];
  readonly candidates: readonly Candidate[];
  readonly circumstances: Circumstances;
  /** The id of a practitioner's match. */
  readonly matchIdOf: (practitionerId: string) => string;
}

/** Proposes, and promises nothing: whether a pair may work together is judged again when their engagement is proposed. */
export const holdRound =
  ({ roundId, organisationId, seekers, candidates, circumstances, matchIdOf }: Round): MatchingDecision =>
  () => {
    const { approach } = circumstances;
    const { proposals, unmatched } = matchAll(seekers, candidates, circumstances);
    const areasOf = new Map(seekers.map(({ personId, areas }) => [personId, areas]));
    const figures = { practitioners: seekers.length, supporters: candidates.length };
    const held = MatchingRoundHeld({ roundId, organisationId, approach, ...figures, unmatched: [...unmatched] });
    const proposed = proposals.map(({ reasons, practitionerId, ...proposal }) =>
      MatchProposed({
        ...{ roundId, matchId: matchIdOf(practitionerId), practitionerId, ...proposal, approach },
        ...{ areas: [...(areasOf.get(practitionerId) ?? [])], reasons: [...reasons] },
      }),
    );
    return [held, ...proposed];
  };

interface Answer {
  readonly matchId: string;
  readonly personId: string;
  readonly actor: string;
}

function answered(state: MatchingState, { matchId, personId, actor }: Answer): Match {
  const match = state.get(matchId);
  if (!match) throw MatchNotFound();
  requireInPerson(actor, personId);
  const { practitionerId, supporterId } = match.proposed;
  if (personId !== practitionerId && personId !== supporterId) throw NotAParty();
  if (match.declined) throw MatchWasDeclined();
  return match;
}

const idsOf = ({ proposed: { roundId, matchId, practitionerId, supporterId } }: Match) => ({ roundId, matchId, practitionerId, supporterId });

export const acceptMatch =
  (answer: Answer): MatchingDecision =>
  (state) => {
    const match = answered(state, answer);
    return match.accepted.has(answer.personId) ? [] : [MatchAccepted({ ...idsOf(match), personId: answer.personId })];
  };

/** Also after having accepted it: nobody is held to a match. */
export const declineMatch =
  ({ reason, ...answer }: Answer & { readonly reason: string | null }): MatchingDecision =>
  (state) => [MatchDeclined({ ...idsOf(answered(state, answer)), personId: answer.personId, reason })];

/** For an engagement that follows from a match: of the same two, in the same approach, and accepted by both. */
export function requireAccepted(
  state: MatchingState,
  matchId: string,
  pair: { readonly practitionerId: string; readonly supporterId: string; readonly approach: Approach },
): void {
  const match = state.get(matchId);
  if (!match) throw MatchNotFound();
  const { practitionerId, supporterId, approach } = match.proposed;
  if (practitionerId !== pair.practitionerId || supporterId !== pair.supporterId || approach !== pair.approach) throw MatchOfOthers();
  if (match.declined) throw MatchWasDeclined();
  const open = [...(match.accepted.has(practitionerId) ? [] : ['the practitioner']), ...(match.accepted.has(supporterId) ? [] : ['the supporter'])];
  if (open.length > 0) throw MatchNotAccepted(open);
}
