import { MatchAccepted, MatchDeclined, MatchProposed } from '@cairn/contracts/planning';
import { specForReadModel } from '@cairn/testing';
import { person } from '../fixtures/ipswich.js';
import { practitioner, supporter } from '../fixtures/pair.js';
import { matches } from './matches.read-model.js';

const ids = { roundId: person(70), matchId: person(71), practitionerId: practitioner, supporterId: supporter };
const facts = {
  ...{ ...ids, approach: 'mentoring' as const, areas: [], score: 40, rank: 2, eligible: 3 },
  reasons: [{ reason: 'distance' as const, points: 25, of: 25, detail: 'Works elsewhere, under another line manager.' }],
};
const accepted = MatchAccepted({ ...ids, personId: practitioner });
const declined = MatchDeclined({ ...ids, personId: supporter, reason: 'No time' });
const { given } = specForReadModel(matches);

describe('matches', () => {
  it('show the reasons and both answers', () => {
    expect(given(MatchProposed(facts)).rows()).toEqual([{ ...facts, acceptedBy: [], declinedBy: null }]);
    expect(given(MatchProposed(facts), accepted, declined).rows()).toMatchObject([{ acceptedBy: [practitioner], declinedBy: supporter }]);
  });
  it('hold in PostgreSQL', () => given(MatchProposed(facts), accepted, declined).throughPostgres());
});
