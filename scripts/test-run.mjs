/**
 * The test run: one Jest over all workspaces, in phases from quick to slow, on one PostgreSQL that is started for the run and always stopped.
 * The phase of a test file follows from its name, or from its asking for a database.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, seconds } from './ready.mjs';

const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
/** Seconds after which a phase counts as hung and is ended; the long tests have no such limit. */
const hangs = 1200;

/** In the order in which they run; the first whose `holds` says so takes a file. `budget`: seconds that the phase should need at most, on two cores. */
export const phases = [
  { name: 'browser', budget: 240, holds: (path) => path.endsWith('.browser.spec.ts') },
  { name: 'http', budget: 300, holds: (path) => /\.(http|e2e)\.spec\.ts$/.test(path) },
  {
    name: 'store and failures',
    budget: 480,
    holds: (path) => /\.pg\.spec\.ts$|failure|^packages\/(event-store|projections)\//.test(path) || asksForDatabase(path),
  },
  { name: 'units', budget: 180, holds: () => true },
];
const inOrder = [...phases].reverse();

const asksForDatabase = (path) => /testDatabase|startLocalPostgres|CAIRN_TEST_POSTGRES/.test(readFileSync(join(root, path), 'utf8'));

/**
 * Runs the tests whose path holds one of `paths` (all when empty) and returns the sums. A suite that cannot run counts as one failed test.
 * @param {{ paths?: string[], only?: string, testName?: string, long?: boolean }} options `only`: the name of the one phase to run
 */
export async function runTests({ paths = [], only, testName, long = false } = {}) {
  const files = specFiles().filter((file) => paths.length === 0 || paths.some((path) => file.includes(path)));
  const planned = inOrder
    .map((phase) => ({ ...phase, files: files.filter((file) => phases.find(({ holds }) => holds(file)).name === phase.name) }))
    .filter(({ name, files }) => files.length > 0 && (only === undefined || name === only));
  const total = { passed: 0, failed: 0, skipped: 0 };
  if (planned.length === 0) return total;
  await withPostgres(async (postgres, interrupted) => {
    for (const { name, budget, files } of planned) {
      if (interrupted.aborted) return;
      const began = Date.now();
      const counts = await runJest(files, { postgres, testName, long, interrupted, quiet: paths.length === 0 });
      const over = Date.now() - began > budget * 1000 && !long ? `, over its budget of ${budget} s` : '';
      console.log(`${name}: ${closingLine(counts)} in ${seconds(began)}${over}\n`);
      for (const key of Object.keys(total)) total[key] += counts[key];
    }
  });
  return total;
}

export const closingLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

function specFiles() {
  const roots = ['packages', 'apps'].flatMap((group) => readdirSync(join(root, group)).map((name) => join(root, group, name, 'src')));
  return roots
    .flatMap((folder) => filesIn(folder))
    .filter((file) => file.endsWith('.spec.ts'))
    .map((file) => relative(root, file).split(sep).join('/'))
    .sort();
}

function filesIn(folder) {
  try {
    return readdirSync(folder, { recursive: true }).map((name) => join(folder, name));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Runs `use` with a cluster's URL (the one in CAIRN_TEST_POSTGRES, else one of its own) and stops that cluster whatever happens, signals included. */
async function withPostgres(use) {
  const interrupted = new AbortController();
  const interrupt = (signal) => interrupted.abort(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, interrupt);
  const own = process.env['CAIRN_TEST_POSTGRES'] ? undefined : await startPostgres();
  try {
    await use(own?.url ?? process.env['CAIRN_TEST_POSTGRES'], interrupted.signal);
  } finally {
    await own?.stop();
    for (const signal of signals) process.off(signal, interrupt);
  }
  if (!interrupted.signal.aborted) return;
  // ends as the signal would have ended it, so that the caller sees the same
  process.kill(process.pid, interrupted.signal.reason);
  await new Promise(() => undefined);
}

async function startPostgres() {
  const { startLocalPostgres } = await import(pathToFileURL(join(root, 'packages/local-postgres/dist/index.js')).href);
  const directory = mkdtempSync(join(tmpdir(), 'cairn-test-run-'));
  // the run's data is thrown away, so it need not survive a power cut
  const server = await startLocalPostgres(directory, { max_connections: '400', fsync: 'off' });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function runJest(files, { postgres, testName, quiet, long, interrupted }) {
  // with --json the report for people goes to standard error and the figures are the last line of standard output
  const options = ['--ci', '--json', ...(quiet ? ['--silent'] : []), ...(testName ? [`--testNamePattern=${testName}`] : []), '--runTestsByPath', ...files];
  const env = {
    ...process.env,
    NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`.trim(),
    CAIRN_TEST_POSTGRES: postgres,
    ...(long ? { CAIRN_LONG: '1' } : {}),
  };
  const child = spawn(process.execPath, [jest, ...options], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const end = () => child.kill('SIGTERM');
  interrupted.addEventListener('abort', end, { once: true });
  const hung = long ? undefined : setTimeout(end, hangs * 1000);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  const code = await new Promise((ended) => child.once('close', ended));
  clearTimeout(hung);
  const counts = countsOf(output);
  // Jest can fail without a failed test: a crashed worker, an unusable configuration
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function countsOf(output) {
  try {
    const result = JSON.parse(output.trimEnd().split('\n').at(-1));
    return {
      passed: result.numPassedTests,
      failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
      skipped: result.numPendingTests + result.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
