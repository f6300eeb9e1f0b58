import { MatchAccepted, MatchDeclined, MatchProposed } from '@cairn/contracts/planning';
import { InjectRows, type Page } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const match = (event: { readonly data: { readonly matchId: string } }) => event.data.matchId;

/** "Who was proposed to whom, for which reasons, and what did they say?" One row per match; at most one batch behind. */
export const matches = defineReadModel({
  name: 'matches',
  version: 1,
  row: z.object({
    ...MatchProposed.schema.shape,
    acceptedBy: z.array(z.uuid()),
    declinedBy: z.uuid().nullable(),
  }),
  indexes: [['roundId'], ['practitionerId'], ['supporterId']],
  on: (when) => [
    when(MatchProposed, match, (_, { data }) => ({ ...data, acceptedBy: [], declinedBy: null })),
    when(MatchAccepted, match, (row, { data }) => row && { ...row, acceptedBy: [...row.acceptedBy, data.personId] }),
    when(MatchDeclined, match, (row, { data }) => row && { ...row, declinedBy: data.personId }),
  ],
});
type Row = RowOf<typeof matches>;

@Injectable()
export class Matches {
  constructor(@InjectRows(matches) private readonly rows: Rows<Row>) {}

  ofRound = (tenant: string, roundId: string, page: Page) => this.matching(tenant, [{ roundId }], page);
  ofPerson = (tenant: string, personId: string, page: Page) => this.matching(tenant, [{ practitionerId: personId }, { supporterId: personId }], page);

  private async matching(tenant: string, where: Partial<Pick<Row, 'roundId' | 'practitionerId' | 'supporterId'>>[], { limit, offset }: Page) {
    const rows = this.rows.in(tenant);
    const [total, items] = await Promise.all([rows.count(where), rows.find(where, { order: { practitionerId: 'ASC' }, limit, offset })]);
    return { total, items };
  }
}
