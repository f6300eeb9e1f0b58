import {
  careerStages,
  CareerStageRecorded,
  ExpertiseClaimed,
  ExpertiseWithdrawn,
  PersonLeft,
  PersonMoved,
  PersonNameCorrected,
  PersonRegistered,
  PersonRejoined,
  RoleAssigned,
  RoleRevoked,
  roles,
  withChange,
} from '@cairn/contracts/directory';
import { sealedValue } from '@cairn/event-sourcing';
import { defineReadModel, type RowOf } from '@cairn/projections';
import { z } from 'zod';

const instant = z.iso.datetime();
const settingId = z.uuid().nullable();
const Held = z.object({ role: z.enum(roles), settingId });
const Tenure = Held.extend({ from: instant, until: instant.nullable() });
/** Where somebody works from an instant on; not here, and at no setting, after they have left. */
const Stay = z.object({ at: instant, here: z.boolean(), settingId });

const Row = z.object({
  ...{ personId: z.uuid(), name: sealedValue(), settingId, status: z.enum(['here', 'left']), roles: z.array(Held) },
  ...{ careerStage: z.enum(careerStages).nullable(), expertise: z.array(z.string()), stays: z.array(Stay), tenures: z.array(Tenure) },
});
export type PersonRow = RowOf<{ row: typeof Row }>;
type Held = z.output<typeof Held>;

const isSame = (one: Held, other: Held) => one.role === other.role && one.settingId === other.settingId;
const person = ({ data }: { readonly data: { readonly personId: string } }) => data.personId;

/** The row with one more stay; it says where the person is after the last of them. */
function staying(row: PersonRow | undefined, stay: z.output<typeof Stay>): PersonRow | undefined {
  if (!row) return row;
  const stays = withChange(row.stays, stay);
  const { here, settingId } = stays.at(-1)!;
  return { ...row, stays, settingId, status: here ? 'here' : 'left' };
}

function tenure(row: PersonRow, tenures: PersonRow['tenures']): PersonRow {
  return { ...row, tenures, roles: tenures.filter(({ until }) => until === null).map(({ role, settingId }) => ({ role, settingId })) };
}

/** "Who is here or was, where, in which roles, and with what to offer?" One row per person, with its history; the name stays sealed in it; at most one batch behind. */
export const people = defineReadModel({
  name: 'people',
  version: 2,
  row: Row,
  indexes: [['settingId'], ['status']],
  on: (when) => [
    when(PersonRegistered, person, (_, { data: { personId, name, settingId }, metadata: { occurredAt: at } }) => ({
      ...{ personId, name, settingId, status: 'here', roles: [], careerStage: null, expertise: [], stays: [{ at, here: true, settingId }], tenures: [] },
    })),
    when(PersonMoved, person, (row, { data, metadata: { occurredAt: at } }) => staying(row, { at, here: true, settingId: data.to })),
    when(PersonLeft, person, (row, { metadata: { occurredAt: at } }) => staying(row, { at, here: false, settingId: null })),
    when(PersonRejoined, person, (row, { data, metadata: { occurredAt: at } }) => staying(row, { at, here: true, settingId: data.settingId })),
    when(PersonNameCorrected, person, (row, { data }) => row && { ...row, name: data.to }),
    when(
      RoleAssigned,
      person,
      (row, { data: { role, settingId }, metadata: { occurredAt: from } }) => row && tenure(row, [...row.tenures, { role, settingId, from, until: null }]),
    ),
    when(RoleRevoked, person, (row, { data, metadata: { occurredAt } }) => {
      const ends = (held: z.output<typeof Tenure>) => held.until === null && isSame(held, data);
      return (
        row &&
        tenure(
          row,
          row.tenures.map((held) => (ends(held) ? { ...held, until: occurredAt } : held)),
        )
      );
    }),
    when(CareerStageRecorded, person, (row, { data }) => row && { ...row, careerStage: data.to }),
    when(ExpertiseClaimed, person, (row, { data }) => row && { ...row, expertise: [...row.expertise, data.area] }),
    when(ExpertiseWithdrawn, person, (row, { data }) => row && { ...row, expertise: row.expertise.filter((area) => area !== data.area) }),
  ],
});
