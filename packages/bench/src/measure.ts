/** One figure against another, taken in the same run on the same database. */
export interface Result {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly against: string;
  readonly againstValue: number;
  readonly ratio: number;
  /** The ratio (or the absolute value, for a row without one) that the project promises. */
  readonly promised: string;
}

export interface Load {
  /** Callers at once. */
  readonly clients: number;
  readonly seconds: number;
}

/** Runs `once` from so many callers for so long, and answers how many times a second it was done. */
export async function perSecond({ clients, seconds }: Load, once: (client: number) => Promise<void>): Promise<number> {
  const from = performance.now();
  const until = from + seconds * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      while (performance.now() < until) {
        await once(client);
        done++;
      }
    }),
  );
  return (done * 1000) / (performance.now() - from);
}

/**
 * The two sides in many short turns, so that whatever else the machine does falls on both; who begins alternates, so that neither always meets the disk that
 * the other has left. The median of the turns.
 */
export async function inTurns(turns: number, ours: () => Promise<number>, theirs: () => Promise<number>): Promise<{ ours: number; theirs: number }> {
  const figures = { ours: [] as number[], theirs: [] as number[] };
  for (let turn = 0; turn < turns; turn++) {
    if (turn % 2 === 0) figures.theirs.push(await theirs());
    figures.ours.push(await ours());
    if (turn % 2 === 1) figures.theirs.push(await theirs());
  }
  return { ours: median(figures.ours), theirs: median(figures.theirs) };
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

export const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!;
