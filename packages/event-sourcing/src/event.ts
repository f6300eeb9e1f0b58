import { z } from 'zod';
import type { Envelope } from './envelope.js';
import { markOf, type Mark, type Sealed } from './marks.js';

/** What an event holds, as the store and every fold see it: personal fields are sealed. */
export type SealedData<T> =
  T extends z.core.$brand<'personal'>
    ? Sealed
    : T extends readonly (infer U)[]
      ? readonly SealedData<U>[]
      : T extends object
        ? { readonly [K in keyof T]: SealedData<T[K]> }
        : T;

/** An event a decision has made: validated, in plain text, not yet stored. */
export interface NewEvent<T extends string = string> {
  readonly type: T;
  readonly data: object;
  readonly definition: EventDefinition;
}

/** A pure step from the data of one schema version to that of the next. */
export type Upcast = (data: Record<string, unknown>) => Record<string, unknown>;

/** A field of an event's data that means more than its value. `path` uses `*` for "every element of the array". */
export interface MarkedField {
  readonly path: readonly string[];
  readonly mark: Mark;
}

export interface EventDefinition<T extends string = string, S extends z.ZodObject = z.ZodObject> {
  /** Makes the event from plain text. Throws `ZodError` when the data does not fit: a fault of the caller, never of the user. */
  (data: z.input<S>): NewEvent<T>;
  readonly type: T;
  /** The version that is written today. Older ones are lifted by `upcasts`. */
  readonly schemaVersion: number;
  readonly schema: S;
  /** One plain sentence: what happened. Shown in the event catalogue and in a person's chronicle. */
  readonly summary: string;
  /** `upcasts[n]` lifts the data of version n to version n + 1. */
  readonly upcasts: Readonly<Record<number, Upcast>>;
  readonly marks: readonly MarkedField[];
}

/** An event as `evolve` sees it. */
export type EventOf<D> = D extends EventDefinition<infer T, infer S> ? { readonly type: T; readonly data: SealedData<z.output<S>> } : never;

/** The data of an event in plain text, as a command gives it. */
export type DataOf<D> = D extends EventDefinition<string, infer S> ? z.input<S> : never;

/** An event as it was stored: `EventOf` with its envelope and its place in the store. */
export type Recorded<E> = E & {
  readonly metadata: Envelope;
  readonly stream: string;
  /** Place in the stream, from 0. */
  readonly revision: bigint;
  /** Place in the store's total order. Opaque: compare, never count. */
  readonly position: bigint;
};

export type AnyEvent = { readonly type: string; readonly data: unknown };
export type AnyRecorded = Recorded<AnyEvent>;

/**
 * Declares an event once. Its type, constructor, validator, JSON Schema, catalogue entry and fixture all follow from this.
 * The type is for ever; a breaking change of shape raises `schemaVersion` by one and adds an upcast; a new meaning is a new event.
 */
export function defineEvent<const T extends string, S extends z.ZodRawShape>(
  type: T,
  schemaVersion: number,
  shape: S,
  { summary, upcasts = {} }: { summary: string; upcasts?: Readonly<Record<number, Upcast>> },
): EventDefinition<T, z.ZodObject<S, z.core.$strict>> {
  for (let version = 1; version < schemaVersion; version++)
    if (!upcasts[version]) throw new Error(`${type} is at version ${schemaVersion} but has no upcast from version ${version}`);
  const schema = z.strictObject(shape);
  const make = (data: z.input<typeof schema>): NewEvent<T> => ({ type, data: schema.parse(data), definition: definition as unknown as EventDefinition });
  const definition = Object.assign(make, { type, schemaVersion, schema, summary, upcasts, marks: marksIn(schema, []) });
  return definition;
}

/** Lifts stored data to the shape of today. Throws {@link UnknownEventSchema} for a version newer than this process knows. */
export function upcast(definition: EventDefinition, schemaVersion: number, data: Record<string, unknown>): Record<string, unknown> {
  if (schemaVersion > definition.schemaVersion) throw new UnknownEventSchema(definition.type, schemaVersion, definition.schemaVersion);
  let lifted = data;
  for (let version = schemaVersion; version < definition.schemaVersion; version++) lifted = definition.upcasts[version]!(lifted);
  return lifted;
}

/** The store holds a version of an event that this process was built before. Deploy the newer release; nothing is lost. */
export class UnknownEventSchema extends Error {
  readonly code = 'UNKNOWN_EVENT_SCHEMA';
  constructor(type: string, stored: number, known: number) {
    super(`${type} is stored at schema version ${stored}, but this process knows versions up to ${known}. Deploy the release that wrote it.`);
  }
}

/** All values at a marked path of an event's data. */
export function valuesAt(data: unknown, [head, ...rest]: readonly string[]): unknown[] {
  if (data === null || data === undefined) return [];
  if (head === undefined) return [data];
  if (head === '*') return Array.isArray(data) ? data.flatMap((element) => valuesAt(element, rest)) : [];
  return valuesAt((data as Record<string, unknown>)[head], rest);
}

/** A copy of `data` with `change` applied to every value at `path`; everything else is shared. */
export function replaceAt(data: unknown, [head, ...rest]: readonly string[], change: (value: unknown) => unknown): unknown {
  if (data === null || data === undefined) return data;
  if (head === undefined) return change(data);
  if (head === '*') return Array.isArray(data) ? data.map((element) => replaceAt(element, rest, change)) : data;
  const record = data as Record<string, unknown>;
  return head in record ? { ...record, [head]: replaceAt(record[head], rest, change) } : data;
}

function marksIn(schema: z.ZodType, path: readonly string[]): MarkedField[] {
  const mark = markOf(schema);
  if (mark) return [{ path, mark }];
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape as z.ZodRawShape).flatMap(([key, field]) => marksIn(field as z.ZodType, [...path, key]));
  if (schema instanceof z.ZodArray) return marksIn(schema.element as z.ZodType, [...path, '*']);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault || schema instanceof z.ZodReadonly)
    return marksIn(schema.unwrap() as z.ZodType, path);
  return [];
}
