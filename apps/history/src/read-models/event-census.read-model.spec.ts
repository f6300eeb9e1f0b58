import { InvitationAccepted, InvitationSent } from '@cairn/contracts/planning';
import { specForReadModel } from '@cairn/testing';
import { eventCensus } from './event-census.read-model.js';

const { given } = specForReadModel(eventCensus);
const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const sent = InvitationSent({ programmeId: id(1), personId: id(2), settingId: id(3) });

describe('the census of events', () => {
  it('counts every event by its type', () =>
    expect(given(sent, sent, InvitationAccepted({ programmeId: id(1), personId: id(2) })).rows()).toEqual([
      { type: 'InvitationAccepted', events: 1 },
      { type: 'InvitationSent', events: 2 },
    ]));
});
