import { CoachingStyleConversationLogged } from '@cairn/contracts/planning';
import { InjectRows, type Page } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

/** "With whom has a manager talked in the style of coaching, and when?" One row per conversation, without what it was about; at most one batch behind. */
export const coachingStyleConversations = defineReadModel({
  name: 'coaching-style-conversations',
  version: 1,
  row: z.object({ conversationId: z.uuid(), managerId: z.uuid(), personId: z.uuid(), heldOn: z.iso.date() }),
  indexes: [['managerId']],
  on: (when) => [
    when(
      CoachingStyleConversationLogged,
      ({ data }) => data.conversationId,
      (_, { data: { conversationId, managerId, personId, heldOn } }) => ({ conversationId, managerId, personId, heldOn }),
    ),
  ],
});

@Injectable()
export class CoachingStyleConversations {
  constructor(@InjectRows(coachingStyleConversations) private readonly rows: Rows<RowOf<typeof coachingStyleConversations>>) {}

  async of(tenant: string, managerId: string, { limit, offset }: Page) {
    const rows = this.rows.in(tenant);
    const [total, items] = await Promise.all([rows.count({ managerId }), rows.find({ managerId }, { order: { heldOn: 'ASC' }, limit, offset })]);
    return { total, items };
  }
}
