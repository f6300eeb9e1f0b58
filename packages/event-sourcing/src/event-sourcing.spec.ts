import { z } from 'zod';
import {
  defineEvent,
  defineRule,
  defineStream,
  fold,
  inTurn,
  personal,
  replaceAt,
  subject,
  unreachable,
  upcast,
  UnknownEventSchema,
  valuesAt,
  type EventOf,
} from './index.js';

const NoteTaken = defineEvent(
  'NoteTaken',
  3,
  {
    personId: subject(),
    note: personal('session-notes', 'personId', z.string()),
    tags: z.array(z.strictObject({ word: z.string(), why: personal('session-notes', 'personId', z.string()).optional() })),
  },
  {
    summary: 'A note was taken.',
    upcasts: { 1: ({ text, ...rest }) => ({ ...rest, note: text }), 2: (data) => ({ ...data, tags: [] }) },
  },
);
const person = '7f3f9f57-3c4c-4b0f-8a84-000000000001';

describe('an event', () => {
  it('is made from plain text and refuses what does not fit its one declaration', () => {
    expect(NoteTaken({ personId: person, note: 'n', tags: [] })).toMatchObject({ type: 'NoteTaken', data: { personId: person, note: 'n', tags: [] } });
    expect(() => NoteTaken({ personId: 'Ana', note: 'n', tags: [] })).toThrow(z.ZodError);
    expect(() => NoteTaken({ personId: person, note: 'n', tags: [], mood: 'low' } as never)).toThrow(z.ZodError);
  });

  it('knows where its people and its confidential fields are, also inside arrays and optional fields', () => {
    expect(NoteTaken.marks.map(({ path, mark }) => [path.join('.'), mark.kind])).toEqual([
      ['personId', 'subject'],
      ['note', 'personal'],
      ['tags.*.why', 'personal'],
    ]);
  });

  it('is lifted from any version that was ever stored, step by step', () => {
    expect(upcast(NoteTaken, 1, { personId: person, text: 'n' })).toEqual({ personId: person, note: 'n', tags: [] });
    expect(upcast(NoteTaken, 3, { personId: person, note: 'n', tags: [] })).toEqual({ personId: person, note: 'n', tags: [] });
  });

  it('of a version newer than this process is an error, not a silent skip', () => {
    expect(() => upcast(NoteTaken, 4, {})).toThrow(UnknownEventSchema);
  });

  it('cannot be declared without a way up from every older version', () => {
    expect(() => defineEvent('Broken', 2, {}, { summary: '' })).toThrow('no upcast from version 1');
  });
});

describe('paths into data', () => {
  const data = { a: [{ b: 1 }, { b: 2 }, {}], c: null };

  it('find every value', () => {
    expect(valuesAt(data, ['a', '*', 'b'])).toEqual([1, 2]);
    expect(valuesAt(data, ['c', 'd'])).toEqual([]);
  });

  it('replace in a copy', () => {
    expect(replaceAt(data, ['a', '*', 'b'], () => 'x')).toEqual({ a: [{ b: 'x' }, { b: 'x' }, {}], c: null });
    expect(data.a[0]).toEqual({ b: 1 });
  });
});

describe('a stream', () => {
  const Opened = defineEvent('Opened', 1, { n: z.int() }, { summary: 'Opened.' });
  const count = defineStream({
    category: 'count',
    events: [Opened],
    initial: 0,
    evolve: (state, event) => (event.type === 'Opened' ? state + event.data.n : unreachable(event.type, state)),
  });

  it('folds its events, and keeps still for one that a newer release has written', () => {
    const events = [
      { type: 'Opened', data: { n: 2 } },
      { type: 'Foreign', data: {} },
      { type: 'Opened', data: { n: 3 } },
    ] as EventOf<typeof Opened>[];
    expect(fold(count, events)).toBe(5);
  });

  it('is told when each event had occurred', () => {
    const log = defineStream({ category: 'log', events: [Opened], initial: '', evolve: (state, { data }, occurredAt) => `${state}${data.n}@${occurredAt};` });
    const event = (n: number, occurredAt: string) => ({ type: 'Opened' as const, data: { n }, metadata: { occurredAt } });
    expect(fold(log, [event(1, 'May'), event(2, 'April')])).toBe('1@May;2@April;');
  });
});

describe('decisions in turn', () => {
  const Counted = defineEvent('Counted', 1, { n: z.int() }, { summary: 'Counted.' });
  const total = defineStream({
    category: 'total',
    events: [Counted],
    initial: 0,
    evolve: (state, event, at) => (at === '2026' ? state + event.data.n : state),
  });
  const double = (state: number) => [Counted({ n: state })];

  it('each see what the ones before have decided, dated as they are told', () => {
    expect(inTurn(total, [double, double], '2026')(1).map(({ data }) => data)).toEqual([{ n: 1 }, { n: 2 }]);
    expect(inTurn(total, [double, double])(1).map(({ data }) => data)).toEqual([{ n: 1 }, { n: 1 }]);
  });
  it('are refused by the first that refuses', () => {
    const refuse = () => {
      throw new Error('no');
    };
    expect(() => inTurn(total, [double, refuse])(1)).toThrow('no');
  });
});

describe('a rule', () => {
  it('is thrown with its code and a sentence that names the numbers', () => {
    const GroupFull = defineRule('001-1', 'GROUP_FULL', (group: string, taken: number, seats: number) => `${group} has ${taken} of ${seats} delegates`);
    expect(GroupFull('Group 3', 6, 6)).toMatchObject({ code: 'GROUP_FULL', kind: 'invalid', message: 'Group 3 has 6 of 6 delegates' });
    expect([GroupFull.id, GroupFull.code, GroupFull.force]).toEqual(['001-1', 'GROUP_FULL', 'H']);
  });
});
