import { NeedMet } from '@cairn/contracts/assessment';
import { defineRule, defineStream, unreachable, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';
import type { AssessmentState } from './assessment-state.decider.js';
import { NeedNotStanding } from './corrections.decider.js';
import { NotYetHappened } from './evidence.decider.js';
import { existing } from './needs-assessment.decider.js';
import { NeedNotFound, NeedWithoutEvidence } from './needs.decider.js';

type State = { readonly status: 'unmet' } | { readonly status: 'met'; readonly metOn: string };

/** What became of one need after its assessment was closed: it stands until it is met. */
export const need = defineStream({
  category: 'need',
  events: [NeedMet],
  initial: { status: 'unmet' } as State,
  evolve: (state, event): State => {
    switch (event.type) {
      case 'NeedMet':
        return { status: 'met', metOn: event.data.metOn };
      default:
        return unreachable(event.type, state);
    }
  },
});

export const NeedAlreadyMet = defineRule('000-1', 'NEED_ALREADY_MET', (metOn: string) => `This need was met on ${metOn} already.`);

/** That a need is met takes evidence just as the need itself does. */
export const meetNeed =
  (
    data: Pick<DataOf<typeof NeedMet>, 'assessmentId' | 'needId' | 'metOn' | 'evidence'>,
    { assessment, day }: { readonly assessment: AssessmentState; readonly day: string },
  ): Decide<State, EventIn<typeof need>> =>
  (state) => {
    const { practitionerId, settingId, needs, status } = existing(assessment);
    const found = needs.get(data.needId);
    if (!found) throw NeedNotFound();
    if (status === 'open' || found.withdrawn) throw NeedNotStanding(status);
    if (state.status === 'met') throw NeedAlreadyMet(state.metOn);
    if (data.evidence.length === 0) throw NeedWithoutEvidence(0, 1);
    if (data.metOn > day) throw NotYetHappened(data.metOn, day);
    return [NeedMet({ ...data, practitionerId, settingId })];
  };
