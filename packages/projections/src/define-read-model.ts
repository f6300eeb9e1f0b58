import type { AnyRecorded, EventDefinition, EventOf, Recorded, Sealed } from '@cairn/event-sourcing';
import type { z } from 'zod';
import { columnsOf, type Column } from './columns.js';

/** A row as the runner sees it. */
export type Row = Readonly<Record<string, unknown>>;

type Deep<T> = T extends Sealed
  ? T
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly (infer U)[]
      ? readonly Deep<U>[]
      : T extends object
        ? { readonly [K in keyof T]: Deep<T[K]> }
        : T;

/** The row of a read model: what its schema describes, read-only throughout. */
export type RowOf<M> = M extends { readonly row: infer S extends z.ZodObject } ? Deep<z.output<S>> : never;

/** What a read model does with one kind of event. */
export interface Handler {
  /** Absent: every event, its data as it was stored. */
  readonly definition?: EventDefinition;
  readonly key: (event: AnyRecorded) => string | readonly string[];
  readonly fold: (row: Row | undefined, event: AnyRecorded, key: string) => Row | undefined;
}

/**
 * `key` says from the event alone which rows it touches; `fold` gives the row as it is after the event, or undefined when there is none.
 * Both are pure and read no clock: they run again at every rebuild and replay, and must give the same.
 */
export interface When<R> {
  <D extends EventDefinition>(
    definition: D,
    key: (event: Recorded<EventOf<D>>) => string | readonly string[],
    fold: (row: R | undefined, event: Recorded<EventOf<D>>, key: string) => R | undefined,
  ): Handler;
  /** Every event of the store; its data is neither decoded nor lifted to today's schema. */
  any(key: (event: AnyRecorded) => string | readonly string[], fold: (row: R | undefined, event: AnyRecorded, key: string) => R | undefined): Handler;
}

export interface ReadModel<S extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly version: number;
  readonly row: S;
  readonly columns: readonly Column[];
  readonly indexes: readonly (readonly Column[])[];
  /** Indexes across all tenants. */
  readonly sweeps: readonly (readonly Column[])[];
  /** Stops at an event that it cannot fold, instead of parking it. */
  readonly audit: boolean;
  readonly handlers: readonly Handler[];
}

export interface ReadModelDeclaration<S extends z.ZodObject> {
  /** The question it answers, plural, with dashes. With `version` it is the checkpoint key: never rename. */
  readonly name: string;
  /** Raise it when a fold or the row changes: the new version is built beside the old one, and takes over when it is complete. */
  readonly version: number;
  /** Flat. Strings, numbers, booleans and enums become columns; arrays and objects become jsonb, which does not keep the order of an object's keys. */
  readonly row: S;
  readonly indexes?: readonly (readonly (keyof z.output<S> & string)[])[];
  /** Indexes for what no tenant asks, but the runner: across all of them. */
  readonly sweeps?: readonly (readonly (keyof z.output<S> & string)[])[];
  readonly audit?: boolean;
  readonly on: (when: When<Deep<z.output<S>>>) => readonly Handler[];
}

/** Declares a read model: a pure fold of events by key. Its table is that fold's cache, one row per tenant and key. */
export function defineReadModel<S extends z.ZodObject>(declaration: ReadModelDeclaration<S>): ReadModel<S> {
  const { name, version, row, indexes = [], sweeps = [], audit = false } = declaration;
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 45)
    throw new Error(`a read model is named in lower case with dashes, in at most 45 characters, not "${name}"`);
  if (!Number.isSafeInteger(version) || version < 1) throw new Error(`${name}: the version is a whole number from 1, not ${version}`);
  const columns = columnsOf(row, `${name}@${version}`);
  const named = (properties: readonly string[]) => properties.map((property) => columns.find((column) => column.property === property)!);
  return {
    name,
    version,
    row,
    columns,
    indexes: indexes.map(named),
    sweeps: sweeps.map(named),
    audit,
    handlers: declaration.on(when as When<Deep<z.output<S>>>),
  };
}

// The types of a handler's event and row end here: the runner hands it only events of its definition and rows of its own table.
const when = Object.assign((definition: EventDefinition, key: Handler['key'], fold: Handler['fold']): Handler => ({ definition, key, fold }), {
  any: (key: Handler['key'], fold: Handler['fold']): Handler => ({ key, fold }),
});

/** How a read model is addressed in tables, logs and reports. */
export const versioned = ({ name, version }: { readonly name: string; readonly version: number }): string => `${name}@${version}`;
