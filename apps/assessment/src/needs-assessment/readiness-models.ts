/** A model that a coach may name, with where it comes from. */
export interface ReadinessModel {
  readonly model: string;
  readonly title: string;
  readonly citation: string;
  /** From the first to the last; empty where the model has no stages of readiness. */
  readonly stages: readonly string[];
  /** False: written down from memory, to be confirmed against the source. */
  readonly confirmed: boolean;
}

/** The models that the unit on coaching and mentoring names. A new one is a new entry; old entries stay, because records name them. */
export const readinessModels: readonly ReadinessModel[] = [
  {
    model: 'stages-of-change',
    title: 'Stages of change',
    citation: 'Prochaska, J. O. and DiClemente, C. C. (1983), Stages and processes of self-change of smoking',
    stages: ['precontemplation', 'contemplation', 'preparation', 'action', 'maintenance'],
    confirmed: false,
  },
  {
    model: 'coaching-at-work',
    title: 'Coaching at work',
    citation: 'Zeus, P. and Skiffington, S. (2000), The complete guide to coaching at work',
    stages: [],
    confirmed: false,
  },
  {
    model: 'behavioural-coaching',
    title: 'Behavioural coaching',
    citation: 'Goldsmith, M. and Lyons, L. (2000), Coaching for leadership',
    stages: [],
    confirmed: false,
  },
  {
    model: 'coach-and-mentor',
    title: 'The manager as coach and mentor',
    citation: 'Parsloe, E. (1999), The manager as coach and mentor',
    stages: [],
    confirmed: false,
  },
  {
    model: 'psychological-dimensions',
    title: 'Psychological dimensions of executive coaching',
    citation: 'Bluckert, P. (2006), Psychological dimensions of executive coaching',
    stages: [],
    confirmed: false,
  },
  { model: 'inner-game', title: 'The inner game', citation: 'Gallwey, W. T. (1974), The inner game of tennis', stages: [], confirmed: false },
];
