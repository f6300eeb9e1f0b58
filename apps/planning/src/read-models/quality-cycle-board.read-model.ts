import {
  ActionDispositionRecorded,
  ActionImplemented,
  ActionPlanned,
  CycleClosed,
  CycleReviewed,
  dispositions,
  QualityCycleOpened,
  SelfEvaluationRecorded,
} from '@cairn/contracts/planning/internal';
import { InjectRows, IsUuid, notFound, Page } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const phase = z.enum(['self-evaluation', 'action-planning', 'implementation', 'review', 'closed']);
const Finding = z.object({ findingId: z.uuid(), finding: z.string(), needIds: z.array(z.uuid()) });
const Action = z.object({
  ...{ actionId: z.uuid(), findingId: z.uuid(), action: z.string(), ownerId: z.uuid(), dueOn: z.iso.date(), planIds: z.array(z.uuid()) },
  ...{ status: z.enum(['open', 'implemented', ...dispositions]), reason: z.string().nullable() },
});
const Row = z.object({
  ...{ cycleId: z.uuid(), settingId: z.uuid(), title: z.string(), phase, findings: z.array(Finding), actions: z.array(Action), openActions: z.int() },
  ...{ review: z.string().nullable(), evaluationIds: z.array(z.uuid()), openedAt: z.iso.datetime(), closedAt: z.iso.datetime().nullable() },
});
type Row = RowOf<{ row: typeof Row }>;
type Action = Row['actions'][number];

const cycle = ({ data }: { readonly data: { readonly cycleId: string } }) => data.cycleId;
const withActions = (row: Row, actions: readonly Action[]): Row => ({ ...row, actions, openActions: actions.filter(({ status }) => status === 'open').length });
const settle = (row: Row, actionId: string, status: Action['status'], reason: string | null): Row =>
  withActions(
    row,
    row.actions.map((action) => (action.actionId === actionId ? { ...action, status, reason } : action)),
  );

/** "Where is each setting in its quality cycle, and what is open?" One row per cycle; at most one batch behind. */
export const qualityCycleBoard = defineReadModel({
  name: 'quality-cycle-board',
  version: 1,
  row: Row,
  indexes: [['settingId'], ['phase']],
  on: (when) => [
    when(QualityCycleOpened, cycle, (_, { data: { cycleId, settingId, title }, metadata }) => ({
      ...{ cycleId, settingId, title, phase: 'self-evaluation', findings: [], actions: [], openActions: 0 },
      ...{ review: null, evaluationIds: [], openedAt: metadata.occurredAt, closedAt: null },
    })),
    when(SelfEvaluationRecorded, cycle, (row, { data: { findingId, finding, needIds } }) => {
      return row && { ...row, findings: [...row.findings, { findingId, finding, needIds }] };
    }),
    when(ActionPlanned, cycle, (row, { data: { actionId, findingId, action, ownerId, dueOn, planIds } }) => {
      const planned = { actionId, findingId, action, ownerId, dueOn, planIds, status: 'open', reason: null } as const;
      return row && { ...withActions(row, [...row.actions, planned]), phase: 'action-planning' };
    }),
    when(ActionImplemented, cycle, (row, { data }) => row && { ...settle(row, data.actionId, 'implemented', null), phase: 'implementation' }),
    when(ActionDispositionRecorded, cycle, (row, { data }) => row && settle(row, data.actionId, data.disposition, data.reason)),
    when(CycleReviewed, cycle, (row, { data }) => row && { ...row, phase: 'review', review: data.review, evaluationIds: data.evaluationIds }),
    when(CycleClosed, cycle, (row, { metadata }) => row && { ...row, phase: 'closed', closedAt: metadata.occurredAt }),
  ],
});

export const BoardQuery = Page.extend({ settingId: IsUuid.schema.optional(), phase: phase.optional() });

@Injectable()
export class QualityCycleBoard {
  constructor(@InjectRows(qualityCycleBoard) private readonly rows: Rows<Row>) {}

  async matching(tenant: string, { settingId, phase, ...page }: z.output<typeof BoardQuery>) {
    const rows = this.rows.in(tenant);
    const where = { ...(settingId !== undefined && { settingId }), ...(phase !== undefined && { phase }) };
    return { total: await rows.count(where), items: await rows.find(where, { ...page, order: { openedAt: 'ASC' } }) };
  }

  /** Throws `NOT_FOUND` where there is none. */
  async of(tenant: string, cycleId: string): Promise<Row> {
    const row = await this.rows.in(tenant).get(cycleId);
    if (!row) throw notFound('quality cycle with this id');
    return row;
  }
}
