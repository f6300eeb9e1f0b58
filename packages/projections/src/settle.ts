import type { Column } from './columns.js';
import type { Row } from './define-read-model.js';
import { RowDoesNotFit } from './errors.js';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The row as PostgreSQL would give it back, so that a fold goes on from the same row whether it was read or is still in memory.
 * Throws {@link RowDoesNotFit} for a field that is missing, unknown, or of another kind than its column.
 */
export function settle(columns: readonly Column[], row: Row): Row {
  let settled = row;
  for (const column of columns) {
    const value = row[column.property];
    if (value === null ? !column.nullable : !fits(column, value)) throw new RowDoesNotFit(`"${column.property}" does not fit its column (${column.type})`);
    if (column.type === 'uuid' && value !== null && value !== (value as string).toLowerCase())
      settled = { ...settled, [column.property]: (value as string).toLowerCase() };
  }
  let fields = 0;
  for (const _ in row) fields++;
  if (fields !== columns.length) throw new RowDoesNotFit(`the row has ${fields} fields, but its schema has ${columns.length}`);
  return settled;
}

function fits({ type }: Column, value: unknown): boolean {
  switch (type) {
    case 'uuid':
      return typeof value === 'string' && uuid.test(value);
    case 'text':
      return typeof value === 'string';
    case 'bigint':
      return Number.isSafeInteger(value);
    case 'double precision':
      return Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'jsonb':
      return value !== undefined;
  }
}
