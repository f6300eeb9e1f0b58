import { specForReadModel } from '@cairn/testing';
import { settingId } from '../fixtures/ipswich.js';
import { aligned, ben, objective, objectiveSet, objectiveWithdrawn, organisationObjectiveId, planId } from '../fixtures/plans.js';
import { goldenThread } from './golden-thread.read-model.js';

const { given } = specForReadModel(goldenThread);
const its = (n: number) => ({ objectiveId: objective(n), planId, practitionerId: ben, settingId, teamPlanId: null });

describe('the golden thread', () => {
  it('ties each live objective to what it serves', () =>
    expect(given(objectiveSet(), objectiveSet(2), objectiveSet(3), aligned(), objectiveWithdrawn(3)).rows()).toEqual([
      { ...its(1), organisationObjectiveId },
      { ...its(2), organisationObjectiveId: null },
    ]));
  it('holds in PostgreSQL', () => given(objectiveSet(), objectiveSet(2), aligned(), objectiveWithdrawn(2)).throughPostgres());
});
