import { CoachingStyleConversationLogged } from '@cairn/contracts/planning';
import { defineRule, defineStream, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';
import { requireInPerson } from '../in-person.decider.js';
import { pathUp, type Managers } from '../reporting-chain.decider.js';

/** One conversation of a manager in the style of coaching. It has a stream of its own, so that nobody takes it for a session of an engagement. */
export const conversation = defineStream({
  category: 'conversation',
  events: [CoachingStyleConversationLogged],
  initial: false,
  evolve: () => true,
});
type Decision = Decide<boolean, EventIn<typeof conversation>>;

export const NotTheirReport = defineRule('002-7', 'NOT_THEIR_REPORT', () => 'This person does not report to the manager, at any depth.');
export const ConversationAhead = defineRule('002-7', 'NOT_YET_HAPPENED', (heldOn: string, today: string) => `${heldOn} lies after today, ${today}.`);

/** By the manager, of somebody who reports to them: everything else is an engagement, or nothing of theirs. */
export const logConversation =
  ({ actor, today, managers, ...logged }: DataOf<typeof CoachingStyleConversationLogged> & { actor: string; today: string; managers: Managers }): Decision =>
  () => {
    requireInPerson(actor, logged.managerId);
    if (!pathUp(managers, logged.personId, logged.managerId)) throw NotTheirReport();
    if (logged.heldOn > today) throw ConversationAhead(logged.heldOn, today);
    return [CoachingStyleConversationLogged(logged)];
  };
