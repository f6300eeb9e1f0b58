import { roles } from '@cairn/contracts/directory';
import { InjectRows, IsUuid, Page } from '@cairn/nest-service';
import type { Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { People } from './people.js';
import { safeguardingTraining, type TrainingRow } from './safeguarding-training.read-model.js';

/** `on`: the day by which it is judged. `status`: `expired` when training ended before that day, `none` when there was none by then. */
export const CurrencyQuery = Page.extend({
  on: z.iso.date(),
  status: z.enum(['current', 'expired', 'none']).optional(),
  role: z.enum(roles).optional(),
  settingId: IsUuid.schema.optional(),
});
type CurrencyQuery = z.output<typeof CurrencyQuery>;

/** "Whose safeguarding training counts on that day, and whose does not?" Of the people who were here at the end of that day. */
@Injectable()
export class SafeguardingCurrency {
  constructor(
    @InjectRows(safeguardingTraining) private readonly rows: Rows<TrainingRow>,
    private readonly people: People,
  ) {}

  of = (tenant: string, personId: string) => this.rows.in(tenant).get(personId);

  async on(tenant: string, { on, status, role, settingId, limit, offset }: CurrencyQuery) {
    const here = await this.people.hereAt(tenant, { role, settingId, at: `${on}T23:59:59.999Z` });
    const trained = new Map((await this.rows.in(tenant).find()).map((row) => [row.personId, row.trainings]));
    const all = here.map(({ personId, settingId }) => ({ personId, settingId, ...currencyOf(trained.get(personId) ?? [], on) }));
    const found = all.filter((person) => status === undefined || person.status === status);
    return { total: found.length, items: found.slice(offset, offset + limit) };
  }
}

/** The day until which training completed by then counts decides: of several, the last. */
function currencyOf(trainings: TrainingRow['trainings'], on: string) {
  const until = trainings.filter(({ completedOn }) => completedOn <= on).reduce((last, { validUntil }) => (validUntil > last ? validUntil : last), '');
  if (until === '') return { status: 'none' as const, validUntil: null };
  return { status: until < on ? ('expired' as const) : ('current' as const), validUntil: until };
}
