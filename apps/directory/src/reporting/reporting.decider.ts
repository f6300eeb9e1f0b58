import { ReportingLineEnded, ReportingLineSet } from '@cairn/contracts/directory';
import { defineRule, defineStream, DomainError, unreachable, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';
import { existing, type Organisation } from '../organisation/organisation.decider.js';
import { circlesClosedBy, historiesOf, managerAt, type Circle, type Histories, type LineChange } from './circles.decider.js';

/** Every change so far, the last recorded first. A list that shares its tail: thousands of lines fold in the time that they take to read. */
type Lines = { readonly change: LineChange; readonly earlier: Lines } | null;

/** All reporting lines of one organisation, in one stream: a circle is a matter of all lines together, so two racing commands can never close one. */
export const reporting = defineStream({
  category: 'reporting',
  events: [ReportingLineSet, ReportingLineEnded],
  initial: null as Lines,
  evolve: (earlier, event, at): Lines => {
    switch (event.type) {
      case 'ReportingLineSet':
        return { change: { at, personId: event.data.personId, managerId: event.data.managerId }, earlier };
      case 'ReportingLineEnded':
        return { change: { at, personId: event.data.personId, managerId: null }, earlier };
      default:
        return unreachable(event, earlier);
    }
  },
});
export type ReportingDecision = Decide<Lines, EventIn<typeof reporting>>;

function historiesIn(lines: Lines): Histories {
  const changes: LineChange[] = [];
  for (let at = lines; at; at = at.earlier) changes.push(at.change);
  return historiesOf(changes.reverse());
}

export const ReportingCycle = defineRule('000-5', 'REPORTING_CYCLE', (levels: number, from?: string) =>
  levels === 0
    ? 'Nobody reports to themselves.'
    : `This manager already reports to this person through ${levels} ${levels === 1 ? 'level' : 'levels'}${from === undefined ? '' : ` from ${from} on`}: the line would close a circle.`,
);
export const ReportingCycles = defineRule(
  '000-5',
  'REPORTING_CYCLE',
  (closing: number, lines: number) => `${closing} of the ${lines} lines would close a circle: none of them was set.`,
);
export const ReportingLineRepeated = defineRule(
  '000-5',
  'REPORTING_LINE_REPEATED',
  (people: number, lines: number) => `Everybody has one line manager in an organisation: the ${lines} lines are those of ${people} people.`,
);
export const PeopleUnknown = defineRule(
  '000-5',
  'PERSON_UNKNOWN',
  (unknown: number, named: number) => `${unknown} of the ${named} people named ${unknown === 1 ? 'is' : 'are'} not registered here.`,
);
export const ReportingLineUnknown = defineRule('000-5', 'NOT_FOUND', () => 'No reporting line of a person with this id.', { kind: 'not-found' });

type Line = Pick<DataOf<typeof ReportingLineSet>, 'personId' | 'managerId'>;
/** `at`: the instant from which the lines stand, `latest` for now. Rules are judged by the lines as they stand from then on. */
interface Place {
  readonly organisationId: string;
  readonly at: string;
}
/** What the rules see of other streams. `registered`: those of the people named who are on record. */
export interface Known {
  readonly organisation: Organisation;
  readonly registered: ReadonlySet<string>;
}

/** Every rule that follows the chain upwards, at any depth and any instant, ends because no circle ever gets in. */
export const setReportingLine =
  ({ personId, managerId, ...place }: Line & Place, known: Known): ReportingDecision =>
  (state) => {
    const { closed, events } = setting([{ personId, managerId }], place, known, historiesIn(state));
    const [circle] = closed;
    if (circle) throw ReportingCycle(circle.people.length - 1, circle.from);
    return events;
  };

/** Many lines from one instant on: all of them, or none. They are judged together, so it does not matter in which order they come. */
export const setReportingLines =
  (lines: readonly Line[], place: Place, known: Known): ReportingDecision =>
  (state) => {
    const people = new Set(lines.map(({ personId }) => personId));
    if (people.size < lines.length) throw ReportingLineRepeated(people.size, lines.length);
    const { closed, events } = setting(lines, place, known, historiesIn(state));
    if (closed.length > 0) throw named(closed, lines);
    return events;
  };

function setting(lines: readonly Line[], { organisationId, at }: Place, { organisation, registered }: Known, histories: Histories) {
  existing(organisation);
  assertRegistered(lines, registered);
  const before = lines.map((line) => ({ ...line, previousManagerId: managerAt(histories, line.personId, at) }));
  const news = before.filter(({ managerId, previousManagerId }) => managerId !== previousManagerId); // a line that is there is not news
  const changes = news.map(({ personId, managerId }) => ({ personId, managerId, at }));
  return { closed: circlesClosedBy(histories, changes, at), events: news.map((line) => ReportingLineSet({ organisationId, ...line })) };
}

function assertRegistered(lines: readonly Line[], registered: ReadonlySet<string>): void {
  const named = new Set(lines.flatMap(({ personId, managerId }) => [personId, managerId]));
  const unknown = [...named].filter((personId) => !registered.has(personId));
  if (unknown.length === 0) return;
  const { code, kind, message } = PeopleUnknown(unknown.length, named.size);
  const violations = lines.flatMap((line, index) =>
    (['personId', 'managerId'] as const)
      .filter((field) => !registered.has(line[field]))
      .map((field) => ({ code, detail: `No person ${line[field]} is registered here.`, path: `lines.${index}.${field}` })),
  );
  throw new DomainError(code, kind, message, violations);
}

/** The refusal names each line that lies on a circle by its place in the list, and the circle by those on it. */
function named(closed: readonly Circle[], lines: readonly Line[]): DomainError {
  const { code, kind, message } = ReportingCycles(closed.length, lines.length);
  const place = new Map(lines.map(({ personId }, index) => [personId, index]));
  const violations = closed.map(({ personId, people, from }) => ({
    code,
    detail: `${ReportingCycle(people.length - 1, from).message} On it: ${people.join(', ')}.`,
    path: `lines.${place.get(personId)}`,
  }));
  return new DomainError(code, kind, message, violations);
}

export const endReportingLine =
  ({ at, ...data }: Omit<DataOf<typeof ReportingLineEnded>, 'managerId'> & Place): ReportingDecision =>
  (state) => {
    const managerId = managerAt(historiesIn(state), data.personId, at);
    if (managerId === null) throw ReportingLineUnknown();
    return [ReportingLineEnded({ ...data, managerId })];
  };
