import { specForReadModel } from '@cairn/testing';
import { attended, corrected, facilitatorId, groupId, held, heldAt, programmeId, scheduled, session, startsAt } from '../fixtures/group-3.js';
import { groupSessions } from './group-sessions.read-model.js';

const { given } = specForReadModel(groupSessions);
const shortened = scheduled(1, 90, 'The hall closes early');
const row = { sessionId: session(1), groupId, programmeId, number: 1, startsAt, minutes: 90, lengthReason: 'The hall closes early' };

describe('sessions of a group', () => {
  it('are in the calendar', () => expect(given(shortened).rows()).toEqual([{ ...row, heldAt: null, heldMinutes: null, facilitatorId: null, present: 0 }]));
  it('were held, and attended by some', () =>
    expect(given(shortened, held(1), attended(1, 1), attended(1, 2)).rows()).toEqual([{ ...row, heldAt, heldMinutes: 120, facilitatorId, present: 2 }]));
  it('count who was there after all, and no longer who was not', () => {
    expect(given(scheduled(1), held(1), attended(1, 1), corrected(1, 1, 'absent')).rows()).toMatchObject([{ present: 0 }]);
    expect(given(scheduled(1), held(1), corrected(1, 1, 'present')).rows()).toMatchObject([{ present: 1 }]);
  });
  it('hold in PostgreSQL', () => given(shortened, held(1), attended(1, 1), attended(1, 2), corrected(1, 1, 'absent')).throughPostgres());
});
