import type { AnyRecorded, Deadline, DeadlineChange, Deadlines } from '@cairn/event-sourcing';
import { z } from 'zod';
import { defineReadModel, type ReadModel, type RowOf } from './define-read-model.js';

/** A deadline that is set, and whose doing that was. */
const Pending = z.object({
  id: z.uuid(),
  of: z.string().nullable(),
  /** Milliseconds since 1970. */
  due: z.int(),
  setBy: z.uuid(),
  correlationId: z.string(),
  onBehalfOf: z.string(),
});
export type Pending = RowOf<ReadModel<typeof Pending>>;

const pending = new WeakMap<Deadlines, ReadModel<typeof Pending>>();

/** What is set of these deadlines: a read model like any other, of their name and version. A row goes when an event ends its deadline. */
export function pendingOf(deadlines: Deadlines): ReadModel<typeof Pending> {
  let model = pending.get(deadlines);
  if (!model) pending.set(deadlines, (model = declare(deadlines)));
  return model;
}

const declare = ({ name, version, rules }: Deadlines): ReadModel<typeof Pending> =>
  defineReadModel({
    name,
    version,
    row: Pending,
    sweeps: [['due']],
    on: (when) =>
      rules.map(({ definition, changes }) =>
        when(
          definition,
          (event) => changes(event).map(keyOfDeadline),
          (_, event, key) =>
            rowOf(
              event,
              changes(event).findLast((change) => keyOfDeadline(change) === key)!,
            ),
        ),
      ),
  });

const keyOfDeadline = ({ id, of }: Pick<Deadline, 'id' | 'of'>): string => (of === undefined ? id : `${id}/${of}`);

/** The instant is checked as the row is: what is none does not fit its column. */
function rowOf({ metadata }: AnyRecorded, { id, of, due }: DeadlineChange): Pending | undefined {
  if (due === null) return undefined;
  const onBehalfOf = metadata.actor.onBehalfOf ?? metadata.actor.person;
  return { id, of: of ?? null, due: Date.parse(due), setBy: metadata.id, correlationId: metadata.correlationId, onBehalfOf };
}

export const deadlineOf = ({ id, of, due }: Pending): Deadline => ({ id, ...(of !== null && { of }), due: new Date(due).toISOString() });
