import { specForReadModel } from '@cairn/testing';
import { enrolled, formed, group, person, programmeId, settingId, withdrew } from '../fixtures/ipswich.js';
import { groups } from './groups.read-model.js';

const figures = { programmeId, capacity: 6, sessions: 3, sessionMinutes: 120 };
const history = [formed(3), formed(4), enrolled(1), enrolled(2), enrolled(3, 4), withdrew(1)];
const { given } = specForReadModel(groups);

describe('groups', () => {
  it('show who has a seat', () =>
    expect(given(...history).rows()).toEqual([
      { ...figures, groupId: group(3), name: 'Group 3', delegates: [{ personId: person(2), settingId }] },
      { ...figures, groupId: group(4), name: 'Group 4', delegates: [{ personId: person(3), settingId }] },
    ]));
  it('hold in PostgreSQL', () => given(...history).throughPostgres());
});
