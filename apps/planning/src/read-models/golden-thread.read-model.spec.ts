import { ObjectiveAligned } from '@cairn/contracts/planning';
import { specForReadModel } from '@cairn/testing';
import { settingId } from '../fixtures/ipswich.js';
import { aligned, ben, objective, objectiveSet, objectiveWithdrawn, ofPlan, organisationObjectiveId, planId, source } from '../fixtures/plans.js';
import { goldenThread } from './golden-thread.read-model.js';

const { given } = specForReadModel(goldenThread);
const its = (n: number) => ({ objectiveId: objective(n), planId, practitionerId: ben, settingId, teamPlanId: null });

describe('the golden thread', () => {
  it('ties each live objective to what it serves', () =>
    expect(given(objectiveSet(), objectiveSet(2), objectiveSet(3), aligned(), objectiveWithdrawn(3)).rows()).toEqual([
      { ...its(1), organisationObjectiveId },
      { ...its(2), organisationObjectiveId: null },
    ]));
  it('leads through a team plan where there is one', () =>
    expect(given(objectiveSet(), ObjectiveAligned({ ...ofPlan, objectiveId: objective(1), teamPlanId: source(1), organisationObjectiveId })).rows()).toEqual([
      { ...its(1), teamPlanId: source(1), organisationObjectiveId },
    ]));
  it('holds in PostgreSQL', () => given(objectiveSet(), objectiveSet(2), aligned(), objectiveWithdrawn(2)).throughPostgres());
});
