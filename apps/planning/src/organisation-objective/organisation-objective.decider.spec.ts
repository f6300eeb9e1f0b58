import { specFor } from '@cairn/testing';
import { organisationId } from '../fixtures/ipswich.js';
import { organisationObjectiveId, organisationObjectivePublished, organisationObjectiveRetired } from '../fixtures/plans.js';
import {
  organisationObjective,
  OrganisationObjectiveAlreadyRetired,
  OrganisationObjectiveNotFound,
  publishOrganisationObjective,
  retireOrganisationObjective,
} from './organisation-objective.decider.js';

const { given } = specFor(organisationObjective);
const publish = publishOrganisationObjective({
  ...{ organisationObjectiveId, organisationId, title: 'Every child plays outside', from: '2026-09-01', until: null },
});
const retire = retireOrganisationObjective({ retiredOn: '2026-11-02', reason: 'Achieved' });

describe('an objective of the organisation', () => {
  it('is published', () => given().when(publish).then(organisationObjectivePublished()));
  it('is retired once', () => {
    given(organisationObjectivePublished()).when(retire).then(organisationObjectiveRetired());
    given(organisationObjectivePublished(), organisationObjectiveRetired()).when(retire).thenRejects(OrganisationObjectiveAlreadyRetired);
    given().when(retire).thenRejects(OrganisationObjectiveNotFound);
  });
});
