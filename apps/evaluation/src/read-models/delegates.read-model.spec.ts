import { DelegateEnrolled, DelegateWithdrew } from '@cairn/contracts/planning';
import { happened, specForReadModel } from '@cairn/testing';
import { delegates } from './delegates.read-model.js';

const programmeId = '10000000-0000-4000-8000-000000000001';
const personId = 'a0000000-0000-4000-8000-000000000001';
const groupId = '20000000-0000-4000-8000-000000000001';
const settingId = '30000000-0000-4000-8000-000000000001';
const stream = `programme-${programmeId}`;
const enrolled = happened(DelegateEnrolled({ programmeId, groupId, personId, settingId }), {}, stream);
const withdrew = happened(DelegateWithdrew({ programmeId, groupId, personId, reason: 'a new job' }), {}, stream);
const { given } = specForReadModel(delegates);

describe('delegates', () => {
  it('have a row each, with the event that says so', () => expect(given(enrolled).rows()).toEqual([{ programmeId, personId, stream, revision: '0' }]));
  it('keep it when they withdraw: what they were measured before, they may be measured after', () => {
    expect(given(enrolled, withdrew).rows()).toEqual(given(enrolled).rows());
  });
  it('hold in PostgreSQL', () => given(enrolled, withdrew).throughPostgres());
});
