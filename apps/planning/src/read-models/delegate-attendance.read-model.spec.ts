import { AttendanceCorrected, AttendanceRecorded, AttendanceWaived } from '@cairn/contracts/sessions';
import { happened, specForReadModel } from '@cairn/testing';
import { group, line, person, programmeId } from '../fixtures/ipswich.js';
import { delegateAttendance } from './delegate-attendance.read-model.js';

const personId = person(1);
const seriesOf = (inGroup: number) => `series-${group(inGroup)}`;
const at = (number: number, inGroup: number) => ({ groupId: group(inGroup), programmeId, sessionId: line(number), number, personId, minutes: 120 });

const attended = (number: number, inGroup = 3) => happened(AttendanceRecorded(at(number, inGroup)), {}, seriesOf(inGroup));
const corrected = (number: number, to: 'present' | 'absent', inGroup = 3) => {
  const from = to === 'present' ? 'absent' : 'present';
  return happened(AttendanceCorrected({ ...at(number, inGroup), from, to, reason: 'The sign-in sheet says otherwise' }), {}, seriesOf(inGroup));
};
const waiver = AttendanceWaived({ groupId: group(3), programmeId, number: 2, personId, waivedBy: person(9), reason: 'Jury service' });
const waived = happened(waiver, {}, seriesOf(3));
const sessions = (inGroup: number, ...numbers: number[]) => numbers.map((number) => ({ groupId: group(inGroup), number }));
const seen = (inGroup: number, revision: string) => ({ stream: seriesOf(inGroup), revision });
const { given } = specForReadModel(delegateAttendance);

describe('the attendance of a delegate', () => {
  it('has the sessions attended and waived, and how far the record had been seen', () =>
    expect(given(attended(1), attended(3), waived).rows()).toEqual([
      { programmeId, personId, attended: sessions(3, 1, 3), waived: sessions(3, 2), seen: [seen(3, '2')] },
    ]));
  it('follows corrections', () => {
    const row = { programmeId, personId, waived: [] };
    expect(given(attended(1), corrected(1, 'absent')).rows()).toEqual([{ ...row, attended: [], seen: [seen(3, '1')] }]);
    expect(given(corrected(1, 'present')).rows()).toEqual([{ ...row, attended: sessions(3, 1), seen: [seen(3, '0')] }]);
  });
  it('counts in every group of the programme, and is corrected in the one it was recorded in', () =>
    expect(given(attended(1), attended(1, 4), corrected(1, 'absent', 4)).rows()).toEqual([
      { programmeId, personId, attended: sessions(3, 1), waived: [], seen: [seen(3, '0'), seen(4, '1')] },
    ]));
  it('holds in PostgreSQL', () => given(attended(1), attended(2), attended(1, 4), waived, corrected(1, 'absent', 4)).throughPostgres());
});
