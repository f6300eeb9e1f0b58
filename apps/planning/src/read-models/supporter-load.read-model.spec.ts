import { ApproachChanged, EngagementEnded } from '@cairn/contracts/planning';
import type { NewEvent } from '@cairn/event-sourcing';
import { specForReadModel } from '@cairn/testing';
import { person } from '../fixtures/ipswich.js';
import { engagementId, pair, practitioner, profile, proposed, published, supporter, why } from '../fixtures/pair.js';
import { supporterLoad } from './supporter-load.read-model.js';

const { given } = specForReadModel(supporterLoad);
const ended = EngagementEnded({ ...pair, peerIds: [], endedBy: practitioner, reason: null });
const togetherNow = ApproachChanged({ ...pair, peerIds: [], from: 'mentoring', to: 'co-coaching', ...why, reason: 'Both learn' });
const apart = ApproachChanged({ ...pair, peerIds: [], from: 'co-coaching', to: 'mentoring', ...why, reason: 'One does' });
const load = (...events: NewEvent[]) =>
  given(...events)
    .rows()
    .map(({ supporterId, engagementIds }) => [supporterId, engagementIds]);

describe('supporter load', () => {
  it('shows what is offered', () => expect(given(published()).rows()).toEqual([{ ...profile, engagementIds: [] }]));
  it('counts engagements until they end', () => {
    expect(load(published(), proposed())).toEqual([[supporter, [engagementId]]]);
    expect(load(published(), proposed(), ended)).toEqual([[supporter, []]]);
  });
  it('counts them before anything is offered, too', () =>
    expect(given(proposed(), published()).rows()).toEqual([{ ...profile, engagementIds: [engagementId] }]));
  it('is everybody’s in a co-coaching', () => {
    const all = [practitioner, supporter, person(5)].map((each) => [each, [engagementId]]);
    expect(load(proposed({ approach: 'co-coaching', peerIds: [person(5)] }))).toEqual(all);
  });
  it('follows the approach', () => {
    expect(load(proposed(), togetherNow)).toEqual([
      [practitioner, [engagementId]],
      [supporter, [engagementId]],
    ]);
    expect(load(proposed(), togetherNow, apart)).toEqual([
      [practitioner, []],
      [supporter, [engagementId]],
    ]);
  });
  it('holds in PostgreSQL', () => given(published(), proposed(), togetherNow, apart, ended).throughPostgres());
});
