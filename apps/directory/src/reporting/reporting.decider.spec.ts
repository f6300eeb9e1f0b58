import { latest, OrganisationEstablished, ReportingLineEnded, ReportingLineSet } from '@cairn/contracts/directory';
import { DomainError } from '@cairn/event-sourcing';
import { dated, specFor, stateAfter } from '@cairn/testing';
import { organisation, OrganisationUnknown } from '../organisation/organisation.decider.js';
import {
  endReportingLine,
  PeopleUnknown,
  reporting,
  ReportingCycle,
  ReportingCycles,
  ReportingLineRepeated,
  ReportingLineUnknown,
  setReportingLine,
  setReportingLines,
} from './reporting.decider.js';

const organisationId = '10000000-0000-4000-8000-000000000001';
const ana = 'a0000000-0000-4000-8000-000000000001';
const ben = 'b0000000-0000-4000-8000-000000000001';
const cal = 'c0000000-0000-4000-8000-000000000001';
const dee = 'd0000000-0000-4000-8000-000000000001';
const [march, april, may, june] = ['2026-03-01', '2026-04-01', '2026-05-01', '2026-06-01'].map((day) => `${day}T09:00:00.000Z`) as [
  string,
  string,
  string,
  string,
];
const { given } = specFor(reporting);
const established = stateAfter(organisation, [OrganisationEstablished({ organisationId, name: 'Harbour care group' })]);

const known = { organisation: established, registered: new Set([ana, ben, cal, dee]) };
const report = (personId: string, managerId: string, at = latest) => setReportingLine({ organisationId, personId, managerId, at }, known);
const reports = (personId: string, managerId: string, previousManagerId: string | null = null) =>
  ReportingLineSet({ organisationId, personId, managerId, previousManagerId });
const end = (personId: string, at = latest) => endReportingLine({ organisationId, personId, reason: 'a new team', at });
const ended = (personId: string, managerId: string) => ReportingLineEnded({ organisationId, personId, managerId, reason: 'a new team' });

describe('reporting lines', () => {
  it('lead from a person to a manager', () => given().when(report(ben, ana)).then(reports(ben, ana)));
  it('need an organisation', () => {
    const unknown = setReportingLine({ organisationId, personId: ben, managerId: ana, at: latest }, { ...known, organisation: organisation.initial });
    expect(given().when(unknown).thenRejects(OrganisationUnknown)).toBe('No organisation with this id.');
  });
  it('join people who are registered', () => {
    const stranger = { organisationId, personId: ben, managerId: organisationId, at: latest };
    expect(given().when(setReportingLine(stranger, known)).thenRejects(PeopleUnknown)).toBe('1 of the 2 people named is not registered here.');
  });
  it('say nothing new when they stand already', () => given(reports(ben, ana)).when(report(ben, ana)).thenNothing());
  it('say who the manager was before', () =>
    given(reports(ben, ana))
      .when(report(ben, cal))
      .then(reports(ben, cal, ana)));

  it('never lead to oneself', () => {
    expect(given().when(report(ana, ana)).thenRejects(ReportingCycle)).toBe('Nobody reports to themselves.');
  });
  it('never close a circle of two', () => {
    const sentence = given(reports(ben, ana)).when(report(ana, ben)).thenRejects(ReportingCycle);
    expect(sentence).toBe('This manager already reports to this person through 1 level: the line would close a circle.');
  });
  it('never close a circle at any depth', () => {
    const sentence = given(reports(ben, ana), reports(cal, ben)).when(report(ana, cal)).thenRejects(ReportingCycle);
    expect(sentence).toBe('This manager already reports to this person through 2 levels: the line would close a circle.');
  });

  it('end', () => given(reports(ben, ana)).when(end(ben)).then(ended(ben, ana)));
  it('end only where they stand', () => {
    expect(given(reports(ben, ana), ended(ben, ana)).when(end(ben)).thenRejects(ReportingLineUnknown)).toBe('No reporting line of a person with this id.');
  });
  it('may turn round once they have ended', () => given(reports(ben, ana), ended(ben, ana)).when(report(ana, ben)).then(reports(ana, ben)));
});

