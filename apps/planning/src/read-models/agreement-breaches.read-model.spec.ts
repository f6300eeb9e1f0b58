import { LearningAgreementBreachReported } from '@cairn/contracts/planning';
import { happened, specForReadModel } from '@cairn/testing';
import { engagementId, ids, practitioner } from '../fixtures/pair.js';
import { agreementBreaches } from './agreement-breaches.read-model.js';

const reportedAt = '2026-06-01T09:00:00.000Z';
const breach = 'What was said went to the manager.';
const reported = happened(LearningAgreementBreachReported({ ...ids, version: 1, reportedBy: practitioner, breach }), { occurredAt: reportedAt });
const { given } = specForReadModel(agreementBreaches);

describe('agreement breaches', () => {
  it('say who reported what of which version', () =>
    expect(given(reported).rows()).toEqual([{ engagementId, version: 1, reportedBy: practitioner, reportedAt, breach }]));
  it('hold in PostgreSQL', () => given(reported).throughPostgres());
});
