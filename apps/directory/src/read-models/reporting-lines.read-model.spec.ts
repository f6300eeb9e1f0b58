import { ReportingLineEnded, ReportingLineSet } from '@cairn/contracts/directory';
import { specForReadModel } from '@cairn/testing';
import { reportingLines } from './reporting-lines.read-model.js';

const organisationId = '10000000-0000-4000-8000-000000000001';
const ana = 'a0000000-0000-4000-8000-000000000001';
const ben = 'b0000000-0000-4000-8000-000000000001';
const cal = 'c0000000-0000-4000-8000-000000000001';
const reports = (managerId: string, previousManagerId: string | null = null) =>
  ReportingLineSet({ organisationId, personId: ben, managerId, previousManagerId });
const ended = ReportingLineEnded({ organisationId, personId: ben, managerId: cal, reason: 'a new team' });
const { given } = specForReadModel(reportingLines);

describe('reporting lines', () => {
  it('lead to the manager of today', () => {
    expect(given(reports(ana), reports(cal, ana)).rows()).toEqual([{ organisationId, personId: ben, managerId: cal }]);
  });
  it('are gone when they have ended', () => expect(given(reports(ana), reports(cal, ana), ended).rows()).toEqual([]));
  it('hold in PostgreSQL', () => given(reports(ana), reports(cal, ana), ended, reports(ana)).throughPostgres());
});
