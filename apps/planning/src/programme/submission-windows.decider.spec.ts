import { SubmissionWindowClosed } from '@cairn/contracts/planning';
import { specFor } from '@cairn/testing';
import { designed, programmeId, windowOpened } from '../fixtures/ipswich.js';
import { programme, ProgrammeNotFound } from './programme.decider.js';
import {
  closeSubmissionWindow,
  endSubmissionWindow,
  openSubmissionWindow,
  SubmissionWindowAlreadyClosed,
  SubmissionWindowEndsBeforeItOpens,
  SubmissionWindowExists,
  SubmissionWindowUnknown,
} from './submission-windows.decider.js';

const { given } = specFor(programme);
const term = 'autumn 2019';
const open = (opensOn: string, closesOn: string) => openSubmissionWindow({ programmeId, term, opensOn, closesOn });
const close = (closedOn: string) => closeSubmissionWindow({ programmeId, term, closedOn });
const closed = (closedOn: string) => SubmissionWindowClosed({ programmeId, term, closedOn });

describe('a submission window', () => {
  it('is set for a term', () => given(designed()).when(open('2019-09-02', '2019-12-20')).then(windowOpened()));
  it('is one to a term', () =>
    expect(given(designed(), windowOpened()).when(open('2020-01-06', '2020-04-03')).thenRejects(SubmissionWindowExists)).toBe(
      'There is a submission window for autumn 2019 already.',
    ));
  it('ends after it opens', () =>
    expect(given(designed()).when(open('2019-12-20', '2019-09-02')).thenRejects(SubmissionWindowEndsBeforeItOpens)).toBe(
      'The submission window would open on 2019-12-20 and end on 2019-09-02.',
    ));
  it('belongs to a programme that exists', () => void given().when(open('2019-09-02', '2019-12-20')).thenRejects(ProgrammeNotFound));

  it('can be closed early', () => given(designed(), windowOpened()).when(close('2019-11-29')).then(closed('2019-11-29')));
  it('is closed once', () =>
    expect(given(designed(), windowOpened(), closed('2019-11-29')).when(close('2019-12-06')).thenRejects(SubmissionWindowAlreadyClosed)).toBe(
      'The submission window for autumn 2019 was closed before.',
    ));
  it('is not closed before it opens', () =>
    expect(given(designed(), windowOpened()).when(close('2019-09-01')).thenRejects(SubmissionWindowEndsBeforeItOpens)).toBe(
      'The submission window would open on 2019-09-02 and end on 2019-09-01.',
    ));
  it('closes itself when its last day is over, unless it is closed', () => {
    const end = endSubmissionWindow({ programmeId, term });
    given(designed(), windowOpened()).when(end).then(closed('2019-12-20'));
    given(designed(), windowOpened(), closed('2019-11-29')).when(end).thenNothing();
    given(designed()).when(end).thenNothing();
    given().when(end).thenNothing();
  });
  it('must be there to be closed', () =>
    expect(given(designed()).when(close('2019-11-29')).thenRejects(SubmissionWindowUnknown)).toBe('There is no submission window for autumn 2019.'));
});
