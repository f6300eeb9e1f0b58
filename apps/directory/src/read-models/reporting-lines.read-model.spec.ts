import { ReportingLineEnded, ReportingLineSet } from '@cairn/contracts/directory';
import { happened, specForReadModel } from '@cairn/testing';
import { reportingLines } from './reporting-lines.read-model.js';

const organisationId = '10000000-0000-4000-8000-000000000001';
const ana = 'a0000000-0000-4000-8000-000000000001';
const ben = 'b0000000-0000-4000-8000-000000000001';
const cal = 'c0000000-0000-4000-8000-000000000001';
const [march, april, may] = ['2026-03-01T09:00:00.000Z', '2026-04-01T09:00:00.000Z', '2026-05-01T09:00:00.000Z'] as const;
const reports = (occurredAt: string, managerId: string, previousManagerId: string | null = null) =>
  happened(ReportingLineSet({ organisationId, personId: ben, managerId, previousManagerId }), { occurredAt });
const ended = happened(ReportingLineEnded({ organisationId, personId: ben, managerId: cal, reason: 'a new team' }), { occurredAt: may });
const { given } = specForReadModel(reportingLines);

describe('reporting lines', () => {
  const toAna = { at: march, managerId: ana };
  const toCal = { at: april, managerId: cal };
  const row = { organisationId, personId: ben };

  it('lead to the manager of today, and keep who it was when', () => {
    expect(given(reports(march, ana), reports(april, cal, ana)).rows()).toEqual([{ ...row, managerId: cal, changes: [toAna, toCal] }]);
    expect(given(reports(march, ana), reports(april, cal, ana), ended).rows()).toEqual([
      { ...row, managerId: null, changes: [toAna, toCal, { at: may, managerId: null }] },
    ]);
  });
  it('come to the same in whatever order they were recorded', () => {
    expect(given(ended, reports(april, cal, ana), reports(march, ana)).rows()).toEqual(given(reports(march, ana), reports(april, cal, ana), ended).rows());
  });
  it('lead, of two of one instant, to the manager who was recorded later', () => {
    expect(given(reports(march, cal), reports(march, ana, cal)).rows()).toMatchObject([{ managerId: ana }]);
  });
  it('hold in PostgreSQL', () => given(ended, reports(april, cal, ana), reports(march, ana)).throughPostgres());
});
