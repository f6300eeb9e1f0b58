import { CoachingStyleConversationLogged } from '@cairn/contracts/planning';
import { specFor } from '@cairn/testing';
import { person } from '../fixtures/ipswich.js';
import { director, manager, practitioner } from '../fixtures/pair.js';
import { ActsForAnother } from '../in-person.decider.js';
import { conversation, ConversationAhead, logConversation, NotTheirReport } from './conversation.decider.js';

const { given } = specFor(conversation);
const logged = { conversationId: person(60), managerId: director, personId: practitioner, heldOn: '2026-06-01', topic: 'The next step' };
const managers = new Map([
  [practitioner, manager],
  [manager, director],
]);
const log = (changes: object = {}) => logConversation({ ...logged, managers, actor: director, today: '2026-06-01', ...changes });

describe('a conversation in the style of coaching', () => {
  it('is logged by a manager above the person, at any depth', () => given().when(log()).then(CoachingStyleConversationLogged(logged)));
  it('is nobody else’s', () => {
    given()
      .when(log({ actor: manager }))
      .thenRejects(ActsForAnother);
    given()
      .when(log({ managerId: practitioner, personId: director, actor: practitioner }))
      .thenRejects(NotTheirReport);
  });
  it('was held', () => {
    expect(
      given()
        .when(log({ heldOn: '2026-06-02' }))
        .thenRejects(ConversationAhead),
    ).toBe('2026-06-02 lies after today, 2026-06-01.');
  });
});
