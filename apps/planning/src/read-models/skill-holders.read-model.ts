import { ExpertiseClaimed, ExpertiseWithdrawn, PersonLeft, PersonMoved, PersonRegistered, PersonRejoined } from '@cairn/contracts/directory';
import { InjectRows } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const person = ({ data }: { readonly data: { readonly personId: string } }) => data.personId;

/** "Who holds which skills, and where do they work?" One row per person; at most one batch behind. */
export const skillHolders = defineReadModel({
  name: 'skill-holders',
  version: 1,
  /** Nobody works anywhere after they have left. */
  row: z.object({ personId: z.uuid(), settingId: z.uuid().nullable(), skills: z.array(z.string()) }),
  indexes: [['settingId']],
  on: (when) => [
    when(PersonRegistered, person, (row, { data: { personId, settingId } }) => ({ personId, settingId, skills: row?.skills ?? [] })),
    when(PersonMoved, person, (row, { data }) => row && { ...row, settingId: data.to }),
    when(PersonLeft, person, (row) => row && { ...row, settingId: null }),
    when(PersonRejoined, person, (row, { data }) => row && { ...row, settingId: data.settingId }),
    when(ExpertiseClaimed, person, (row, { data }) => row && { ...row, skills: [...row.skills.filter((area) => area !== data.area), data.area] }),
    when(ExpertiseWithdrawn, person, (row, { data }) => row && { ...row, skills: row.skills.filter((area) => area !== data.area) }),
  ],
});

@Injectable()
export class SkillHolders {
  constructor(@InjectRows(skillHolders) private readonly rows: Rows<RowOf<typeof skillHolders>>) {}

  /** Ids of the people of a setting who claim this skill. */
  async at(tenant: string, skill: string, settingId: string): Promise<string[]> {
    const query = this.rows.in(tenant).query().andWhere('row.settingId = :settingId', { settingId });
    const found = await query
      .andWhere('row.skills @> :held', { held: JSON.stringify([skill]) })
      .orderBy('row.personId')
      .getMany();
    return found.map(({ personId }) => personId);
  }
}
