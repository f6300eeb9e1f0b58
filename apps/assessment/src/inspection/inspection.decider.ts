import { InspectionOutcomeRecorded } from '@cairn/contracts/assessment/internal';
import { defineRule, defineStream, unreachable, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';
import { isInForce, ofstedScales } from './inspection-scales.js';

type Outcome = DataOf<typeof InspectionOutcomeRecorded>;

export type Inspection = { readonly status: 'absent' } | { readonly status: 'recorded'; readonly settingId: string; readonly actionIds: ReadonlySet<string> };

/** One visit of the regulator to one setting, with what it asked the setting to do. */
export const inspection = defineStream({
  category: 'inspection',
  events: [InspectionOutcomeRecorded],
  initial: { status: 'absent' } as Inspection,
  evolve: (state, event): Inspection => {
    switch (event.type) {
      case 'InspectionOutcomeRecorded':
        return { status: 'recorded', settingId: event.data.settingId, actionIds: new Set(event.data.actions.map(({ actionId }) => actionId)) };
      default:
        return unreachable(event.type, state);
    }
  },
});
type Decision = Decide<Inspection, EventIn<typeof inspection>>;

export const ScaleNotInForce = defineRule(
  '001-5',
  'SCALE_NOT_IN_FORCE',
  (scale: string, inspectedOn: string, inForce: readonly string[]) =>
    `On ${inspectedOn} the scale ${scale} was not in force; in force was ${inForce.join(', ')}.`,
);
export const GradeNotOnScale = defineRule(
  '001-5',
  'GRADE_NOT_ON_SCALE',
  (number: number, total: number, what: string, words: readonly string[]) =>
    `Grade ${number} of ${total} is not on the scale in force at the date of the inspection: ${what} can be ${words.join(', ')}.`,
);
export const AreaGradedTwice = defineRule('001-5', 'AREA_GRADED_TWICE', (area: string, times: number) => `An area has one grade; ${area} has ${times} here.`);

/** A grade means something only on the scale of its day, so words of another time are refused instead of translated. */
export const recordOutcome =
  (data: Outcome): Decision =>
  (state) => {
    if (state.status === 'recorded') return []; // its id comes from the command
    const inForce = ofstedScales.filter((edition) => isInForce(edition, data.inspectedOn));
    const edition = inForce.find(({ scale }) => scale === data.scale);
    if (!edition) throw ScaleNotInForce(data.scale, data.inspectedOn, [...new Set(inForce.map(({ scale }) => scale))]);
    data.grades.forEach(({ area, grade }, index) => {
      const grades = edition.gradesOf.get(area);
      if (!grades) throw GradeNotOnScale(index + 1, data.grades.length, 'the area', [...edition.gradesOf.keys()]);
      if (!grades.includes(grade)) throw GradeNotOnScale(index + 1, data.grades.length, area, grades);
    });
    const areas = data.grades.map(({ area }) => area);
    const twice = areas.find((area, index) => areas.indexOf(area) !== index);
    if (twice !== undefined) throw AreaGradedTwice(twice, areas.filter((area) => area === twice).length);
    return [InspectionOutcomeRecorded(data)];
  };
