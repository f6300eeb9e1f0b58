import { careerStages, latest, roles, standingAt } from '@cairn/contracts/directory';
import { InjectCodec, InjectRows, IsUuid, Page, type PersonalFieldCodec } from '@cairn/nest-service';
import type { Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { At } from '../at.js';
import { people, type PersonRow } from './people.read-model.js';
import { Settings, type Subtree } from './settings.read-model.js';

export const PersonQuery = z.strictObject({ at: At });
/**
 * `role`: held anywhere. `settingId`: where the person works; `organisationId`, `regionId`: the part of the tree where that setting belongs. `status`: people
 * who have left are listed only when asked for. `at`: all of it as it was at that instant. Names are no filter: they are sealed.
 */
export const PeopleQuery = Page.extend({
  role: z.enum(roles).optional(),
  settingId: IsUuid.schema.optional(),
  organisationId: IsUuid.schema.optional(),
  regionId: IsUuid.schema.optional(),
  status: z.enum(['here', 'left']).optional(),
  careerStage: z.enum(careerStages).optional(),
  expertise: z.string().max(60).optional(),
  at: At,
});
type PeopleQuery = z.output<typeof PeopleQuery>;

@Injectable()
export class People {
  constructor(
    @InjectRows(people) private readonly rows: Rows<PersonRow>,
    @InjectCodec() private readonly codec: PersonalFieldCodec,
    private readonly settings: Settings,
  ) {}

  /** Now or at an instant, with everywhere they have worked and every role they have held. */
  async of(tenant: string, personId: string, { at }: z.output<typeof PersonQuery> = {}) {
    const row = await this.rows.in(tenant).get(personId);
    const seen = row && (at === undefined ? row : asAt(row, at));
    return seen && { ...(await this.named(tenant, seen)), stays: seen.stays, tenures: seen.tenures };
  }

  /** The name as it is on record now. */
  async nameOf(tenant: string, personId: string) {
    const row = await this.rows.in(tenant).get(personId);
    return row && this.codec.open(tenant, row.name);
  }

  async matching(tenant: string, query: PeopleQuery) {
    const { total, rows } = query.at === undefined ? await this.today(tenant, query) : await this.asItWas(tenant, query, query.at);
    return { total, items: await Promise.all(rows.map((row) => this.named(tenant, row))) };
  }

  /** Who was here at that instant and where, without their names. */
  async hereAt(tenant: string, { role, settingId, at }: Pick<PeopleQuery, 'role' | 'settingId'> & { readonly at: string }) {
    const { rows } = await this.asItWas(tenant, { role, settingId, limit: Number.MAX_SAFE_INTEGER, offset: 0 }, at);
    return rows.map(({ personId, settingId }) => ({ personId, settingId }));
  }

  /** Which of these people are on record here. */
  async registeredAmong(tenant: string, personIds: readonly string[]): Promise<Set<string>> {
    const found = await this.rows.in(tenant).query().where('row.key = ANY(:personIds)', { personIds }).getMany();
    return new Set(found.map(({ personId }) => personId));
  }

  private async today(tenant: string, query: PeopleQuery) {
    const { role, settingId, status = 'here', careerStage, expertise, limit, offset } = query;
    const rows = this.rows.in(tenant).query().where('row.status = :status', { status });
    if (role !== undefined) rows.andWhere('row.roles @> :held', { held: JSON.stringify([{ role }]) });
    if (settingId !== undefined) rows.andWhere('row.settingId = :settingId', { settingId });
    if (careerStage !== undefined) rows.andWhere('row.careerStage = :careerStage', { careerStage });
    if (expertise !== undefined) rows.andWhere('row.expertise @> :areas', { areas: JSON.stringify([expertise]) });
    if (isNarrowed(query)) rows.andWhere('row.settingId = ANY(:under)', { under: await this.settings.under(tenant, query, latest) });
    const [found, total] = await rows.orderBy('row.personId').take(limit).skip(offset).getManyAndCount();
    return { total, rows: found };
  }

  /** Where everybody was is in their own row, so all rows are looked through; the tree is that of the same instant. */
  private async asItWas(tenant: string, query: PeopleQuery, at: string) {
    const under = isNarrowed(query) ? new Set(await this.settings.under(tenant, query, at)) : undefined;
    const all = await this.rows.in(tenant).find();
    const found = all.flatMap((row) => asAt(row, at) ?? []).filter((row) => fits(row, query) && (!under || under.has(row.settingId ?? '')));
    return { total: found.length, rows: found.slice(query.offset, query.offset + query.limit) };
  }

  /** The only place where a name is opened. */
  private async named(tenant: string, { personId, name, settingId, status, roles, careerStage, expertise }: PersonRow) {
    return { personId, name: await this.codec.open(tenant, name), settingId, status, roles, careerStage, expertise };
  }
}

const isNarrowed = ({ organisationId, regionId }: Subtree) => organisationId !== undefined || regionId !== undefined;

const fits = ({ roles, settingId, status, careerStage, expertise }: PersonRow, query: PeopleQuery): boolean =>
  [
    status === (query.status ?? 'here'),
    query.role === undefined || roles.some(({ role }) => role === query.role),
    query.settingId === undefined || settingId === query.settingId,
    query.careerStage === undefined || careerStage === query.careerStage,
    query.expertise === undefined || expertise.includes(query.expertise),
  ].every(Boolean);

/** Undefined before they had joined. Career stage and expertise are those of today: what is told of oneself has no date. */
function asAt(row: PersonRow, at: string): PersonRow | undefined {
  const stay = standingAt(row.stays, at);
  if (!stay) return undefined;
  const tenures = row.tenures.filter(({ from }) => from <= at);
  const held = tenures.filter(({ until }) => until === null || until > at);
  return {
    ...row,
    ...{ settingId: stay.settingId, status: stay.here ? 'here' : 'left', stays: row.stays.filter((change) => change.at <= at) },
    ...{ tenures, roles: held.map(({ role, settingId }) => ({ role, settingId })) },
  };
}
