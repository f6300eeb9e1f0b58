import { randomUUID } from 'node:crypto';
import { sealedValue } from '@cairn/event-sourcing';
import { testDatabase } from '@cairn/testing';
import { z } from 'zod';
import { columnsOf } from './columns.js';
import { Database } from './database.js';
import { defineReadModel, type Row } from './define-read-model.js';
import { RowTable } from './row-table.js';
import { settle } from './settle.js';

const every = z.object({
  id: z.uuid(),
  text: z.string(),
  word: z.enum(['a', 'b']),
  literal: z.literal('x'),
  at: z.iso.datetime(),
  count: z.int(),
  wholeNumber: z.number().int().nullable(),
  ratio: z.number(),
  yes: z.boolean(),
  maybe: z.string().nullable(),
  list: z.array(z.string()),
  thing: z.object({ deep: z.array(z.int()) }).nullable(),
  byName: z.record(z.string(), z.int()),
  secret: sealedValue(),
  either: z.union([z.string(), z.int()]),
});
const model = (row: z.ZodObject) => defineReadModel({ name: 'every-kind', version: 1, row, on: () => [] });

describe('the columns of a row', () => {
  it('follow from its schema', () =>
    expect(columnsOf(every, 'x').map(({ name, type, nullable }) => `${name} ${type}${nullable ? '?' : ''}`)).toEqual([
      'id uuid',
      'text text',
      'word text',
      'literal text',
      'at text',
      'count bigint',
      'whole_number bigint?',
      'ratio double precision',
      'yes boolean',
      'maybe text?',
      'list jsonb',
      'thing jsonb?',
      'by_name jsonb',
      'secret jsonb?',
      'either jsonb',
    ]));

  it.each([
    ['may be absent', z.object({ a: z.string().optional() })],
    ['may be absent', z.object({ a: z.string().default('x') })],
    ['is a date', z.object({ a: z.date() })],
    ['is a bigint', z.object({ a: z.bigint() })],
    ['hidden column', z.object({ key: z.string() })],
    ['hidden column', z.object({ tenant: z.string() })],
    ['mixes kinds', z.object({ a: z.literal(['x', 1]) })],
    ['camelCase', z.object({ 'a b': z.string() })],
  ])('are refused where a field %s', (why, row) => expect(() => model(row)).toThrow(why));

  it('refuses a name that cannot be a table', () =>
    expect(() => defineReadModel({ name: 'Every Kind', version: 1, row: every, on: () => [] })).toThrow('lower case'));
});

const full = {
  id: randomUUID(),
  text: 'quote " backslash \\ comma , {brace} NULL ünï 🙂',
  word: 'a',
  literal: 'x',
  at: '2026-01-01T00:00:00.000Z',
  count: Number.MAX_SAFE_INTEGER,
  wholeNumber: -3,
  ratio: 0.1 + 0.2,
  yes: false,
  maybe: 'NULL',
  list: ['a"b', 'c,d', ''],
  thing: { deep: [1, 2] },
  byName: { z: 1, a: 2 },
  secret: { sealed: ['x', 1] },
  either: 'text',
};
const bare = { ...full, text: '', wholeNumber: null, ratio: -1e300, maybe: null, list: [], thing: null, byName: {}, secret: null, either: 7 };

describe('a row', () => {
  it('comes back from PostgreSQL as the fold made it', async () => {
    const { url, drop } = await testDatabase();
    const database = new Database(url);
    try {
      const table = new RowTable('public', model(every));
      const rows = new Map<string, Row>([
        ['t\u0000full', full],
        ['t\u0000bare', bare],
        ['u\u0000full', { ...full, secret: 'plain text', yes: true }],
      ]);
      const read = await database.transaction(async (client) => {
        await table.create(client);
        await table.write(client, rows, new Set());
        return table.load(client, [...rows.keys(), 't\u0000missing']);
      });
      expect(read).toEqual(rows);
      for (const row of read.values()) expect(settle(model(every).columns, row)).toBe(row);
    } finally {
      await database.close();
      await drop();
    }
  });

  it.each<[string, object]>([
    ['text', { ...full, text: 1 }],
    ['count', { ...full, count: 1.5 }],
    ['count', { ...full, count: Number.NaN }],
    ['ratio', { ...full, ratio: Infinity }],
    ['id', { ...full, id: 'not-a-uuid' }],
    ['text', { ...full, text: null }],
    ['yes', { ...full, yes: undefined }],
    ['16 fields', { ...full, extra: 1 }],
  ])('that does not fit is refused: %s', (field, row) => expect(() => settle(model(every).columns, row as Row)).toThrow(field));

  it('keeps a uuid in lower case, as PostgreSQL does', () => expect(settle(model(every).columns, { ...full, id: full.id.toUpperCase() })).toEqual(full));
});
