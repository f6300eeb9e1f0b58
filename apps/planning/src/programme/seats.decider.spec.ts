import { specFor } from '@cairn/testing';
import { designed, enrolled, formed, group, person, programmeId, settingId, withdrew } from '../fixtures/ipswich.js';
import { programme, ProgrammeNotFound } from './programme.decider.js';
import { AlreadyEnrolled, enrolDelegate, formGroup, GroupFull, GroupNotFound, NotADelegate, PersonUnknown, withdrawDelegate } from './seats.decider.js';

const { given } = specFor(programme);
const form = formGroup({ programmeId, groupId: group(3), name: 'Group 3' });
const enrol = (n: number, inGroup = 3) => enrolDelegate({ programmeId, groupId: group(inGroup), personId: person(n), settingId });
const withdraw = (n: number, fromGroup = 3) =>
  withdrawDelegate({ programmeId, groupId: group(fromGroup), personId: person(n), reason: 'Moved to another setting' });
const sixEnrolled = [1, 2, 3, 4, 5, 6].map((n) => enrolled(n));

describe('a group', () => {
  it('takes its figures from the design', () => given(designed()).when(form).then(formed(3)));
  it('belongs to a programme that exists', () => void given().when(form).thenRejects(ProgrammeNotFound));
});

describe('a seat', () => {
  it('is given to the sixth of six', () =>
    given(designed(), formed(3), ...sixEnrolled.slice(1))
      .when(enrol(1))
      .then(enrolled(1)));
  it('is refused to the seventh of six', () =>
    expect(
      given(designed(), formed(3), ...sixEnrolled)
        .when(enrol(7))
        .thenRejects(GroupFull),
    ).toBe('Group 3 has 6 of 6 delegates'));
  it('is not counted in the other groups', () =>
    given(designed(), formed(3), formed(4), ...sixEnrolled)
      .when(enrol(7, 4))
      .then(enrolled(7, 4)));
  it('is free again when its delegate withdraws', () =>
    given(designed(), formed(3), ...sixEnrolled, withdrew(2))
      .when(enrol(7))
      .then(enrolled(7)));

  it('is one to a person in the whole programme', () =>
    expect(given(designed(), formed(3), formed(4), enrolled(1)).when(enrol(1, 4)).thenRejects(AlreadyEnrolled)).toBe(
      'This person is a delegate of Group 3 already.',
    ));
  it('is open to a person who withdrew before, in any group', () =>
    given(designed(), formed(3), formed(4), enrolled(1), withdrew(1)).when(enrol(1, 4)).then(enrolled(1, 4)));
  it('says that the person sits in the full group already rather than that it is full', () =>
    expect(
      given(designed(), formed(3), ...sixEnrolled)
        .when(enrol(1))
        .thenRejects(AlreadyEnrolled),
    ).toBe('This person is a delegate of Group 3 already.'));

  it('is for a person who is known to work at a setting', () =>
    void given(designed(), formed(3))
      .when(enrolDelegate({ programmeId, groupId: group(3), personId: person(1), settingId: null }))
      .thenRejects(PersonUnknown));
  it('is in a group that exists', () => void given(designed(), formed(3)).when(enrol(1, 4)).thenRejects(GroupNotFound));
});

describe('a delegate', () => {
  it('can withdraw', () => given(designed(), formed(3), enrolled(1)).when(withdraw(1)).then(withdrew(1)));
  it('withdraws once', () =>
    expect(given(designed(), formed(3), enrolled(1), withdrew(1)).when(withdraw(1)).thenRejects(NotADelegate)).toBe('This person is no delegate of Group 3.'));
  it('withdraws from the group they are in', () =>
    expect(given(designed(), formed(3), formed(4), enrolled(1)).when(withdraw(1, 4)).thenRejects(NotADelegate)).toBe('This person is no delegate of Group 4.'));
  it('withdraws from a group that exists', () => void given(designed()).when(withdraw(1)).thenRejects(GroupNotFound));
});
