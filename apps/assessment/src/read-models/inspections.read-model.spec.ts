import { InspectionActionLinkedToNeed, InspectionOutcomeRecorded } from '@cairn/contracts/assessment/internal';
import { specForReadModel } from '@cairn/testing';
import { inspections } from './inspections.read-model.js';

const id = (kind: number, number = 1) => `${kind}0000000-0000-4000-8000-00000000000${number}`;
const visit = {
  ...{ inspectionId: id(1), settingId: id(2), regulator: 'ofsted' as const, scale: 'ofsted-four-grades' as const, inspectedOn: '2018-03-14' },
  grades: [{ area: 'overall effectiveness', grade: 'good' }],
  actions: [
    { actionId: id(3), recommendation: 'Make changes with the team.' },
    { actionId: id(3, 2), recommendation: 'Use supervision to improve teaching.' },
  ],
};
const recorded = InspectionOutcomeRecorded(visit);
const link = (needId: string) =>
  InspectionActionLinkedToNeed({ assessmentId: id(4), needId, practitionerId: id(5), inspectionId: visit.inspectionId, actionId: id(3, 2) });
const { given } = specForReadModel(inspections);

describe('inspections', () => {
  it('have one row each, with what they asked for', () => {
    expect(given(recorded).rows()).toEqual([{ ...visit, actions: visit.actions.map((action) => ({ ...action, needIds: [] })) }]);
  });
  it('say which needs answer an action', () => {
    expect(given(recorded, link(id(6)), link(id(6, 2))).rows()).toMatchObject([{ actions: [{ needIds: [] }, { needIds: [id(6), id(6, 2)] }] }]);
  });
  it('are nothing without an outcome', () => expect(given(link(id(6))).rows()).toEqual([]));
  it('hold in PostgreSQL', () => given(recorded, link(id(6))).throughPostgres());
});
