import { SubmissionWindowClosed, SubmissionWindowOpened } from '@cairn/contracts/planning';
import { defineRule, type DataOf } from '@cairn/event-sourcing';
import { existing, type Programme, type ProgrammeDecision } from './programme.decider.js';

export const SubmissionWindowExists = defineRule('001-4', 'SUBMISSION_WINDOW_EXISTS', (term: string) => `There is a submission window for ${term} already.`);
export const SubmissionWindowUnknown = defineRule('001-4', 'SUBMISSION_WINDOW_UNKNOWN', (term: string) => `There is no submission window for ${term}.`);
export const SubmissionWindowAlreadyClosed = defineRule(
  '001-4',
  'SUBMISSION_WINDOW_ALREADY_CLOSED',
  (term: string) => `The submission window for ${term} was closed before.`,
);
export const SubmissionWindowEndsBeforeItOpens = defineRule(
  '001-4',
  'SUBMISSION_WINDOW_ENDS_BEFORE_IT_OPENS',
  (opensOn: string, endsOn: string) => `The submission window would open on ${opensOn} and end on ${endsOn}.`,
);

/** One window a term, both days included. */
export const openSubmissionWindow =
  (data: DataOf<typeof SubmissionWindowOpened>): ProgrammeDecision =>
  (state) => {
    if (existing(state).windows.has(data.term)) throw SubmissionWindowExists(data.term);
    if (data.closesOn < data.opensOn) throw SubmissionWindowEndsBeforeItOpens(data.opensOn, data.closesOn);
    return [SubmissionWindowOpened(data)];
  };

/** Ends a window early: `closedOn` is its last day. After the day on which it would have closed anyway it changes nothing but the record. */
export const closeSubmissionWindow =
  (data: DataOf<typeof SubmissionWindowClosed>): ProgrammeDecision =>
  (state) => {
    const window = existing(state).windows.get(data.term);
    if (!window) throw SubmissionWindowUnknown(data.term);
    if (window.closed) throw SubmissionWindowAlreadyClosed(data.term);
    if (data.closedOn < window.opensOn) throw SubmissionWindowEndsBeforeItOpens(window.opensOn, data.closedOn);
    return [SubmissionWindowClosed(data)];
  };

/** When its last day is over, a window that nobody has closed closes itself. */
export const endSubmissionWindow =
  ({ programmeId, term }: { programmeId: string; term: string }): ProgrammeDecision =>
  (state) => {
    const window = state.status === 'absent' ? undefined : state.windows.get(term);
    return window && !window.closed ? [SubmissionWindowClosed({ programmeId, term, closedOn: window.closesOn })] : [];
  };

/** Whether a plan handed in on this date is in time. No window, no time. */
export const isInAWindow = ({ windows }: Programme, date: string): boolean =>
  [...windows.values()].some(({ opensOn, closesOn }) => opensOn <= date && date <= closesOn);

/** Every window in words, for a sentence and for the record: "autumn 2019: 2019-09-02 to 2019-12-20". */
export const windowsOf = ({ windows }: Programme): readonly string[] =>
  [...windows].map(([term, { opensOn, closesOn }]) => `${term}: ${opensOn} to ${closesOn}`);
