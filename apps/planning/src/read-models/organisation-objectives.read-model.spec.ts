import { specForReadModel } from '@cairn/testing';
import { organisationId } from '../fixtures/ipswich.js';
import { organisationObjectiveId, organisationObjectivePublished, organisationObjectiveRetired } from '../fixtures/plans.js';
import { organisationObjectives } from './organisation-objectives.read-model.js';

const { given } = specForReadModel(organisationObjectives);
const its = { organisationObjectiveId, organisationId, title: 'Every child plays outside', from: '2026-09-01', until: null };

describe('the objectives of the organisation', () => {
  it('are in force until they are retired', () => {
    expect(given(organisationObjectivePublished()).rows()).toEqual([{ ...its, retiredOn: null }]);
    expect(given(organisationObjectivePublished(), organisationObjectiveRetired()).rows()).toEqual([{ ...its, retiredOn: '2026-11-02' }]);
  });
  it('hold in PostgreSQL', () => given(organisationObjectivePublished(), organisationObjectiveRetired()).throughPostgres());
});
