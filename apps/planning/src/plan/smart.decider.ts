import type { ObjectiveSet } from '@cairn/contracts/planning';
import { defineRule, type DataOf, type Violation } from '@cairn/event-sourcing';

type Smart = Pick<DataOf<typeof ObjectiveSet>, 'words' | 'measure' | 'horizon' | 'dueOn'>;

/** An objective as somebody has written it: anything may be missing still. */
export type WrittenObjective = Partial<
  Readonly<{
    [K in keyof Smart['words'] | 'instrument' | 'unit' | 'dueOn']: string | null | undefined;
  }> & { readonly baseline: number | null | undefined; readonly target: number | null | undefined }
> & { readonly horizon: Smart['horizon'] };

const letters = ['specific', 'measurable', 'achievable', 'relevant', 'time-bound'] as const;
/** What a letter lacks, and the field that would give it. */
interface Gap {
  readonly letter: (typeof letters)[number];
  readonly lacks: string;
  readonly path: string;
}

export const ObjectiveNotSmart = defineRule(
  '000-2',
  'OBJECTIVE_NOT_SMART',
  (gaps: readonly Gap[]) => {
    const missing = letters.flatMap((letter) => {
      const lacks = gaps.filter((gap) => gap.letter === letter).map((gap) => gap.lacks);
      return lacks.length === 0 ? [] : [`${letter} (${lacks.join(', ')})`];
    });
    return `missing: ${missing.join(', ')}`;
  },
  {
    violations: (gaps): readonly Violation[] =>
      gaps.map(({ letter, lacks, path }) => ({ code: 'OBJECTIVE_NOT_SMART', detail: `missing: ${letter} (${lacks})`, path })),
  },
);
export const ObjectiveDateInPast = defineRule(
  '000-2',
  'OBJECTIVE_DATE_IN_PAST',
  (dueOn: string, setOn: string) => `The due date ${dueOn} lies before ${setOn}, the day on which the objective is set.`,
);

/** The letters one by one. Relevance to a need is a rule of its own: here a reason is what counts. */
export function smart(written: WrittenObjective, setOn: string): Smart {
  const { statement, difference, currentLevel, support, personalReason, organisationalReason, instrument, baseline, target, dueOn } = written;
  const texts = { statement, difference, instrument, currentLevel, support, dueOn };
  const lacking = (letter: Gap['letter'], field: keyof typeof texts, name: string): Gap[] =>
    filled(texts[field]) === null ? [{ letter, lacks: `no ${name}`, path: field }] : [];
  const gaps: Gap[] = [
    ...lacking('specific', 'statement', 'statement'),
    ...lacking('specific', 'difference', 'difference that it will make'),
    ...lacking('measurable', 'instrument', 'measure'),
    ...figures(baseline, target),
    ...lacking('achievable', 'currentLevel', 'current level'),
    ...lacking('achievable', 'support', 'support'),
    ...(filled(personalReason) === null && filled(organisationalReason) === null
      ? [{ letter: 'relevant' as const, lacks: 'no personal or organisational reason', path: 'personalReason' }]
      : []),
    ...lacking('time-bound', 'dueOn', 'due date'),
  ];
  if (gaps.length > 0) throw ObjectiveNotSmart(gaps);
  if (dueOn! < setOn) throw ObjectiveDateInPast(dueOn!, setOn);
  return complete(written);
}

function figures(baseline: number | null | undefined, target: number | null | undefined): Gap[] {
  const none = (name: string): Gap => ({ letter: 'measurable', lacks: `no ${name}`, path: name });
  const gaps = [...(baseline == null ? [none('baseline')] : []), ...(target == null ? [none('target')] : [])];
  if (gaps.length === 0 && baseline === target) return [{ letter: 'measurable', lacks: `the target equals the baseline, ${baseline}`, path: 'target' }];
  return gaps;
}

const complete = ({ instrument, unit, baseline, target, dueOn, horizon, ...words }: WrittenObjective): Smart => ({
  words: {
    ...{
      statement: filled(words.statement)!,
      difference: filled(words.difference)!,
      currentLevel: filled(words.currentLevel)!,
      support: filled(words.support)!,
    },
    ...{ stretch: filled(words.stretch), personalReason: filled(words.personalReason), organisationalReason: filled(words.organisationalReason) },
    inclusionAim: filled(words.inclusionAim),
  },
  measure: { instrument: filled(instrument)!, unit: filled(unit), baseline: baseline!, target: target! },
  horizon,
  dueOn: dueOn!,
});

/** Null for nothing, and for nothing but spaces. */
const filled = (text: string | null | undefined): string | null => text?.trim() || null;
