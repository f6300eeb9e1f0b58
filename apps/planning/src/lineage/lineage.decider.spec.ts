import { FollowOnProgrammeLinked } from '@cairn/contracts/planning/internal';
import { specFor } from '@cairn/testing';
import { lineage, LineageAcrossOrganisations, LineageCycle, linkFollowOn } from './lineage.decider.js';

const organisationId = '10000000-0000-4000-8000-000000000001';
const [elklan, leaders, firstAid] = [
  '30000000-0000-4000-8000-000000000001',
  '30000000-0000-4000-8000-000000000002',
  '30000000-0000-4000-8000-000000000003',
] as const;
const { given } = specFor(lineage);
const link = (programmeId: string, followOnId: string) =>
  linkFollowOn({ organisationId, programmeId, followOnId, organisations: [organisationId, organisationId] });
const linked = (programmeId: string, followOnId: string) => FollowOnProgrammeLinked({ organisationId, programmeId, followOnId });

describe('the lineage of programmes', () => {
  it('says what follows on from what, once', () => {
    given().when(link(elklan, leaders)).then(linked(elklan, leaders));
    given(linked(elklan, leaders)).when(link(elklan, leaders)).thenNothing();
    given(linked(elklan, leaders)).when(link(elklan, firstAid)).then(linked(elklan, firstAid));
  });
  it('never leads back', () => {
    expect(given().when(link(elklan, elklan)).thenRejects(LineageCycle)).toBe('No programme follows on from itself.');
    const chain = given(linked(elklan, leaders), linked(leaders, firstAid));
    expect(chain.when(link(firstAid, elklan)).thenRejects(LineageCycle)).toBe(
      'This programme already follows on from the other, in 2 steps: the link would close a circle.',
    );
  });
  it('stays within one organisation', () => {
    const across = linkFollowOn({ organisationId, programmeId: elklan, followOnId: leaders, organisations: [organisationId, firstAid] });
    given().when(across).thenRejects(LineageAcrossOrganisations);
  });
});
