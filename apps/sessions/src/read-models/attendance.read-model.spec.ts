import { DelegateEnrolled } from '@cairn/contracts/planning';
import { specForReadModel } from '@cairn/testing';
import { attended, corrected, groupId, person, programmeId, settingId, waived } from '../fixtures/group-3.js';
import { attendance } from './attendance.read-model.js';

const enrolled = DelegateEnrolled({ programmeId, groupId, personId: person(1), settingId });
const row = { programmeId, groupId, personId: person(1) };
const { given } = specForReadModel(attendance);

describe('attendance', () => {
  it('begins with the seat', () => expect(given(enrolled).rows()).toEqual([{ ...row, attended: [], waived: [], minutes: 0 }]));
  it('has the sessions in order, and adds up the time', () =>
    expect(given(enrolled, attended(3, 1), attended(1, 1), waived(2, 1)).rows()).toEqual([{ ...row, attended: [1, 3], waived: [2], minutes: 240 }]));
  it('follows corrections', () =>
    expect(given(enrolled, attended(1, 1), corrected(1, 1, 'absent'), corrected(2, 1, 'present')).rows()).toEqual([
      { ...row, attended: [2], waived: [], minutes: 120 },
    ]));
  it('outlives a seat that was given up and taken again', () =>
    expect(given(enrolled, attended(1, 1), enrolled).rows()).toMatchObject([{ attended: [1], minutes: 120 }]));
  it('holds in PostgreSQL', () => given(enrolled, attended(3, 1), attended(1, 1), attended(1, 2), waived(2, 1), corrected(1, 1, 'absent')).throughPostgres());
});
