import type { AnyRecorded } from '@cairn/event-sourcing';
import type { Handler, ReadModel, Row } from './define-read-model.js';
import { codeOf } from './errors.js';
import type { Page } from './page.js';
import { rowId } from './row-table.js';
import { settle } from './settle.js';

/** One event meets one row. */
export interface Touch {
  readonly id: string;
  readonly key: string;
  readonly event: AnyRecorded;
  readonly fold: Handler['fold'];
}

/** A read model cannot go past an event. `id` is the row it concerns; without it, nobody can tell which rows the event touches. */
export class Poison extends Error {
  override readonly name = 'Poison';
  /** A stable word for what went wrong. */
  readonly code: string;
  constructor(
    readonly model: ReadModel,
    readonly position: bigint,
    readonly id: string | undefined,
    cause: unknown,
  ) {
    super(`${model.name}@${model.version} cannot fold the event at position ${position}`, { cause });
    this.code = codeOf(cause);
  }
}

/** Which rows the page touches, in the order of the store. Runs the keys, not the folds. Throws {@link Poison}. */
export function touchesOf(model: ReadModel, page: Page): Touch[] {
  const handlers = handlersOf(model);
  const touches: Touch[] = [];
  for (const arrival of page.events) {
    const { stored } = arrival;
    for (const { definition, key: keysOf, fold } of handlers.get(stored.type) ?? handlers.any)
      try {
        const event = arrival.as(definition);
        const keys = keysOf(event);
        for (const key of typeof keys === 'string' ? [keys] : keys) touches.push({ id: rowId({ tenant: stored.tenant, key }), key, event, fold });
      } catch (error) {
        throw new Poison(model, stored.position, undefined, error);
      }
  }
  return touches;
}

/** The row after one more event. Throws {@link Poison}. */
export function folded(model: ReadModel, row: Row | undefined, { id, key, event, fold }: Touch): Row | undefined {
  try {
    const next = fold(row, event, key);
    return next === row || next === undefined ? next : settle(model.columns, next);
  } catch (error) {
    throw new Poison(model, event.position, id, error);
  }
}

type Handlers = ReadonlyMap<string, readonly Handler[]> & { readonly any: readonly Handler[] };
const prepared = new WeakMap<ReadModel, Handlers>();

/** Handlers by type of event, in the order of their declaration. */
function handlersOf(model: ReadModel): Handlers {
  let handlers = prepared.get(model);
  if (!handlers) {
    const types = new Set(model.handlers.flatMap(({ definition }) => definition?.type ?? []));
    const of = (type?: string) => model.handlers.filter(({ definition }) => !definition || definition.type === type);
    handlers = Object.assign(new Map([...types].map((type) => [type, of(type)])), { any: of() });
    prepared.set(model, handlers);
  }
  return handlers;
}
