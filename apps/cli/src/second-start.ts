import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { secondsSince } from './seconds.js';

/** Seconds from starting this program anew, on the data that is there, until it serves. It ends again at once. */
export async function secondStart({ port, data }: { port: number; data?: string }): Promise<number> {
  const main = fileURLToPath(new URL('./main.js', import.meta.url));
  const options = ['--once', '--no-play', '--port', String(port), ...(data === undefined ? [] : ['--data', data])];
  const begun = performance.now();
  const child = spawn(process.execPath, [main, 'up', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  let ready: number | undefined;
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('Ready in ')) ready ??= secondsSince(begun);
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0 || ready === undefined) throw new Error('the second start has failed');
  return ready;
}
