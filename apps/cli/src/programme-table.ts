import { programmeTitle } from './play/cast.js';
import type { Figures, Resilience } from './play/figures.js';
import { tableOf } from './table.js';

/** What a programme lead wants to see first, as a table for people. */
export function programmeTable(figures: Figures, resilience: Resilience, refusals: Readonly<Record<string, number>>): string {
  const table = tableOf([programmeTitle, ''], ['left', 'right']);
  const rows: readonly (readonly [string, number | string])[] = [
    ['Settings', figures.settings],
    ['Managers', figures.managers],
    ['Groups', figures.groups],
    ['Largest group', figures.largestGroup],
    ['Group sessions held', figures.groupSessions],
    ['Facilitator hours', figures.facilitatorHours],
    ['Delegate hours', figures.delegateHours],
    ['Training plans handed in', figures.trainingPlansSubmitted],
    ['Training plans approved', figures.trainingPlansApproved],
    ['Grants released', figures.grantsReleased],
    ['Resilience before, mean', rounded(resilience.before.mean)],
    ['Resilience after, mean', rounded(resilience.after.mean)],
    ['Improved, of those measured twice', `${resilience.paired.improved ?? 'none'} of ${resilience.paired.people}`],
    ['Events on record', figures.events],
  ];
  table.push(...rows.map(([what, value]) => [what, String(value)]));
  if (Object.keys(refusals).length === 0) return table.toString();
  const refused = tableOf(['Asked for and refused', 'times'], ['left', 'right']);
  refused.push(...Object.entries(refusals).map(([code, times]) => [code, String(times)]));
  return `${table.toString()}\n${refused.toString()}`;
}

const rounded = (mean: number | null) => (mean === null ? 'none' : mean.toFixed(1));
