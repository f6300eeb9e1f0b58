import { CoachingStyleConversationLogged } from '@cairn/contracts/planning';
import { specForReadModel } from '@cairn/testing';
import { person } from '../fixtures/ipswich.js';
import { manager, practitioner } from '../fixtures/pair.js';
import { coachingStyleConversations } from './coaching-style-conversations.read-model.js';

const facts = { conversationId: person(60), managerId: manager, personId: practitioner, heldOn: '2026-06-01' };
const logged = CoachingStyleConversationLogged({ ...facts, topic: 'The next step' });
const { given } = specForReadModel(coachingStyleConversations);

describe('coaching-style conversations', () => {
  it('say who and when, and not what about', () => expect(given(logged).rows()).toEqual([facts]));
  it('hold in PostgreSQL', () => given(logged).throughPostgres());
});
