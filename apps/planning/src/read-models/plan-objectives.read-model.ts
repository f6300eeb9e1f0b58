import { horizons, ObjectiveAligned, ObjectiveRevised, ObjectiveSet, ObjectiveWithdrawn } from '@cairn/contracts/planning';
import { sealedValue, type Sealed } from '@cairn/event-sourcing';
import { InjectCodec, InjectRows, type PersonalFieldCodec } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const Version = z.object({
  ...{ version: z.int(), setAt: z.iso.datetime(), setBy: z.uuid(), needIds: z.array(z.uuid()), words: sealedValue() },
  measure: z.object({ instrument: z.string(), unit: z.string().nullable(), baseline: z.number(), target: z.number() }),
  ...{ horizon: z.enum(horizons), dueOn: z.iso.date() },
  /** Why it took the place of the version before; null in the first. */
  reason: sealedValue().nullable(),
});

const Row = z.object({
  ...{ objectiveId: z.uuid(), planId: z.uuid(), practitionerId: z.uuid(), number: z.int() /* the order in which objectives were set */ },
  versions: z.array(Version),
  ...{ organisationObjectiveId: z.uuid().nullable(), teamPlanId: z.uuid().nullable() },
  ...{ withdrawnAt: z.iso.datetime().nullable(), withdrawnFor: sealedValue().nullable() },
});
type Row = RowOf<{ row: typeof Row }>;
type Version = Row['versions'][number];

const objective = (event: { readonly data: { readonly objectiveId: string } }) => event.data.objectiveId;

/** "What are the objectives of this plan, and what did they say at first?" One row per objective with every version of it; at most one batch behind. */
export const planObjectives = defineReadModel({
  name: 'plan-objectives',
  version: 1,
  row: Row,
  indexes: [['planId', 'number']],
  on: (when) => [
    when(ObjectiveSet, objective, (_, { data, metadata, revision }) => ({
      ...{ objectiveId: data.objectiveId, planId: data.planId, practitionerId: data.practitionerId, number: Number(revision) },
      versions: [versionOf(data, metadata, null)],
      ...{ organisationObjectiveId: null, teamPlanId: null, withdrawnAt: null, withdrawnFor: null },
    })),
    when(ObjectiveRevised, objective, (row, { data, metadata }) => row && { ...row, versions: [...row.versions, versionOf(data, metadata, data.reason)] }),
    when(ObjectiveWithdrawn, objective, (row, { data, metadata }) => row && { ...row, withdrawnAt: metadata.occurredAt, withdrawnFor: data.reason }),
    when(ObjectiveAligned, objective, (row, { data: { organisationObjectiveId, teamPlanId } }) => row && { ...row, organisationObjectiveId, teamPlanId }),
  ],
});
const versionOf = (
  { version, needIds, words, measure, horizon, dueOn }: Pick<Version, 'version' | 'needIds' | 'words' | 'measure' | 'horizon' | 'dueOn'>,
  { occurredAt, actor }: { readonly occurredAt: string; readonly actor: { readonly person: string } },
  reason: Sealed | null,
): Version => ({ version, setAt: occurredAt, setBy: actor.person, needIds, words, measure, horizon, dueOn, reason });

@Injectable()
export class PlanObjectives {
  constructor(
    @InjectRows(planObjectives) private readonly rows: Rows<Row>,
    @InjectCodec() private readonly codec: PersonalFieldCodec,
  ) {}

  /** In the order in which they were set, each with all of its versions, the first one first. The words are null for who may not read them. */
  async of(tenant: string, planId: string, mayRead: boolean) {
    const rows = await this.rows.in(tenant).find({ planId }, { order: { number: 'ASC' } });
    const text = async (value: Sealed | null) => (mayRead && value !== null ? this.codec.open(tenant, value) : null);
    return Promise.all(
      rows.map(async ({ number: _, planId: __, practitionerId: ___, versions, withdrawnFor, ...row }) => ({
        ...row,
        withdrawnFor: await text(withdrawnFor),
        versions: await Promise.all(versions.map(async (one) => ({ ...one, words: await text(one.words), reason: await text(one.reason) }))),
      })),
    );
  }
}
