import { ConstructMeasured } from '@cairn/contracts/evaluation';
import { defineRule, defineStream, unreachable, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';

type Measurement = Pick<DataOf<typeof ConstructMeasured>, 'instrument' | 'scale'>;
type State = { readonly status: 'unmeasured' } | ({ readonly status: 'baseline' } & Measurement) | { readonly status: 'complete' };

/** One construct (say, resilience) of one delegate of one programme: measured once before and once after, with the same instrument. */
export const measure = defineStream({
  category: 'measure',
  events: [ConstructMeasured],
  initial: { status: 'unmeasured' } as State,
  evolve: (state, event): State => {
    switch (event.type) {
      case 'ConstructMeasured':
        return event.data.occasion === 'after' ? { status: 'complete' } : { status: 'baseline', instrument: event.data.instrument, scale: event.data.scale };
      default:
        return unreachable(event.type, state);
    }
  },
});
type Decision = Decide<State, EventIn<typeof measure>>;

export const NotADelegate = defineRule('000-9', 'NOT_A_DELEGATE', () => 'This person has never been a delegate of this programme.');
export const ScoreOffScale = defineRule(
  '000-9',
  'SCORE_OFF_SCALE',
  (score: number, { lowest, highest }: Measurement['scale']) => `The score ${score} is not on the scale from ${lowest} to ${highest}.`,
);
export const NoBaseline = defineRule('000-9', 'NO_BASELINE', () => 'There is no measurement from before the programme to compare this one with.');
export const AlreadyMeasured = defineRule('000-9', 'ALREADY_MEASURED', (occasion: string) => `This construct was measured ${occasion} the programme already.`);
export const MeasureMismatch = defineRule(
  '000-9',
  'MEASURE_MISMATCH',
  (before: Measurement, after: Measurement) =>
    `Before the programme ${described(before)} was used, now ${described(after)}: only the same instrument on the same scale shows a change.`,
);
const described = ({ instrument, scale }: Measurement) => `"${instrument}" (${scale.lowest} to ${scale.highest})`;

/** Impact is a difference, so there is nothing to measure after without a before, and nothing to compare between two instruments. */
export const recordMeasurement =
  (data: DataOf<typeof ConstructMeasured>, { isDelegate }: { isDelegate: boolean }): Decision =>
  (state) => {
    const { occasion, score, scale } = data;
    if (!isDelegate) throw NotADelegate();
    if (score < scale.lowest || score > scale.highest) throw ScoreOffScale(score, scale);
    switch (state.status) {
      case 'unmeasured':
        if (occasion === 'after') throw NoBaseline();
        break;
      case 'baseline':
        if (occasion === 'before') throw AlreadyMeasured(occasion);
        if (!isSame(state, data)) throw MeasureMismatch(state, data);
        break;
      case 'complete':
        throw AlreadyMeasured(occasion);
    }
    return [ConstructMeasured(data)];
  };

const isSame = (one: Measurement, other: Measurement) =>
  one.instrument === other.instrument && one.scale.lowest === other.scale.lowest && one.scale.highest === other.scale.highest;
