import { PersonRegistered, RoleAssigned, RoleRevoked, roles } from '@cairn/contracts/directory';
import { sealedValue } from '@cairn/event-sourcing';
import { InjectCodec, InjectRows, IsUuid, Page, type PersonalFieldCodec } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const Held = z.object({ role: z.enum(roles), settingId: z.uuid().nullable() });
const isSame = (one: z.output<typeof Held>, other: z.output<typeof Held>) => one.role === other.role && one.settingId === other.settingId;

const person = ({ data }: { readonly data: { readonly personId: string } }) => data.personId;

/** "Who is here, where, and in which roles?" One row per person; the name stays sealed in it; at most one batch behind. */
export const people = defineReadModel({
  name: 'people',
  version: 1,
  row: z.object({ personId: z.uuid(), name: sealedValue(), settingId: z.uuid().nullable(), roles: z.array(Held) }),
  indexes: [['settingId']],
  on: (when) => [
    when(PersonRegistered, person, (_, { data: { personId, name, settingId } }) => ({ personId, name, settingId, roles: [] })),
    when(RoleAssigned, person, (row, { data: { role, settingId } }) => row && { ...row, roles: [...row.roles, { role, settingId }] }),
    when(RoleRevoked, person, (row, { data }) => row && { ...row, roles: row.roles.filter((held) => !isSame(held, data)) }),
  ],
});
type Row = RowOf<typeof people>;

/** `role`: held anywhere. `settingId`: where the person works. */
export const PeopleQuery = Page.extend({ role: z.enum(roles).optional(), settingId: IsUuid.schema.optional() });

@Injectable()
export class People {
  constructor(
    @InjectRows(people) private readonly rows: Rows<Row>,
    @InjectCodec() private readonly codec: PersonalFieldCodec,
  ) {}

  async of(tenant: string, personId: string) {
    const row = await this.rows.in(tenant).get(personId);
    return row && this.named(tenant, row);
  }

  async matching(tenant: string, { role, settingId, limit, offset }: z.output<typeof PeopleQuery>) {
    const query = this.rows.in(tenant).query();
    if (role !== undefined) query.andWhere('row.roles @> :held', { held: JSON.stringify([{ role }]) });
    if (settingId !== undefined) query.andWhere('row.settingId = :settingId', { settingId });
    const [rows, total] = await query.orderBy('row.personId').take(limit).skip(offset).getManyAndCount();
    return { total, items: await Promise.all(rows.map((row) => this.named(tenant, row))) };
  }

  /** The only place where a name is opened. */
  private async named(tenant: string, { personId, name, settingId, roles }: Row) {
    return { personId, name: await this.codec.open(tenant, name), settingId, roles };
  }
}
