import { InvitationAccepted, InvitationDeclined, ProgrammeLaunched, SubmissionWindowClosed } from '@cairn/contracts/planning';
import { specForReadModel } from '@cairn/testing';
import { design, designed, enrolled, formed, invited, person, programmeId, windowOpened, withdrew } from '../fixtures/ipswich.js';
import { programmes } from './programmes.read-model.js';

const { given } = specForReadModel(programmes);
const answered = [
  InvitationAccepted({ programmeId, personId: person(1) }),
  InvitationDeclined({ programmeId, personId: person(2), reason: null }),
  ProgrammeLaunched({ programmeId, eligible: 3, invited: 3 }),
];
const closed = SubmissionWindowClosed({ programmeId, term: 'autumn 2019', closedOn: '2019-11-29' });

describe('programmes', () => {
  it('begin as designed', () =>
    expect(given(designed()).rows()).toEqual([{ ...design, launched: false, invited: 0, accepted: 0, declined: 0, groups: 0, delegates: 0, windows: [] }]));
  it('count invitations and their answers', () =>
    expect(given(designed(), ...[1, 2, 3].map(invited), ...answered).rows()).toMatchObject([{ launched: true, invited: 3, accepted: 1, declined: 1 }]));
  it('count groups, and delegates who have a seat', () =>
    expect(given(designed(), formed(3), enrolled(1), enrolled(2), withdrew(1)).rows()).toMatchObject([{ groups: 1, delegates: 1 }]));
  it('show their submission windows', () =>
    expect(given(designed(), windowOpened(), closed).rows()).toMatchObject([
      { windows: [{ term: 'autumn 2019', opensOn: '2019-09-02', closesOn: '2019-12-20', closedOn: '2019-11-29' }] },
    ]));
  it('hold in PostgreSQL', () =>
    given(designed(), invited(1), ...answered.slice(0, 1), formed(3), enrolled(1), enrolled(2), withdrew(1), windowOpened(), closed).throughPostgres());
});
