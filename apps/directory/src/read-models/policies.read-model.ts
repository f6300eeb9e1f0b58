import { policies as rules, policyCodes, PolicyChanged } from '@cairn/contracts/directory';
import { InjectRows } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const Change = z.object({ from: z.string(), to: z.string(), reason: z.string(), changedBy: z.uuid(), at: z.iso.datetime(), version: z.string() });

/** "What has the organisation decided about its rules, when and why?" One row per rule that was ever decided; at most one batch behind. */
export const policies = defineReadModel({
  name: 'policies',
  version: 1,
  row: z.object({ policy: z.string(), choice: z.string(), history: z.array(Change) }),
  on: (when) => [
    when(
      PolicyChanged,
      ({ data }) => data.policy,
      (row, { data: { policy, from, to, reason }, metadata, revision }) => ({
        policy,
        choice: to,
        history: [...(row?.history ?? []), { from, to, reason, changedBy: metadata.actor.person, at: metadata.occurredAt, version: String(revision) }],
      }),
    ),
  ],
});

@Injectable()
export class Policies {
  constructor(@InjectRows(policies) private readonly rows: Rows<RowOf<typeof policies>>) {}

  /** All of them, also those that were never decided. */
  async all(tenant: string) {
    const decided = new Map((await this.rows.in(tenant).find()).map((row) => [row.policy, row]));
    const items = policyCodes.map((code) => {
      const { requirement, text, choices, default: usual } = rules[code];
      return {
        policy: code,
        requirement,
        text,
        choices,
        default: usual,
        choice: decided.get(code)?.choice ?? usual,
        history: decided.get(code)?.history ?? [],
      };
    });
    return { total: items.length, items };
  }
}
