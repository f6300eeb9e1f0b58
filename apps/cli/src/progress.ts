import { SingleBar } from 'cli-progress';
import { secondsSince } from './seconds.js';

/** Shows one phase of a longer work: runs it, and is told after each of its steps. */
export type Show = <R>(title: string, steps: number, work: (done: () => void) => Promise<R>) => Promise<R>;

/** One bar per phase on a terminal, one line per phase elsewhere. On stderr: stdout is for what was asked. */
export const showOnStderr: Show = async (title, steps, work) => {
  const begun = performance.now();
  if (!process.stderr.isTTY) {
    const result = await work(() => undefined);
    process.stderr.write(`${title}: ${steps} in ${secondsSince(begun)} s\n`);
    return result;
  }
  const bar = new SingleBar({ format: `{bar} {value}/{total} ${title}`, barsize: 30, hideCursor: true, stream: process.stderr });
  bar.start(steps, 0);
  try {
    return await work(() => bar.increment());
  } finally {
    bar.stop();
  }
};

/** A bar that is told where it stands, on a terminal; nothing elsewhere. On stderr: stdout is for what was asked. */
export function barOnStderr(title: string): { show(done: number, total: number): void; end(): void } {
  if (!process.stderr.isTTY) return { show: () => undefined, end: () => undefined };
  const bar = new SingleBar({ format: `{bar} {value}/{total} ${title} {eta_formatted}`, barsize: 30, hideCursor: true, stream: process.stderr });
  bar.start(1, 0);
  const show = (done: number, total: number) => {
    bar.setTotal(Math.max(1, total));
    bar.update(done);
  };
  return { show, end: () => bar.stop() };
}
