import { CoverageFoundIncomplete, ProgrammeLaunched } from '@cairn/contracts/planning';
import { specFor } from '@cairn/testing';
import { design, designed, invited, person, programmeId } from '../fixtures/ipswich.js';
import { designProgramme, launchProgramme, programme, ProgrammeAlreadyLaunched, ProgrammeNotFound } from './programme.decider.js';

const { given } = specFor(programme);
const launch = (eligible: number[]) => launchProgramme({ programmeId, eligible: eligible.map(person) });
const launched = (eligible: number, invited: number) => ProgrammeLaunched({ programmeId, eligible, invited });

describe('a programme', () => {
  it('takes its figures from its design', () => given().when(designProgramme(design)).then(designed()));

  it('is launched when everyone eligible has been invited', () =>
    given(designed(), invited(1), invited(2))
      .when(launch([1, 2]))
      .then(launched(2, 2)));

  it('is launched all the same while two are uninvited, and the record says who', () =>
    given(designed(), invited(1))
      .when(launch([1, 2, 3]))
      .then(launched(3, 1), CoverageFoundIncomplete({ programmeId, eligible: 3, invited: 1, uninvited: [person(2), person(3)] })));

  it('counts an invited person who leads no setting as invited, and not as eligible', () =>
    given(designed(), invited(1), invited(7))
      .when(launch([1]))
      .then(launched(1, 2)));

  it('is launched once', () => void given(designed(), launched(0, 0)).when(launch([])).thenRejects(ProgrammeAlreadyLaunched));

  it('must be there to be launched', () => void given().when(launch([])).thenRejects(ProgrammeNotFound));
});
