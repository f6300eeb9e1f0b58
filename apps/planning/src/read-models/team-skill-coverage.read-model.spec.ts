import { TeamSkillPlanned, TeamSkillRequired } from '@cairn/contracts/planning/internal';
import { specForReadModel } from '@cairn/testing';
import { teamSkillCoverage } from './team-skill-coverage.read-model.js';

const id = (n: number) => `10000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const ids = { teamPlanId: id(1), settingId: id(2) };
const spec = specForReadModel(teamSkillCoverage).given(
  TeamSkillRequired({ ...ids, skill: 'early-language', people: 3, holders: 1 }),
  TeamSkillRequired({ ...ids, skill: 'autism-support', people: 1, holders: 0 }),
  TeamSkillPlanned({ ...ids, skill: 'autism-support', planId: id(3), practitionerId: id(4) }),
);

describe('the skills that teams need', () => {
  it('are listed with the plans for each', () => {
    expect(spec.rows()).toEqual([
      { ...ids, skill: 'autism-support', people: 1, planIds: [id(3)] },
      { ...ids, skill: 'early-language', people: 3, planIds: [] },
    ]);
  });
  it('come to the same in PostgreSQL', () => spec.throughPostgres());
});
