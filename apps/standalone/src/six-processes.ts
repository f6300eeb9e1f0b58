import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { loopbackIssuer } from '@cairn/access/loopback-issuer';
import { freePort } from '@cairn/local-postgres';
import type { Database } from './database.js';
import type { Options, Running } from './options.js';
import { proxyOf } from './proxy.js';
import { isReady, serviceNames, type ServiceName, type Upstreams } from './services.js';

/** Milliseconds until a service that does not end by itself is ended. */
const grace = 10_000;
/** Milliseconds that the services may take together to be ready, also on a busy machine. */
const patience = 120_000;
/** Loaded into every service: it ends when the process that started it is gone, however that ended. */
const endWithParent = new URL('./end-with-parent.js', import.meta.url).href;

/** Six processes, each from its service's `main.js` and with a log of its own, and a proxy in this process. All share one database. */
export async function serveInSixProcesses({ port, dataDirectory, people }: Options, { databaseUrl, eventStoreUrl }: Database): Promise<Running> {
  const origin = `http://127.0.0.1:${port}`;
  const issuer = await loopbackIssuer({ issuer: `${origin}/issuer`, keyFile: join(dataDirectory, 'issuer.pem'), people });
  const ports = await Promise.all(serviceNames.map(freePort));
  const upstreams = Object.fromEntries(serviceNames.map((name, index) => [name, `http://127.0.0.1:${ports[index]}`])) as Upstreams;
  const proxy = proxyOf(upstreams, issuer);
  await proxy.listen({ port, host: '127.0.0.1' });

  const logs = join(dataDirectory, 'logs');
  mkdirSync(logs, { recursive: true });
  const place = { HOST: '127.0.0.1', DATABASE_URL: databaseUrl, EVENT_STORE_URL: eventStoreUrl, CAIRN_ISSUER: issuer.issuer };
  const children = serviceNames.map((name, index) => begin(name, { ...process.env, ...place, PORT: String(ports[index]) }, logs));
  const ended = Promise.race(children.map(endOf));
  const close = async () => {
    await proxy.close();
    await Promise.all(children.map(end));
  };
  try {
    await Promise.race([untilReady(upstreams), ended.then((reason) => Promise.reject(new Error(`${reason}; its log is in ${logs}`)))]);
  } catch (error) {
    await close();
    throw error;
  }
  return { origin, ended, close };
}

function begin(name: ServiceName, env: NodeJS.ProcessEnv, logs: string): ChildProcess {
  const main = fileURLToPath(new URL(`../../${name}/dist/main.js`, import.meta.url));
  const log = openSync(join(logs, `${name}.log`), 'a');
  const child = fork(main, { env, execArgv: ['--import', endWithParent], stdio: ['ignore', log, log, 'ipc'] });
  closeSync(log);
  return child;
}

const endOf = (child: ChildProcess, index: number): Promise<string> =>
  new Promise((resolve) => child.once('exit', (code, signal) => resolve(`the ${serviceNames[index]} service has ended with ${signal ?? code}`)));

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), grace);
  await gone;
  clearTimeout(late);
}

async function untilReady(upstreams: Upstreams): Promise<void> {
  const deadline = performance.now() + patience;
  for (const upstream of Object.values(upstreams))
    while (!(await isReady(upstream))) {
      if (performance.now() > deadline) throw new Error(`${upstream} was not ready within ${patience} ms`);
      await pause(50);
    }
}
