import { DelegateEnrolled, DelegateWithdrew, GroupFormed } from '@cairn/contracts/planning';
import type { NewEvent } from '@cairn/event-sourcing';
import { happened, specForReadModel } from '@cairn/testing';
import { groupId, person, programmeId, settingId } from '../fixtures/group-3.js';
import { groups } from './groups.read-model.js';

const stream = `programme-${programmeId}`;
const occurredAt = '2019-06-03T09:00:00.000Z';
const given = (...events: NewEvent[]) => specForReadModel(groups).given(...events.map((event) => happened(event, { occurredAt }, stream)));

const formed = GroupFormed({ programmeId, groupId, name: 'Group 3', capacity: 6, sessions: 3, sessionMinutes: 120 });
const enrolled = (n: number) => DelegateEnrolled({ programmeId, groupId, personId: person(n), settingId });
const withdrew = (n: number) => DelegateWithdrew({ programmeId, groupId, personId: person(n), reason: 'Moved to another setting' });
const group = { groupId, programmeId, name: 'Group 3', sessions: 3, sessionMinutes: 120 };
const seen = (revision: string) => ({ stream, revision });

describe('groups', () => {
  it('begin without delegates', () => expect(given(formed).rows()).toEqual([{ ...group, delegates: [], seen: seen('0') }]));
  it('keep who withdrew, and when', () => {
    const delegates = [
      { personId: person(2), withdrewAt: null },
      { personId: person(1), withdrewAt: occurredAt },
    ];
    expect(given(formed, enrolled(1), enrolled(2), withdrew(1)).rows()).toEqual([{ ...group, delegates, seen: seen('3') }]);
  });
  it('take back who returns', () =>
    expect(given(formed, enrolled(1), withdrew(1), enrolled(1)).rows()).toEqual([
      { ...group, delegates: [{ personId: person(1), withdrewAt: null }], seen: seen('3') },
    ]));
  it('hold in PostgreSQL', () => given(formed, enrolled(1), enrolled(2), withdrew(1)).throughPostgres());
});