describe('reporting lines of an earlier instant', () => {
  const history = [dated(march, reports(ben, ana)), dated(may, reports(ben, cal, ana))];

  it('say who the manager was just then', () => {
    given(...history)
      .when(report(ben, dee, april))
      .then(reports(ben, dee, ana));
    given(...history)
      .when(end(ben, april))
      .then(ended(ben, ana));
  });
  it('stand only until the next that is known', () => {
    const late = [...history, dated(april, reports(ben, dee, ana))];
    given(...late)
      .when(report(ben, cal))
      .thenNothing();
    given(...late)
      .when(report(ben, dee, april))
      .thenNothing();
  });
  it('do not end what began later', () => {
    given(dated(may, reports(ben, ana)))
      .when(end(ben, april))
      .thenRejects(ReportingLineUnknown);
  });
  it('never close a circle with the lines of that instant, though they have changed since', () => {
    const turned = [dated(march, reports(ben, ana)), dated(may, ended(ben, ana))];
    const sentence = given(...turned)
      .when(report(ana, ben, april))
      .thenRejects(ReportingCycle);
    expect(sentence).toBe('This manager already reports to this person through 1 level: the line would close a circle.');
    given(...turned)
      .when(report(ana, ben, may))
      .then(reports(ana, ben));
  });
  it('never close a circle with a line that began later', () => {
    const sentence = given(dated(may, reports(ben, cal)), dated(june, reports(ana, ben)))
      .when(report(cal, ana, april))
      .thenRejects(ReportingCycle);
    expect(sentence).toBe(`This manager already reports to this person through 2 levels from ${june} on: the line would close a circle.`);
  });
  it('may meet a later line that the person has left by then', () => {
    given(dated(may, reports(cal, ana)), dated(june, reports(ana, ben)))
      .when(report(ben, cal, april))
      .thenRejects(ReportingCycle);
    given(dated(may, reports(cal, ana)), dated(may, ended(ben, cal)), dated(june, reports(ana, ben)))
      .when(report(ben, cal, april))
      .then(reports(ben, cal));
  });
});

describe('many reporting lines at once', () => {
  const all = (...lines: (readonly [string, string])[]) =>
    setReportingLines(
      lines.map(([personId, managerId]) => ({ personId, managerId })),
      { organisationId, at: latest },
      known,
    );

  it('are set together, and only those that are news', () => {
    given(reports(ben, ana))
      .when(all([cal, ben], [ben, ana], [dee, ben]))
      .then(reports(cal, ben), reports(dee, ben));
  });
  it('may turn a line round on the way', () => {
    given(reports(ben, ana))
      .when(all([ana, ben], [ben, cal]))
      .then(reports(ana, ben), reports(ben, cal, ana));
  });
  it('are refused together, and each that lies on a circle is named', () => {
    const decide = all([ben, ana], [cal, ben], [ana, cal], [dee, ana]);
    expect(given().when(decide).thenRejects(ReportingCycles)).toBe('3 of the 4 lines would close a circle: none of them was set.');
    const detail = 'This manager already reports to this person through 2 levels: the line would close a circle. On it:';
    expect(violationsOf(() => decide(null))).toEqual([
      { code: 'REPORTING_CYCLE', path: 'lines.0', detail: `${detail} ${ben}, ${ana}, ${cal}.` },
      { code: 'REPORTING_CYCLE', path: 'lines.1', detail: `${detail} ${cal}, ${ben}, ${ana}.` },
      { code: 'REPORTING_CYCLE', path: 'lines.2', detail: `${detail} ${ana}, ${cal}, ${ben}.` },
    ]);
  });
  it('name each person who is not registered', () => {
    const nobody = setReportingLines(
      [
        { personId: cal, managerId: ana },
        { personId: ben, managerId: organisationId },
      ],
      { organisationId, at: latest },
      known,
    );
    expect(violationsOf(() => nobody(null))).toEqual([
      { code: 'PERSON_UNKNOWN', path: 'lines.1.managerId', detail: `No person ${organisationId} is registered here.` },
    ]);
  });
  it('name everybody once', () => {
    const sentence = given()
      .when(all([ben, ana], [ben, cal], [cal, ana]))
      .thenRejects(ReportingLineRepeated);
    expect(sentence).toBe('Everybody has one line manager in an organisation: the 3 lines are those of 2 people.');
  });
});

function violationsOf(decide: () => unknown) {
  try {
    decide();
  } catch (error) {
    if (error instanceof DomainError) return error.violations;
  }
  throw new Error('it was accepted');
}
