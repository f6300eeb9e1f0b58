import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { failures, type Failure } from './failure-list.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const document = 'docs/failure-tests.md';
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const contract = 'packages/event-store/src/contract/';
const older = 'packages/event-store/src/postgres/older-server.pg.spec.ts';
const sources = ['packages', 'apps'].flatMap((group) =>
  readdirSync(join(root, group), { recursive: true, encoding: 'utf8' })
    .map((name) => `${group}/${name.replaceAll('\\', '/')}`)
    .filter((path) => /\/src\//.test(path) && !/node_modules|\/dist\//.test(path))
    .filter((path) => path.endsWith('.spec.ts') || (path.startsWith(contract) && path.endsWith('.ts')))
    .sort(),
);

/** The files that hold a test of each number. */
const files = new Map<number, string[]>();
for (const path of sources)
  for (const number of new Set([...read(path).matchAll(/(?<=[(\s]['"`])failure (\d+)\b(?=[^'"`]*[:,])/g)].map(([, digits]) => Number(digits))))
    files.set(number, [...(files.get(number) ?? []), path]);
const numbers = Object.keys(failures).map(Number);

const ranOnOlder = new Set([...read(older).matchAll(/import\('\.\/(.*)\.js'\)/g)].map(([, name]) => `packages/event-store/src/postgres/${name}.ts`));

function enginesOf(paths: readonly string[]): string {
  const inContract = paths.some((path) => path.startsWith(contract));
  const postgres = inContract || paths.some((path) => !/kurrentdb|decode/.test(path));
  const names = [
    ...(postgres ? ['PostgreSQL 18'] : []),
    ...(inContract || paths.some((path) => ranOnOlder.has(path)) ? ['PostgreSQL 15'] : []),
    ...(inContract || paths.some((path) => path.includes('kurrentdb')) ? ['KurrentDB double'] : []),
  ];
  return names.join(', ') || 'none is needed';
}

const nameOf = (path: string) => path.replace('/src/', '/').replace(/(\.(pg|e2e|http))?(\.spec)?\.ts$/, '');

function row([number, { what, long, reason }]: [string, Failure]): string {
  const paths = files.get(Number(number)) ?? [];
  const where = paths.map((path) => `[${nameOf(path)}](../${path})`).join(', ');
  return `| ${number} | ${what} | ${reason ? `does not run: ${reason}` : where} | ${reason ? '' : enginesOf(paths)} | ${long ?? ''} |`;
}

const text = `# The failure tests

What the event engine must live through, by number. A test of it has \`failure <number>\` at the beginning of its title: \`npm test -- -t 'failure 14'\` runs one number.
This page is made from the titles: \`npm run docs\` writes it, and a test fails while it is not what the titles say.

Everything below runs with \`npm test\`. The last column is what \`npm run test:long\` does instead. Where PostgreSQL 15 is named, the tests run on the oldest server from 15 on that is
installed (\`CAIRN_POSTGRES_BIN\` names a folder of programs elsewhere); where none is, a test says so. Nothing has run on a real KurrentDB; [the double](event-store.md) is what stands in for it.

| number | what must hold | where | engines | long form |
| --- | --- | --- | --- | --- |
${Object.entries(failures).map(row).join('\n')}
`;

describe('the failure tests', () => {
  it.each(numbers)('number %s has a test, or a reason why there is none, and not both', (number) => {
    expect({ number, runs: files.has(number) }).toEqual({ number, runs: failures[number]!.reason === undefined });
  });

  it('have no number that is not on the list', () => expect([...files.keys()].filter((number) => !(number in failures))).toEqual([]));

  it.each(numbers.filter((number) => failures[number]!.long))('number %s has the long form that the list promises', (number) => {
    expect((files.get(number) ?? []).some((path) => read(path).includes('CAIRN_LONG'))).toBe(true);
  });

  it(`are listed in ${document} as they are`, () => {
    if (process.env['CAIRN_WRITE_DOCS']) writeFileSync(join(root, document), text);
    expect(read(document)).toBe(text);
  });
});
