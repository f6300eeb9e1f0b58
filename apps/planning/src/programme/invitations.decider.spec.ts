import { InvitationAccepted, InvitationDeclined, InvitationSent } from '@cairn/contracts/planning';
import { specFor } from '@cairn/testing';
import { designed, invited, person, programmeId, settingId } from '../fixtures/ipswich.js';
import { acceptInvitation, AlreadyInvited, declineInvitation, InvitationAlreadyAnswered, NotInvited, sendInvitation } from './invitations.decider.js';
import { programme, ProgrammeNotFound } from './programme.decider.js';

const { given } = specFor(programme);
const invitation = { programmeId, personId: person(1) };
const refusal = { ...invitation, reason: 'On leave in the summer term' };
const accepted = InvitationAccepted(invitation);
const declined = InvitationDeclined(refusal);

describe('an invitation', () => {
  const send = sendInvitation({ ...invitation, settingId });

  it('is sent to a person of a setting', () =>
    given(designed())
      .when(send)
      .then(InvitationSent({ ...invitation, settingId })));
  it('is sent once to each person', () => void given(designed(), invited(1)).when(send).thenRejects(AlreadyInvited));
  it('is for a programme that exists', () => void given().when(send).thenRejects(ProgrammeNotFound));

  it('can be accepted', () => given(designed(), invited(1)).when(acceptInvitation(invitation)).then(accepted));
  it('can be declined', () => given(designed(), invited(1)).when(declineInvitation(refusal)).then(declined));
  it('is answered by nobody else', () => void given(designed(), invited(2)).when(acceptInvitation(invitation)).thenRejects(NotInvited));
  it('stays declined', () =>
    expect(given(designed(), invited(1), declined).when(acceptInvitation(invitation)).thenRejects(InvitationAlreadyAnswered)).toBe(
      'The invitation was declined before.',
    ));
  it('stays accepted', () =>
    expect(given(designed(), invited(1), accepted).when(declineInvitation(refusal)).thenRejects(InvitationAlreadyAnswered)).toBe(
      'The invitation was accepted before.',
    ));
});
