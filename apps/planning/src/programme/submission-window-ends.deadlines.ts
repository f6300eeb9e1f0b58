import { SubmissionWindowClosed, SubmissionWindowOpened } from '@cairn/contracts/planning';
import { defineDeadlines, endOfDay, unlessPast } from '@cairn/event-sourcing';
import { programme } from './programme.decider.js';
import { endSubmissionWindow } from './submission-windows.decider.js';

/**
 * A submission window closes itself when its last day is over, unless somebody closes it before. One that is recorded in retrospect does not: it may have
 * been closed early, and whoever writes down how it opened writes down how it closed.
 */
export const submissionWindowEnds = defineDeadlines({
  name: 'submission-window-ends',
  version: 1,
  stream: programme,
  on: (when) => [
    when(SubmissionWindowOpened, ({ data, metadata }) => ({ id: data.programmeId, of: data.term, due: unlessPast(endOfDay(data.closesOn), metadata) })),
    when(SubmissionWindowClosed, ({ data }) => ({ id: data.programmeId, of: data.term, due: null })),
  ],
  decide: ({ id, of = '' }) => endSubmissionWindow({ programmeId: id, term: of }),
});
