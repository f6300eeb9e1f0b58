import { randomUUID } from 'node:crypto';
import { happened, specForReadModel } from '@cairn/testing';
import { z } from 'zod';
import { defineReadModel } from './define-read-model.js';
import { AccountClosed, AccountOpened, accounts, census, fault, opened, paid, poisonous } from './fixtures/world.js';

const [a, b] = [randomUUID(), randomUUID()].sort() as [string, string];
const { given } = specForReadModel(accounts);

it('gives the rows as values', () => {
  expect(given(opened(a), paid(a, 7)).rows()).toMatchObject([{ accountId: a, paid: 7, mood: 'used', history: [{ amount: 7, position: '1' }] }]);
  expect(given(opened(a), AccountClosed({ accountId: a })).rows()).toEqual([]);
  expect(given(paid(a, 7)).rows()).toEqual([]);
});

it('gives the rows of several tenants', () =>
  expect(given(opened(b), happened(opened(a), { tenant: 'south' }), paid(b, 1)).rows()).toMatchObject([{ accountId: a }, { accountId: b }]));

it('goes through PostgreSQL and comes to the same', () =>
  given(opened(a), opened(b), paid(a, 7, [b]), happened(opened(a), { tenant: 'north' }), paid(b, 1), AccountClosed({ accountId: a })).throughPostgres());

it('sees every event, of whatever type', () =>
  expect(specForReadModel(census).given(opened(a), paid(a, 1), paid(a, 2)).rows()).toEqual([
    { type: 'AccountOpened', count: 1 },
    { type: 'AmountPaid', count: 2 },
  ]));

it('fails for an event that cannot be folded', () => {
  Object.assign(fault, { active: true, thrown: 0, times: Infinity });
  expect(() => given(opened(a), paid(a, poisonous)).rows()).toThrow('cannot fold');
});

it('fails for a read model that looks into personal data', () => {
  const nosy = defineReadModel({
    name: 'nosy',
    version: 1,
    row: z.object({ note: z.string() }),
    on: (when) => [
      when(
        AccountOpened,
        ({ data }) => JSON.stringify(data.note),
        (_, { data }) => ({ note: JSON.stringify(data.note) }),
      ),
    ],
  });
  expect(() => specForReadModel(nosy).given(opened(a)).rows()).toThrow('personal data');
});
