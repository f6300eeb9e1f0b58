import type { Api } from './api.js';
import { readFigures } from './play/figures.js';
import { findProgramme } from './play/found.js';
import { playProgramme } from './play/play.js';
import { provokeRefusals } from './play/refusals.js';
import { programmeTable } from './programme-table.js';
import type { Show } from './progress.js';
import { caughtUp, verifyAll } from './read-models.js';
import { secondsSince } from './seconds.js';

/** The Ipswich programme as the services tell it. */
export interface Report {
  readonly table: string;
  readonly figures: object;
  /** Seconds that the play took; 0 when the whole programme was there already. */
  readonly seconds: number;
}

/** Plays what of the programme is not there yet, provokes what must be refused, reads everything back, and rebuilds every read model to compare it. */
export async function presentProgramme(api: Api, show: Show): Promise<Report> {
  let found = await findProgramme(api);
  let seconds = 0;
  if (!found?.complete) {
    const begun = performance.now();
    await playProgramme(api, show);
    seconds = secondsSince(begun);
    found = await findProgramme(api);
  }
  if (!found?.complete) throw new Error('the programme was played, and is not complete');
  await provokeRefusals(api, found);
  await caughtUp(api);
  const { figures, resilience } = await readFigures(api, found);
  const rebuildIdentical = await verifyAll(api, show);
  const refusals = Object.fromEntries(api.refusals);
  return { table: programmeTable(figures, resilience, refusals), figures: { ...figures, refusals, rebuildIdentical }, seconds };
}
