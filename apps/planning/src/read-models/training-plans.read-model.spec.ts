import { LateSubmissionFlagged, TrainingPlanReturned } from '@cairn/contracts/planning';
import type { NewEvent } from '@cairn/event-sourcing';
import { happened, specForReadModel } from '@cairn/testing';
import { approved, drafted, lineAdded, person, planOf, settingId, submitted } from '../fixtures/ipswich.js';
import { trainingPlans } from './training-plans.read-model.js';

const occurredAt = '2019-11-11T15:00:00.000Z';
const given = (...events: NewEvent[]) => specForReadModel(trainingPlans).given(...events.map((event) => happened(event, { occurredAt })));
const returned = TrainingPlanReturned({ ...planOf, returnedBy: person(9), reason: 'Line 1 has no date' });
const late = LateSubmissionFlagged({ ...planOf, submittedOn: '2019-12-21', windows: [] });
const unsubmitted = { submittedBy: null, submittedAt: null, late: false };
const unapproved = { approvedBy: null, approvedAt: null };

describe('training plans', () => {
  it('begin empty', () =>
    expect(given(drafted()).rows()).toEqual([
      { ...planOf, settingId, status: 'draft', lineCount: 0, totalPence: 0, returnReason: null, ...unsubmitted, ...unapproved },
    ]));
  it('add up their lines', () => expect(given(drafted(), lineAdded(1), lineAdded(2)).rows()).toMatchObject([{ lineCount: 2, totalPence: 25_000 }]));
  it('say who handed them in, and whether in time', () => {
    const handedIn = { status: 'submitted', submittedBy: person(1), submittedAt: occurredAt };
    expect(given(drafted(), submitted()).rows()).toMatchObject([{ ...handedIn, late: false }]);
    expect(given(drafted(), submitted(), late).rows()).toMatchObject([{ ...handedIn, late: true }]);
  });
  it('are drafts again when they are given back, and keep the reason sealed', () =>
    expect(given(drafted(), submitted(), late, returned).rows()).toMatchObject([{ status: 'draft', returnReason: 'Line 1 has no date', ...unsubmitted }]));
  it('say who approved them', () =>
    expect(given(drafted(), submitted(), approved()).rows()).toMatchObject([{ status: 'approved', approvedBy: person(9), approvedAt: occurredAt }]));
  it('hold in PostgreSQL', () => given(drafted(), lineAdded(1), submitted(), late, returned, submitted(), approved()).throughPostgres());
});
