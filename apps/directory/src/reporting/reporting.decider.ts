import { ReportingLineEnded, ReportingLineSet } from '@cairn/contracts/directory';
import { defineRule, defineStream, unreachable, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';
import { OrganisationUnknown, type Organisation } from '../organisation/organisation.decider.js';

/** Who reports to whom: person → line manager. */
type State = ReadonlyMap<string, string>;

/** All reporting lines of one organisation, in one stream: a circle is a matter of all lines together, so two racing commands can never close one. */
export const reporting = defineStream({
  category: 'reporting',
  events: [ReportingLineSet, ReportingLineEnded],
  initial: new Map() as State,
  evolve: (lines, event): State => {
    switch (event.type) {
      case 'ReportingLineSet':
        return new Map(lines).set(event.data.personId, event.data.managerId);
      case 'ReportingLineEnded':
        return new Map([...lines].filter(([personId]) => personId !== event.data.personId));
      default:
        return unreachable(event, lines);
    }
  },
});
export type ReportingDecision = Decide<State, EventIn<typeof reporting>>;

export const ReportingCycle = defineRule('000-5', 'REPORTING_CYCLE', (levels: number) =>
  levels === 0
    ? 'Nobody reports to themselves.'
    : `This manager already reports to this person through ${levels} ${levels === 1 ? 'level' : 'levels'}: the line would close a circle.`,
);
export const ReportingLineUnknown = defineRule('000-5', 'NOT_FOUND', () => 'No reporting line of a person with this id.', { kind: 'not-found' });

/** How many lines lead up from one person to another: 0 for the person themselves; undefined when none do. */
function levelsUp(lines: State, from: string, to: string): number | undefined {
  let levels = 0;
  for (let person: string | undefined = from; person !== undefined; person = lines.get(person), levels++) if (person === to) return levels;
  return undefined;
}

/** Every rule that follows the chain upwards, at any depth, ends because no circle ever gets in. */
export const setReportingLine =
  (data: Omit<DataOf<typeof ReportingLineSet>, 'previousManagerId'>, organisation: Organisation): ReportingDecision =>
  (lines) => {
    if (organisation.status === 'absent') throw OrganisationUnknown();
    const previousManagerId = lines.get(data.personId) ?? null;
    if (previousManagerId === data.managerId) return []; // the line is there: not news
    const levels = levelsUp(lines, data.managerId, data.personId);
    if (levels !== undefined) throw ReportingCycle(levels);
    return [ReportingLineSet({ ...data, previousManagerId })];
  };

export const endReportingLine =
  (data: Omit<DataOf<typeof ReportingLineEnded>, 'managerId'>): ReportingDecision =>
  (lines) => {
    const managerId = lines.get(data.personId);
    if (managerId === undefined) throw ReportingLineUnknown();
    return [ReportingLineEnded({ ...data, managerId })];
  };
