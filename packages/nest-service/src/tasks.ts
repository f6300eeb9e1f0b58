import type { DataClass } from '@cairn/access';
import { defineRule, defineStream, type CompletionDefinition, type DataOf, type Decide, type EventIn, type WarningDefinition } from '@cairn/event-sourcing';
import { Streams } from '@cairn/event-store';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Body, Controller, Get, Inject, Injectable, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Caller } from './caller.js';
import type { ServiceDefinition } from './define-service.js';
import { InjectRows } from './inject.js';
import { IsUuid, Page } from './inputs.js';
import { notFound } from './problem.js';
import { Requires } from './requires.js';

export const TaskAlreadyCompleted = defineRule('D-4', 'TASK_ALREADY_COMPLETED', (outcome: string) => `This task was closed before, as ${outcome}.`);

const status = z.enum(['open', 'done', 'not-needed']);
const TasksQuery = Page.extend({
  status: status.optional(),
  code: z.string().max(60).optional(),
  role: z.string().max(40).optional(),
  settingId: IsUuid.schema.optional(),
  personId: IsUuid.schema.optional(),
});
const CompletionBody = z.strictObject({ outcome: status.exclude(['open']) });

/** What a service needs so that its warnings become tasks: spread the parts into its lists. */
export type Tasks = Pick<ServiceDefinition, 'streams' | 'controllers' | 'providers' | 'readModels'>;

/**
 * The tasks of one service: a warning that it raises stands on a list until somebody closes it. A warning never blocks anything.
 * @param dataClass what one must be allowed to read to see the list, and to write to close a task
 */
export function defineTasks(
  service: string,
  dataClass: DataClass,
  { raised, completed }: { raised: WarningDefinition; completed: CompletionDefinition },
): Tasks {
  const task = defineStream({ category: `${service}task`, events: [completed], initial: null as string | null, evolve: (_, { data }) => data.outcome });
  const complete =
    (data: DataOf<CompletionDefinition>): Decide<string | null, EventIn<typeof task>> =>
    (outcome) => {
      if (outcome !== null) throw TaskAlreadyCompleted(outcome);
      return [completed(data)];
    };

  /** "What must somebody look at?" One row per warning, with what became of it; at most one batch behind. */
  const tasks = defineReadModel({
    name: 'tasks',
    version: 1,
    row: z.object({
      ...{ taskId: z.uuid(), code: z.string(), detail: z.string(), aboutKind: z.string(), aboutId: z.uuid(), personId: z.uuid().nullable() },
      ...{ settingId: z.uuid().nullable(), forRole: z.string(), forPerson: z.uuid().nullable(), raisedAt: z.iso.datetime(), status },
      ...{ closedBy: z.uuid().nullable(), closedAt: z.iso.datetime().nullable() },
    }),
    indexes: [['status', 'forRole'], ['aboutId']],
    on: (when) => [
      when(
        raised,
        ({ metadata }) => metadata.id,
        (_, { data: { code, detail, about, personId, settingId, taskFor }, metadata }) => ({
          ...{ taskId: metadata.id, code, detail, aboutKind: about.kind, aboutId: about.id, personId, settingId },
          ...{ forRole: taskFor.role, forPerson: taskFor.personId, raisedAt: metadata.occurredAt, status: 'open', closedBy: null, closedAt: null },
        }),
      ),
      when(
        completed,
        ({ data }) => data.taskId,
        (row, { data, metadata }) => row && { ...row, status: data.outcome, closedBy: metadata.actor.person, closedAt: metadata.occurredAt },
      ),
    ],
  });

  @Injectable()
  class TaskList {
    constructor(
      @InjectRows(tasks) private readonly rows: Rows<RowOf<typeof tasks>>,
      @Inject(Streams) private readonly streams: Streams,
    ) {}

    async matching(tenant: string, { role: forRole, limit, offset, ...filters }: z.output<typeof TasksQuery>) {
      const rows = this.rows.in(tenant);
      const asked = Object.entries({ ...filters, forRole }).filter(([, value]) => value !== undefined);
      const where: Parameters<typeof rows.count>[0] = Object.fromEntries(asked);
      return { total: await rows.count(where), items: await rows.find(where, { limit, offset, order: { raisedAt: 'ASC' } }) };
    }

    async complete(taskId: string, { outcome }: z.output<typeof CompletionBody>, caller: Caller) {
      if (!(await this.rows.in(caller.tenant).get(taskId))) throw notFound();
      return { taskId, ...(await this.streams.transact(task, taskId, complete({ taskId, outcome }), caller)) };
    }
  }

  @Controller('tasks')
  class TasksController {
    constructor(@Inject(TaskList) private readonly list: TaskList) {}

    /** Open ones and closed ones, the oldest first. */
    @Get()
    @Requires('read', dataClass)
    matching(@Query({ schema: TasksQuery }) query: z.output<typeof TasksQuery>, @Caller() caller: Caller) {
      return this.list.matching(caller.tenant, query);
    }

    @Post(':taskId/completion')
    @Requires('write', dataClass)
    complete(@Param('taskId', IsUuid) taskId: string, @Body({ schema: CompletionBody }) body: z.output<typeof CompletionBody>, @Caller() caller: Caller) {
      return this.list.complete(taskId, body, caller);
    }
  }
  // The tasks of two services in one process need two names in the API's document.
  Object.defineProperty(TasksController, 'name', { value: `${service[0]!.toUpperCase()}${service.slice(1)}Tasks` });
  return { streams: [task], controllers: [TasksController], providers: [TaskList], readModels: [tasks] };
}
