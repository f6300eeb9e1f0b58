import { ReportingLineEnded, ReportingLineSet } from '@cairn/contracts/directory';
import { happened, specForReadModel } from '@cairn/testing';
import { organisationId, person } from '../fixtures/ipswich.js';
import { reportingLines } from './reporting-lines.read-model.js';

const [ben, cal, ana] = [person(1), person(2), person(3)];
const stream = `reporting-${organisationId}`;
const since = '2026-05-01T08:00:00.000Z';
const set = (personId: string, managerId: string, occurredAt = since) =>
  happened(ReportingLineSet({ organisationId, personId, managerId, previousManagerId: null }), { occurredAt }, stream);
const ended = (personId: string, managerId: string) =>
  happened(ReportingLineEnded({ organisationId, personId, managerId, reason: 'Left' }), { occurredAt: since }, stream);
const row = (personId: string, managerId: string | null, revision: number) => ({ organisationId, personId, managerId, since, stream, revision });
const { given } = specForReadModel(reportingLines);

describe('reporting lines', () => {
  it('show each person their manager of now', () =>
    expect(given(set(ben, cal), set(cal, ana), set(ben, ana)).rows()).toEqual([row(ben, ana, 2), row(cal, ana, 1)]));
  it('do not go back to a line of an earlier time that was recorded late', () =>
    expect(given(set(ben, cal), set(ben, ana, '2026-01-05T08:00:00.000Z')).rows()).toEqual([row(ben, cal, 1)]));
  it('that have ended stay, so that what was seen of them stays known', () =>
    expect(given(set(ben, cal), ended(ben, cal)).rows()).toEqual([row(ben, null, 1)]));
  it('hold in PostgreSQL', () => given(set(ben, cal), set(cal, ana), ended(ben, cal)).throughPostgres());
});
