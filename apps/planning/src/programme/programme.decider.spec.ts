import { CoverageFoundIncomplete, ProgrammeLaunched } from '@cairn/contracts/planning';
import { PlanningWarningRaised, SponsorCommitmentLapsed, SponsorCommitted } from '@cairn/contracts/planning/internal';
import { specFor } from '@cairn/testing';
import { design, designed, invited, person, programmeId } from '../fixtures/ipswich.js';
import { designProgramme, launchProgramme, programme, ProgrammeAlreadyLaunched, ProgrammeNotFound, ProgrammeWithoutSponsor } from './programme.decider.js';

const { given } = specFor(programme);
const day = '2019-04-01';
const launch = (eligible: number[], withoutSponsor: 'refuse' | 'warn' = 'refuse') =>
  launchProgramme({ programmeId, eligible: eligible.map(person), day, withoutSponsor });
const sponsored = SponsorCommitted({ programmeId, sponsorId: person(99), hours: 20, budgetPence: 5_000_000, until: '2019-04-01' });
const lapsed = SponsorCommitmentLapsed({ programmeId, sponsorId: person(99), until: '2019-04-01' });
const warning = (code: string, detail: string) =>
  PlanningWarningRaised({
    ...{ code, detail, about: { kind: 'programme', id: programmeId }, personId: null, settingId: null },
    taskFor: { role: 'programme-lead', personId: null },
  });
const launched = (eligible: number, invited: number) => ProgrammeLaunched({ programmeId, eligible, invited });

describe('a programme', () => {
  it('takes its figures from its design', () => given().when(designProgramme(design)).then(designed()));

  it('is launched when everyone eligible has been invited', () =>
    given(designed(), sponsored, invited(1), invited(2))
      .when(launch([1, 2]))
      .then(launched(2, 2)));

  it('is launched all the same while two are uninvited, and the record says who', () =>
    given(designed(), sponsored, invited(1))
      .when(launch([1, 2, 3]))
      .then(
        launched(3, 1),
        CoverageFoundIncomplete({ programmeId, eligible: 3, invited: 1, uninvited: [person(2), person(3)] }),
        warning('COVERAGE_INCOMPLETE', '2 of 3 eligible people had not been invited when the programme was launched.'),
      ));

  it('counts an invited person who leads no setting as invited, and not as eligible', () =>
    given(designed(), sponsored, invited(1), invited(7))
      .when(launch([1]))
      .then(launched(1, 2)));

  it('needs a sponsor who is committed on that day, or the organisation lets it be and is told', () => {
    const sentence = `On ${day} 0 of 1 sponsors of the programme are committed to it.`;
    expect(given(designed(), sponsored, lapsed).when(launch([])).thenRejects(ProgrammeWithoutSponsor)).toBe(sentence);
    given(designed(), sponsored, lapsed).when(launch([], 'warn')).then(launched(0, 0), warning('PROGRAMME_WITHOUT_SPONSOR', sentence));
  });

  it('is launched once', () => void given(designed(), sponsored, launched(0, 0)).when(launch([])).thenRejects(ProgrammeAlreadyLaunched));

  it('must be there to be launched', () => void given().when(launch([])).thenRejects(ProgrammeNotFound));
});
