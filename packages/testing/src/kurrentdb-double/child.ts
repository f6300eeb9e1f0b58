import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { DoubleReport, KurrentDbDoubleOptions } from './double.js';
import type { Fault } from './faults.js';
import type { Order } from './main.js';

/** The double in a process of its own. Ends with its parent. */
export interface KurrentDbDoubleProcess {
  readonly url: string;
  readonly port: number;
  misbehave(fault: Fault, times?: number): Promise<void>;
  behave(): Promise<void>;
  goAway(): Promise<void>;
  report(): Promise<DoubleReport>;
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>;
  /** Freezes it: connections stay open and nothing answers, as on a machine that hangs. */
  freeze(): void;
  thaw(): void;
  /** Starts it again on the same port, with what its data file holds. Kills it first where it still runs. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

type Child = ChildProcessByStdio<Writable, Readable, null>;

/** Compiled code, also when this file runs from source: the process is a plain node. */
const main = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../dist/kurrentdb-double/main.js' : './main.js', import.meta.url));

export async function spawnKurrentDbDouble(options: KurrentDbDoubleOptions = {}): Promise<KurrentDbDoubleProcess> {
  let running = await start(options);
  const { port } = running;
  const order = (it: Order) => running.ask(it);
  const kill = async () => {
    running.child.kill('SIGKILL');
    await running.exited;
  };
  return {
    port,
    url: `kurrentdb://127.0.0.1:${port}?tls=false`,
    misbehave: async (fault, times = 1) => void (await order({ do: 'misbehave', fault, times })),
    behave: async () => void (await order({ do: 'behave' })),
    goAway: async () => void (await order({ do: 'go-away' })),
    report: async () => (await order({ do: 'report' })) as DoubleReport,
    kill,
    freeze: () => void running.child.kill('SIGSTOP'),
    thaw: () => void running.child.kill('SIGCONT'),
    restart: async () => {
      await kill();
      running = await start({ ...options, port });
    },
    stop: kill,
  };
}

async function start({ port, dataFile, firstPosition, appendBytes }: KurrentDbDoubleOptions) {
  const given = { port, 'data-file': dataFile, 'first-position': firstPosition, 'append-bytes': appendBytes };
  const options = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`]));
  const child: Child = spawn(process.execPath, [main, ...options], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const { value, done } = await answers.next();
    if (done) throw new Error(`the double has ended; was it compiled? (${main})`);
    return JSON.parse(value);
  };
  const { port: bound } = (await next()) as { port: number };
  const ask = (order: Order) => {
    child.stdin.write(`${JSON.stringify(order)}\n`);
    return next();
  };
  return { child, exited, port: bound, ask };
}
