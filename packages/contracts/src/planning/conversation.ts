import { defineEvent, personal, subject } from '@cairn/event-sourcing';
import { z } from 'zod';

/** Not coaching: no engagement, no agreement, and nothing counts it as a session. */
export const CoachingStyleConversationLogged = defineEvent(
  'CoachingStyleConversationLogged',
  1,
  {
    conversationId: z.uuid(),
    managerId: subject(),
    personId: subject(),
    heldOn: z.iso.date(),
    topic: personal('plan', 'personId', z.string().min(1).max(300)),
  },
  { summary: 'A manager had a conversation in the style of coaching with somebody who reports to them.' },
);
