import { latest, policies as rules, policyCodes, PolicyChanged, standingAt, withChange } from '@cairn/contracts/directory';
import { InjectRows } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { At } from '../at.js';

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

export const PoliciesQuery = z.strictObject({ at: At });

@Injectable()
export class Policies {
  constructor(@InjectRows(policies) private readonly rows: Rows<RowOf<typeof policies>>) {}

  /** All of them, also those that were never decided: with what held at that instant, and what had been decided by then. */
  async all(tenant: string, { at = latest }: z.output<typeof PoliciesQuery>) {
    const decided = new Map((await this.rows.in(tenant).find()).map((row) => [row.policy, row]));
    const items = policyCodes.map((code) => {
      const { requirement, text, choices, default: usual } = rules[code];
      const history = (decided.get(code)?.history ?? []).filter((change) => change.at <= at).reduce(inOrder, []);
      return {
        policy: code,
        requirement,
        text,
        choices,
        default: usual,
        choice: standingAt(history, at)?.to ?? usual,
        history,
      };
    });
    return { total: items.length, items };
  }
}

type Changes = RowOf<typeof policies>['history'];
const inOrder = (changes: Changes, change: Changes[number]): Changes => withChange(changes, change);
