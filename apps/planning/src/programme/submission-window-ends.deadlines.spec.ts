import { SubmissionWindowClosed } from '@cairn/contracts/planning';
import { pendingOf } from '@cairn/projections';
import { happened, specForReadModel } from '@cairn/testing';
import { programmeId, windowOpened } from '../fixtures/ipswich.js';
import { submissionWindowEnds } from './submission-window-ends.deadlines.js';

const { given } = specForReadModel(pendingOf(submissionWindowEnds));
const opened = (recordedAt: string) => happened(windowOpened(), { recordedAt });
const closedEarly = SubmissionWindowClosed({ programmeId, term: 'autumn 2019', closedOn: '2019-11-29' });

describe('a submission window', () => {
  it('ends when its last day is over', () =>
    expect(given(opened('2019-07-15T09:00:00.000Z')).rows()).toMatchObject([
      { id: programmeId, of: 'autumn 2019', due: Date.parse('2019-12-21T00:00:00.000Z') },
    ]));
  it('has no end to wait for once it is closed', () => given(opened('2019-07-15T09:00:00.000Z'), closedEarly).throughPostgres());
  it('has none when it was over before it was recorded', () => {
    expect(given(opened('2019-12-20T23:59:59.999Z')).rows()).toHaveLength(1);
    expect(given(opened('2019-12-21T00:00:00.000Z')).rows()).toEqual([]);
  });
});
