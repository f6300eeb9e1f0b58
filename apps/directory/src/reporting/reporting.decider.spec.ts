import { OrganisationEstablished, ReportingLineEnded, ReportingLineSet } from '@cairn/contracts/directory';
import { specFor, stateAfter } from '@cairn/testing';
import { organisation, OrganisationUnknown } from '../organisation/organisation.decider.js';
import { endReportingLine, reporting, ReportingCycle, ReportingLineUnknown, setReportingLine } from './reporting.decider.js';

const organisationId = '10000000-0000-4000-8000-000000000001';
const ana = 'a0000000-0000-4000-8000-000000000001';
const ben = 'b0000000-0000-4000-8000-000000000001';
const cal = 'c0000000-0000-4000-8000-000000000001';
const { given } = specFor(reporting);
const established = stateAfter(organisation, [OrganisationEstablished({ organisationId, name: 'Harbour care group' })]);

const report = (personId: string, managerId: string) => setReportingLine({ organisationId, personId, managerId }, established);
const reports = (personId: string, managerId: string, previousManagerId: string | null = null) =>
  ReportingLineSet({ organisationId, personId, managerId, previousManagerId });
const end = (personId: string) => endReportingLine({ organisationId, personId, reason: 'a new team' });
const ended = (personId: string, managerId: string) => ReportingLineEnded({ organisationId, personId, managerId, reason: 'a new team' });

describe('reporting lines', () => {
  it('lead from a person to a manager', () => given().when(report(ben, ana)).then(reports(ben, ana)));
  it('need an organisation', () => {
    const unknown = setReportingLine({ organisationId, personId: ben, managerId: ana }, organisation.initial);
    expect(given().when(unknown).thenRejects(OrganisationUnknown)).toBe('No organisation with this id.');
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
