import type { ConsentPurpose } from '@cairn/contracts/directory';
import type { Sealed } from '@cairn/event-sourcing';
import { Streams, type CommandContext } from '@cairn/event-store';
import { InjectCodec, InjectRows, type PersonalFieldCodec } from '@cairn/nest-service';
import type { Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { accessNeeds, type AccessNeedsRow } from '../read-models/access-needs.read-model.js';
import { performanceContexts, type PerformanceContextRow } from '../read-models/performance-contexts.read-model.js';
import { assertConsent, consent } from './consent.decider.js';

/** What people tell in confidence, opened to themselves and to those to whom they consent. */
@Injectable()
export class InConfidence {
  constructor(
    private readonly streams: Streams,
    @InjectRows(accessNeeds) private readonly needs: Rows<AccessNeedsRow>,
    @InjectRows(performanceContexts) private readonly contexts: Rows<PerformanceContextRow>,
    @InjectCodec() private readonly codec: PersonalFieldCodec,
  ) {}

  async accessNeeds(personId: string, reader: CommandContext) {
    await this.assertConsent(personId, 'access-needs', reader);
    const row = await this.needs.in(reader.tenant).get(personId);
    if (!row) return undefined;
    const [needs, preferences] = await Promise.all([row.needs, row.preferences].map((value) => this.opened(reader.tenant, value)));
    return { personId, needs, preferences, recordedAt: row.recordedAt };
  }

  async performanceContexts(personId: string, reader: CommandContext) {
    await this.assertConsent(personId, 'performance-context', reader);
    const rows = await this.contexts.in(reader.tenant).find({ personId }, { order: { sharedAt: 'ASC' } });
    const items = rows.map(async (row) => ({ ...row, context: await this.opened(reader.tenant, row.context) }));
    return { total: rows.length, items: await Promise.all(items) };
  }

  /** Asked of the stream, not of a row: what was withdrawn a moment ago is withdrawn. */
  private async assertConsent(personId: string, purpose: ConsentPurpose, { tenant, actor }: CommandContext): Promise<void> {
    const { state } = await this.streams.load(consent, tenant, personId);
    assertConsent(state, { personId, purpose, by: actor.person });
  }

  private opened = async (tenant: string, value: Sealed | null) => (value === null ? null : this.codec.open(tenant, value));
}
