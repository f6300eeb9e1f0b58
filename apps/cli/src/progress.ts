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
