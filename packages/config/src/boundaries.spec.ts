import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beside, violations } from './planted-violations.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { forbidden } = createRequire(import.meta.url)('../../../.dependency-cruiser.cjs') as { forbidden: readonly { name: string }[] };
const rules = forbidden.map(({ name }) => name);

describe('the boundaries between packages and apps', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-boundaries-'));
  const brokenBy = new Map<string, string[]>();
  beforeAll(async () => {
    for (const files of [...Object.values(violations), beside]) plant(folder, files);
    for (const { rule, from } of await cruise(folder)) brokenBy.set(from, [...(brokenBy.get(from) ?? []), rule.name]);
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has a planted violation of every rule, and of no other', () => expect(Object.keys(violations).sort()).toEqual([...rules].sort()));

  it.each(rules)('%s: reports its planted violation, and no other rule does', (rule) => {
    for (const file of Object.keys(violations[rule] ?? {})) expect([file, ...new Set(brokenBy.get(file))]).toEqual([file, rule]);
  });

  it('names every package', () => {
    const packages = readdirSync(join(root, 'packages')).filter((name) => existsSync(join(root, 'packages', name, 'package.json')));
    const named = packages.filter((name) => name === 'event-sourcing' || rules.includes(`${name}-keeps-to-its-imports`));
    expect(named).toEqual(packages);
  });

  it('are kept', async () => {
    const broken = await cruise(root);
    expect(broken.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  }, 60_000);
});

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
  readonly to: string;
}

async function cruise(tree: string): Promise<readonly Violation[]> {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [program, '--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json', 'packages', 'apps'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: tree, maxBuffer: 2 ** 28 });
  const { summary } = JSON.parse(stdout) as { summary: { violations: Violation[] } };
  return summary.violations;
}

/** Writes each file with its one import, and an empty module where that import leads, unless the import is meant to lead nowhere. */
function plant(tree: string, files: Readonly<Record<string, string>>): void {
  for (const [file, imported] of Object.entries(files)) {
    write(join(tree, file), `import '${imported}';\n`);
    if (imported.includes('nowhere')) continue;
    if (imported.startsWith('.')) writeNew(join(tree, dirname(file), imported.replace(/\.js$/, '.ts')), '');
    else if (imported.startsWith('@cairn/')) plantWorkspace(tree, imported.slice('@cairn/'.length));
    else if (!imported.startsWith('node:')) plantLibrary(tree, imported);
  }
}

/** A workspace as the real ones are: linked from node_modules, and exporting its source under the `development` condition. */
function plantWorkspace(tree: string, name: string): void {
  const folder = join(tree, 'packages', name);
  write(
    join(folder, 'package.json'),
    JSON.stringify({ name: `@cairn/${name}`, exports: { '.': { development: './src/index.ts', default: './dist/index.js' } } }),
  );
  writeNew(join(folder, 'src/index.ts'), '');
  const link = join(tree, 'node_modules/@cairn', name);
  mkdirSync(dirname(link), { recursive: true });
  if (!existsSync(link)) symlinkSync(folder, link);
}

function plantLibrary(tree: string, name: string): void {
  write(join(tree, 'node_modules', name, 'package.json'), JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
  writeNew(join(tree, 'node_modules', name, 'index.js'), '');
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function writeNew(path: string, text: string): void {
  if (!existsSync(path)) write(path, text);
}
