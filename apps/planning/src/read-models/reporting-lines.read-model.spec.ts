import { ReportingLineEnded, ReportingLineSet } from '@cairn/contracts/directory';
import { happened, specForReadModel } from '@cairn/testing';
import { organisationId, person } from '../fixtures/ipswich.js';
import { reportingLines } from './reporting-lines.read-model.js';

const [ben, cal, ana] = [person(1), person(2), person(3)];
const stream = `reporting-${organisationId}`;
const set = (personId: string, managerId: string) => happened(ReportingLineSet({ organisationId, personId, managerId, previousManagerId: null }), {}, stream);
const ended = (personId: string, managerId: string) => happened(ReportingLineEnded({ organisationId, personId, managerId, reason: 'Left' }), {}, stream);
const row = (personId: string, managerId: string | null, revision: number) => ({ organisationId, personId, managerId, stream, revision });
const { given } = specForReadModel(reportingLines);

describe('reporting lines', () => {
  it('show each person their manager of now', () =>
    expect(given(set(ben, cal), set(cal, ana), set(ben, ana)).rows()).toEqual([row(ben, ana, 2), row(cal, ana, 1)]));
  it('that have ended stay, so that what was seen of them stays known', () =>
    expect(given(set(ben, cal), ended(ben, cal)).rows()).toEqual([row(ben, null, 1)]));
  it('hold in PostgreSQL', () => given(set(ben, cal), set(cal, ana), ended(ben, cal)).throughPostgres());
});
