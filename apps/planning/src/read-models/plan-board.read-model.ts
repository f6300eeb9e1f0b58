import {
  ObjectiveAligned,
  ObjectiveRevised,
  ObjectiveSet,
  ObjectiveWithdrawn,
  PlanActivated,
  PlanAgreed,
  PlanClosedEarly,
  PlanCompleted,
  PlanDrafted,
  PlanPaused,
  planParties,
  PlanResumed,
  SupportSourceAdded,
  TailoringRecorded,
  TailoringRevised,
} from '@cairn/contracts/planning';
import { InjectRows, IsUuid, notFound, Page } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const status = z.enum(['draft', 'agreed', 'active', 'paused', 'completed', 'closed-early']);

const Row = z.object({
  ...{ planId: z.uuid(), engagementId: z.uuid(), practitionerId: z.uuid(), supporterId: z.uuid(), settingId: z.uuid(), templateId: z.uuid().nullable() },
  status,
  /** What a party agrees to: the revision at which objectives or tailoring last changed. */
  contentRevision: z.int(),
  /** Who has agreed to what stands in the plan now. */
  agreedBy: z.array(z.enum(planParties)),
  /** The live ones, by id. */
  objectives: z.record(z.uuid(), z.object({ version: z.int(), dueOn: z.iso.date(), aligned: z.boolean() })),
  ...{ adaptations: z.int(), peerSources: z.int(), specialistSources: z.int() },
  ...{ draftedAt: z.iso.datetime(), activatedAt: z.iso.datetime().nullable(), endedAt: z.iso.datetime().nullable() },
});
type Row = RowOf<{ row: typeof Row }>;

const plan = (event: { readonly data: { readonly planId: string } }) => event.data.planId;

/** "Which plans does this supporter carry, and what blocks each?" One row per plan, without a word of its text; at most one batch behind. */
export const planBoard = defineReadModel({
  name: 'plan-board',
  version: 2,
  row: Row,
  indexes: [['supporterId', 'status'], ['practitionerId'], ['engagementId']],
  on: (when) => [
    when(PlanDrafted, plan, (_, { data: { planId, engagementId, practitionerId, supporterId, settingId, templateId }, metadata }) => ({
      ...{ planId, engagementId, practitionerId, supporterId, settingId, templateId, status: 'draft', contentRevision: 0, agreedBy: [], objectives: {} },
      ...{ adaptations: 0, peerSources: 0, specialistSources: 0, draftedAt: metadata.occurredAt, activatedAt: null, endedAt: null },
    })),
    when(PlanAgreed, plan, (row, { data }) => row && agreed({ ...row, agreedBy: [...row.agreedBy, data.party] })),
    when(PlanActivated, plan, (row, { metadata }) => row && { ...row, status: 'active', activatedAt: metadata.occurredAt }),
    when(PlanPaused, plan, (row) => row && { ...row, status: 'paused' }),
    when(PlanResumed, plan, (row) => row && { ...row, status: 'active' }),
    when(PlanCompleted, plan, (row, { metadata }) => row && { ...row, status: 'completed', endedAt: metadata.occurredAt }),
    when(PlanClosedEarly, plan, (row, { metadata }) => row && { ...row, status: 'closed-early', endedAt: metadata.occurredAt }),
    when(ObjectiveSet, plan, (row, { data, revision }) => row && withObjective(row, data, revision)),
    when(ObjectiveRevised, plan, (row, { data, revision }) => row && withObjective(row, data, revision)),
    when(ObjectiveWithdrawn, plan, (row, { data: { objectiveId }, revision }) => {
      if (!row) return row;
      const { [objectiveId]: _, ...objectives } = row.objectives;
      return changed({ ...row, objectives }, revision);
    }),
    when(ObjectiveAligned, plan, (row, { data: { objectiveId } }) => {
      const objective = row?.objectives[objectiveId];
      return row && objective ? { ...row, objectives: { ...row.objectives, [objectiveId]: { ...objective, aligned: true } } } : row;
    }),
    when(TailoringRecorded, plan, (row, { data, revision }) => row && changed({ ...row, adaptations: data.adaptedTo.length }, revision)),
    when(TailoringRevised, plan, (row, { data, revision }) => row && changed({ ...row, adaptations: data.adaptedTo.length }, revision)),
    when(SupportSourceAdded, plan, (row, { data: { kind } }) => {
      if (!row) return row;
      return kind === 'peer' ? { ...row, peerSources: row.peerSources + 1 } : { ...row, specialistSources: row.specialistSources + 1 };
    }),
  ],
});
const agreed = (row: Row): Row => (row.agreedBy.length === planParties.length ? { ...row, status: 'agreed' } : row);
/** As the plan's own rule has it: until it is active, a change asks both parties again. */
const changed = (row: Row, revision: bigint): Row => ({
  ...{ ...row, contentRevision: Number(revision) },
  ...((row.status === 'draft' || row.status === 'agreed') && { status: 'draft', agreedBy: [] }),
});

function withObjective(row: Row, { objectiveId, version, dueOn }: { objectiveId: string; version: number; dueOn: string }, revision: bigint): Row {
  const aligned = row.objectives[objectiveId]?.aligned ?? false;
  return changed({ ...row, objectives: { ...row.objectives, [objectiveId]: { version, dueOn, aligned } } }, revision);
}

export const PlansQuery = Page.extend({
  practitionerId: IsUuid.schema.optional(),
  supporterId: IsUuid.schema.optional(),
  settingId: IsUuid.schema.optional(),
  status: status.optional(),
});

/** Which of these engagements have a learning agreement in force. */
type InForce = (engagementIds: readonly string[]) => Promise<ReadonlySet<string>>;

@Injectable()
export class PlanBoard {
  constructor(@InjectRows(planBoard) private readonly rows: Rows<Row>) {}

  async page(tenant: string, { limit, offset, ...filters }: z.output<typeof PlansQuery>, inForce: InForce) {
    const rows = this.rows.in(tenant);
    const where: Parameters<typeof rows.count>[0] = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
    const found = await rows.find(where, { order: { draftedAt: 'ASC' }, limit, offset });
    const agreements = await inForce(found.map(({ engagementId }) => engagementId));
    return { total: await rows.count(where), items: found.map((row) => withBlocks(row, agreements)) };
  }

  /** Throws `NOT_FOUND` where this person has no such plan. */
  async one(tenant: string, practitionerId: string, planId: string, inForce: InForce) {
    const row = await this.rows.in(tenant).get(planId);
    if (row?.practitionerId !== practitionerId) throw notFound('such plan of this person');
    return withBlocks(row, await inForce([row.engagementId]));
  }
}

function withBlocks({ objectives, ...row }: Row, agreements: ReadonlySet<string>) {
  const all = Object.values(objectives);
  const dates = all.map(({ dueOn }) => dueOn).sort();
  return {
    ...row,
    objectives: { live: all.length, notAligned: all.filter(({ aligned }) => !aligned).length, nextDueOn: dates[0] ?? null },
    blockedBy: row.status === 'draft' || row.status === 'agreed' ? blocksOf(row, all.length, agreements) : [],
  };
}

/** What the plan waits for before it can become active. */
const blocksOf = ({ agreedBy, adaptations, engagementId }: Omit<Row, 'objectives'>, objectives: number, agreements: ReadonlySet<string>) => [
  ...(objectives === 0 ? ['an objective'] : []),
  ...planParties.filter((party) => !agreedBy.includes(party)).map((party) => `the agreement of the ${party}`),
  ...(agreements.has(engagementId) ? [] : ['a learning agreement in force']),
  ...(adaptations === 0 ? ['tailoring'] : []),
];
