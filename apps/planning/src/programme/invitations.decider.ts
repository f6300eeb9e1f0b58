import { InvitationAccepted, InvitationDeclined, InvitationSent } from '@cairn/contracts/planning';
import { defineRule, type DataOf } from '@cairn/event-sourcing';
import { existing, type Programme, type ProgrammeDecision } from './programme.decider.js';

export const AlreadyInvited = defineRule('001-2', 'ALREADY_INVITED', () => 'This person has an invitation already.');
export const NotInvited = defineRule('001-2', 'NOT_INVITED', () => 'This person has no invitation.');
export const InvitationAlreadyAnswered = defineRule('001-2', 'INVITATION_ALREADY_ANSWERED', (answer: string) => `The invitation was ${answer} before.`);

/** One invitation each, so that invitations count people. */
export const sendInvitation =
  (data: DataOf<typeof InvitationSent>): ProgrammeDecision =>
  (state) => {
    if (existing(state).invitations.has(data.personId)) throw AlreadyInvited();
    return [InvitationSent(data)];
  };

export const acceptInvitation =
  (data: DataOf<typeof InvitationAccepted>): ProgrammeDecision =>
  (state) => {
    requireUnanswered(existing(state), data.personId);
    return [InvitationAccepted(data)];
  };

export const declineInvitation =
  (data: DataOf<typeof InvitationDeclined>): ProgrammeDecision =>
  (state) => {
    requireUnanswered(existing(state), data.personId);
    return [InvitationDeclined(data)];
  };

/** An answer is final, so that answers can be counted too. Someone who has second thoughts loses nothing: a seat asks for no invitation. */
function requireUnanswered({ invitations }: Programme, personId: string): void {
  const invitation = invitations.get(personId);
  if (!invitation) throw NotInvited();
  if (invitation !== 'sent') throw InvitationAlreadyAnswered(invitation);
}
