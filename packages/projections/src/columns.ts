import { isSealedColumn } from '@cairn/event-sourcing';
import type { z } from 'zod';

export type ColumnType = 'uuid' | 'text' | 'bigint' | 'double precision' | 'boolean' | 'jsonb';

/** One property of a row and where PostgreSQL keeps it. */
export interface Column {
  readonly property: string;
  /** The property in snake_case. */
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
}

/** The columns of a flat row schema. Throws for a field that would not come back from PostgreSQL as the fold made it. */
export function columnsOf(row: z.ZodObject, where: string): readonly Column[] {
  return Object.entries(row.shape).map(([property, schema]) => {
    if (!/^[a-z][A-Za-z0-9]*$/.test(property)) throw new Error(`${where}: the row's field "${property}" is not a name in camelCase`);
    const column = {
      property,
      name: property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      ...storageOf(schema as z.ZodType, `${where}: the row's field "${property}"`),
    };
    if (column.name === 'tenant' || column.name === 'key')
      throw new Error(`${where}: the row's field "${property}" has the name of a hidden column; choose another`);
    if (column.name.length > 63) throw new Error(`${where}: the row's field "${property}" is longer than the 63 characters that PostgreSQL keeps`);
    return column;
  });
}

function storageOf(schema: z.ZodType, where: string): { type: ColumnType; nullable: boolean } {
  if (isSealedColumn(schema)) return { type: 'jsonb', nullable: true };
  const { def } = schema as unknown as { def: Definition };
  switch (def.type) {
    case 'nullable':
      return { ...storageOf(def.innerType!, where), nullable: true };
    case 'readonly':
      return storageOf(def.innerType!, where);
    case 'optional':
    case 'default':
    case 'prefault':
      throw new Error(`${where} may be absent; a row has every field: make it nullable`);
    case 'union':
      return union(def.options!, where);
    default:
      return { type: typeOf(schema, def, where), nullable: false };
  }
}

/** What zod says about a schema, as far as it decides on a column. */
interface Definition {
  readonly type: string;
  readonly format?: string;
  readonly innerType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly values?: readonly unknown[];
  readonly entries?: Readonly<Record<string, unknown>>;
}

function typeOf(schema: z.ZodType, def: Definition, where: string): ColumnType {
  switch (def.type) {
    case 'string':
      return def.format === 'uuid' || def.format === 'guid' ? 'uuid' : 'text';
    case 'number':
      return (schema as z.ZodNumber).isInt ? 'bigint' : 'double precision';
    case 'boolean':
      return 'boolean';
    case 'enum':
      return ofValues(Object.values(def.entries!), where);
    case 'literal':
      return ofValues(def.values!, where);
    case 'array':
    case 'object':
    case 'record':
    case 'tuple':
      return 'jsonb';
    default:
      throw new Error(
        `${where} is a ${def.type}, which a row cannot hold: use uuid, string, enum, literal, int, number, boolean, array, object, record or sealedValue`,
      );
  }
}

/** Alternatives that are kept alike share their column; others, say a string or a number, are kept as JSON. */
function union(options: readonly z.ZodType[], where: string): { type: ColumnType; nullable: boolean } {
  const kept = options.map((option) => storageOf(option, where));
  const [first] = kept;
  return { type: first && kept.every(({ type }) => type === first.type) ? first.type : 'jsonb', nullable: kept.some(({ nullable }) => nullable) };
}

function ofValues(values: readonly unknown[], where: string): ColumnType {
  if (values.every((value) => typeof value === 'string')) return 'text';
  if (values.every((value) => Number.isSafeInteger(value))) return 'bigint';
  if (values.every((value) => typeof value === 'boolean')) return 'boolean';
  throw new Error(`${where} mixes kinds of values`);
}
