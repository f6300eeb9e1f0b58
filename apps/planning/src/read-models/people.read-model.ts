import { PersonMoved, PersonRegistered, PersonRejoined, RoleAssigned, RoleRevoked } from '@cairn/contracts/directory';
import { InjectRows } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const Row = z.object({ personId: z.uuid(), settingId: z.uuid().nullable(), settingsLed: z.int() });
type Row = RowOf<{ row: typeof Row }>;

const person = (event: { readonly data: { readonly personId: string } }) => event.data.personId;
const leading = (row: Row | undefined, { data }: { data: { personId: string; role: string } }, by: 1 | -1): Row | undefined => {
  if (data.role !== 'setting-leader') return row;
  const known = row ?? { personId: data.personId, settingId: null, settingsLed: 0 };
  return { ...known, settingsLed: known.settingsLed + by };
};

/** "Where does this person work, and who leads a setting?" One row per person whom directory knows; at most one batch behind. */
export const people = defineReadModel({
  name: 'people',
  version: 2,
  row: Row,
  on: (when) => [
    when(PersonRegistered, person, (row, { data: { personId, settingId } }) => ({ personId, settingId, settingsLed: row?.settingsLed ?? 0 })),
    when(PersonMoved, person, (row, { data: { to: settingId } }) => row && { ...row, settingId }),
    when(PersonRejoined, person, (row, { data: { settingId } }) => row && { ...row, settingId }),
    when(RoleAssigned, person, (row, event) => leading(row, event, 1)),
    when(RoleRevoked, person, (row, event) => leading(row, event, -1)),
  ],
});

@Injectable()
export class People {
  constructor(@InjectRows(people) private readonly rows: Rows<RowOf<typeof people>>) {}

  /** Null when the person is unknown, or works centrally. */
  async settingOf(tenant: string, personId: string): Promise<string | null> {
    return (await this.rows.in(tenant).get(personId))?.settingId ?? null;
  }

  /** By person, of those whom directory knows. */
  async settingsOf(tenant: string, personIds: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
    const found = await this.rows.in(tenant).query().andWhere('row.personId in (:...personIds)', { personIds }).getMany();
    return new Map(found.map(({ personId, settingId }) => [personId, settingId]));
  }

  /** Everyone who leads a setting, in a fixed order. */
  async settingLeaders(tenant: string): Promise<string[]> {
    const leaders = await this.rows.in(tenant).query().andWhere('row.settingsLed > 0').orderBy('row.personId').getMany();
    return leaders.map(({ personId }) => personId);
  }
}
