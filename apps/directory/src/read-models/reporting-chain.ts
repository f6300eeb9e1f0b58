import { latest, standingAt } from '@cairn/contracts/directory';
import { InjectRows, IsUuid, Page } from '@cairn/nest-service';
import type { Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { At } from '../at.js';
import { lineKey, reportingLines, type LineRow } from './reporting-lines.read-model.js';

export const ChainQuery = z.strictObject({ at: At });
export const OnChainQuery = z.strictObject({ managerId: IsUuid.schema, personId: IsUuid.schema, at: At });
export const LinesQuery = Page.extend({ at: At });

/** One step up: whom somebody reports to, since when. The level counts from the person who was asked about: 1 is their own manager. */
interface Step {
  readonly level: number;
  readonly personId: string;
  readonly since: string;
}

/** "Who is above this person at that instant, at any depth, and by which path?" */
@Injectable()
export class ReportingChain {
  constructor(@InjectRows(reportingLines) private readonly rows: Rows<LineRow>) {}

  /** Everybody above this person in each of their organisations, nearest first. */
  async above(tenant: string, personId: string, { at = latest }: z.output<typeof ChainQuery>) {
    const lines = await this.rows.in(tenant).find({ personId }, { order: { organisationId: 'ASC' } });
    const chains = await Promise.all(
      lines.map(async ({ organisationId }) => (await this.chain(tenant, organisationId, personId, at)).map((step) => ({ organisationId, ...step }))),
    );
    const items = chains.flat();
    return { total: items.length, items };
  }

  /** Is the manager on the person's chain in this organisation? The path leads up from the person; `since` is when the whole of it began to stand. */
  async isAbove(tenant: string, organisationId: string, { managerId, personId, at = latest }: z.output<typeof OnChainQuery>) {
    const chain = await this.chain(tenant, organisationId, personId, at);
    const levels = chain.findIndex((step) => step.personId === managerId) + 1;
    const path = chain.slice(0, levels);
    const since = path.reduce<string | null>((last, step) => (last === null || step.since > last ? step.since : last), null);
    return { organisationId, managerId, personId, onChain: levels > 0, levels, since, path };
  }

  /** Every line of an organisation at that instant, with how it came to be; null where somebody reported to nobody then. */
  async lines(tenant: string, organisationId: string, { at = latest, limit, offset }: z.output<typeof LinesQuery>) {
    const rows = this.rows.in(tenant);
    const found = await rows.find({ organisationId }, { limit, offset });
    const items = found.map(({ personId, changes }) => {
      const standing = standingAt(changes, at);
      return { personId, managerId: standing?.managerId ?? null, since: standing?.at ?? null, changes };
    });
    return { total: await rows.count({ organisationId }), items };
  }

  /** How many people report to this person now. */
  reportsTo = (tenant: string, managerId: string): Promise<number> => this.rows.in(tenant).count({ managerId });

  /** It ends because no circle ever stood at any instant. */
  private async chain(tenant: string, organisationId: string, personId: string, at: string): Promise<Step[]> {
    const rows = this.rows.in(tenant);
    const chain: Step[] = [];
    for (let below = personId; ;) {
      const standing = standingAt((await rows.get(lineKey(organisationId, below)))?.changes ?? [], at);
      if (!standing?.managerId) return chain;
      below = standing.managerId;
      chain.push({ level: chain.length + 1, personId: below, since: standing.at });
    }
  }
}
