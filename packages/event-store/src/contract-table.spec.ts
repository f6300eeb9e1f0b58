import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { eventStoreContract } from './contract.js';

const file = fileURLToPath(new URL('../../../docs/event-store.md', import.meta.url));
const [begin, end] = ['<!-- contract cases -->', '<!-- end of contract cases -->'];

interface Case {
  readonly group: string;
  readonly title: string;
  /** How often it runs, with other values. */
  readonly times: number;
}

/** The cases as the suite declares them: it is run, with something that writes down instead of Jest. */
function casesOf(suite: () => void): Case[] {
  const cases: Case[] = [];
  let group = '';
  const it = (title: string) => void cases.push({ group, title, times: 1 });
  const recording = {
    describe: (title: string, body: () => void) => {
      group = title;
      body();
    },
    it: Object.assign(it, { each: (values: readonly unknown[]) => (title: string) => void cases.push({ group, title, times: values.length }) }),
    beforeAll: () => undefined,
    afterAll: () => undefined,
  };
  const jest = Object.fromEntries(Object.keys(recording).map((name) => [name, Reflect.get(globalThis, name) as unknown]));
  Object.assign(globalThis, recording);
  try {
    suite();
  } finally {
    Object.assign(globalThis, jest);
  }
  return cases;
}

const rowOf = ({ title, times }: Case) => `| ${title.replaceAll('%s', '…')}${times > 1 ? ` (${times} values)` : ''} | runs | runs | runs | not run |`;

function tableOf(cases: readonly Case[]): string {
  const groups = [...new Set(cases.map(({ group }) => group))];
  const rows = groups.flatMap((group) => [`| **${group}** | | | | |`, ...cases.filter((each) => each.group === group).map(rowOf)]);
  return ['| contract case | PostgreSQL 18 | PostgreSQL 15 | KurrentDB double | real KurrentDB |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

it('the table of the contract in docs/event-store.md lists its cases as they are', () => {
  const cases = casesOf(() => eventStoreContract('a store', () => Promise.reject(new Error('nothing is opened here'))));
  expect(cases.length).toBeGreaterThan(30);
  const written = readFileSync(file, 'utf8');
  const [before, after] = [written.split(begin)[0]!, written.split(end)[1]!];
  const wanted = `${before}${begin}\n\n${tableOf(cases)}\n\n${end}${after}`;
  if (process.env['CAIRN_WRITE_DOCS']) writeFileSync(file, wanted);
  expect(readFileSync(file, 'utf8')).toBe(wanted);
});
