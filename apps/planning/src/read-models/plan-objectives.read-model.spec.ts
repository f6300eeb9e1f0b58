import type { NewEvent } from '@cairn/event-sourcing';
import { happened, specForReadModel } from '@cairn/testing';
import {
  aligned,
  ana,
  ben,
  content,
  objective,
  objectiveRevised,
  objectiveSet,
  objectiveWithdrawn,
  organisationObjectiveId,
  planDrafted,
  planId,
} from '../fixtures/plans.js';
import { planObjectives } from './plan-objectives.read-model.js';

const occurredAt = '2026-11-24T10:00:00.000Z';
const actor = { person: ana, role: 'supporter' };
const given = (...events: NewEvent[]) => specForReadModel(planObjectives).given(...events.map((event) => happened(event, { occurredAt, actor })));
const { fromTemplate: _, ...said } = content;

describe('the objectives of a plan', () => {
  it('keep every version, the first as it was', () =>
    expect(given(planDrafted(), objectiveSet(), objectiveRevised(), aligned()).rows()).toEqual([
      {
        ...{ objectiveId: objective(1), planId, practitionerId: ben, number: 1 },
        versions: [
          { ...said, version: 1, setAt: occurredAt, setBy: ana, reason: null },
          { ...said, version: 2, setAt: occurredAt, setBy: ana, reason: 'The room has changed' },
        ],
        ...{ organisationObjectiveId, teamPlanId: null, withdrawnAt: null, withdrawnFor: null },
      },
    ]));
  it('stay on record when they are withdrawn', () =>
    expect(given(planDrafted(), objectiveSet(), objectiveWithdrawn()).rows()).toMatchObject([{ withdrawnAt: occurredAt, withdrawnFor: 'Reached before' }]));
  it('hold in PostgreSQL', () => given(planDrafted(), objectiveSet(), objectiveSet(2), objectiveRevised(), aligned(), objectiveWithdrawn(2)).throughPostgres());
});
