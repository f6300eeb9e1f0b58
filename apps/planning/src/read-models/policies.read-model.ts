import { PolicyChanged, PolicyChoices } from '@cairn/contracts/directory';
import { InjectRows } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const key = 'policies';

/** "What has the organisation decided about its rules?" One row, of what was ever changed; at most one batch behind. */
export const policies = defineReadModel({
  name: 'policies',
  version: 1,
  row: z.object({ version: z.string(), changed: z.record(z.string(), z.string()) }),
  on: (when) => [
    when(
      PolicyChanged,
      () => key,
      (row, { data: { policy, to }, revision }) => ({ version: String(revision), changed: { ...row?.changed, [policy]: to } }),
    ),
  ],
});

@Injectable()
export class Policies {
  constructor(@InjectRows(policies) private readonly rows: Rows<RowOf<typeof policies>>) {}

  /** The choices in force: a decision takes one as an argument, and its context names their version as `policyVersion`. */
  async inForce(tenant: string): Promise<PolicyChoices> {
    const row = await this.rows.in(tenant).get(key);
    return new PolicyChoices(row?.version ?? 'default', row?.changed ?? {});
  }
}
