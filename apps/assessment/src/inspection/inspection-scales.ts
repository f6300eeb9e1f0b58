import type { inspectionScales } from '@cairn/contracts/assessment/internal';

/** The words of a regulator's scale while one edition of it was in force. Dates are calendar days, both included; null is open. */
export interface ScaleEdition {
  readonly scale: (typeof inspectionScales)[number];
  readonly inForceFrom: string | null;
  readonly inForceUntil: string | null;
  /** Every area that is graded, with the grades it can get, best first. */
  readonly gradesOf: ReadonlyMap<string, readonly string[]>;
}

export const isInForce = ({ inForceFrom, inForceUntil }: ScaleEdition, day: string): boolean => (inForceFrom ?? day) <= day && day <= (inForceUntil ?? day);

const fourGrades = ['outstanding', 'good', 'requires improvement', 'inadequate'];
const fivePoints = ['exceptional', 'strong', 'expected', 'needs attention', 'urgent improvement'];
const each = (areas: readonly string[], grades: readonly string[]) => areas.map((area) => [area, grades] as const);

/**
 * What Ofsted grades in registered early-years provision, and with which words, by date: the four grades until 9 November 2025, their areas changed on
 * 1 September 2019; the report card, without an overall grade, from 10 November 2025. A new edition is a new entry here; old entries stay.
 */
export const ofstedScales: readonly ScaleEdition[] = [
  {
    scale: 'ofsted-four-grades',
    inForceFrom: null,
    inForceUntil: '2019-08-31',
    gradesOf: new Map(
      each(
        [
          'overall effectiveness',
          'leadership and management',
          'quality of teaching, learning and assessment',
          'personal development, behaviour and welfare',
          'outcomes for children',
        ],
        fourGrades,
      ),
    ),
  },
  {
    scale: 'ofsted-four-grades',
    inForceFrom: '2019-09-01',
    inForceUntil: '2025-11-09',
    gradesOf: new Map(
      each(['overall effectiveness', 'quality of education', 'behaviour and attitudes', 'personal development', 'leadership and management'], fourGrades),
    ),
  },
  {
    scale: 'ofsted-report-card',
    inForceFrom: '2025-11-10',
    inForceUntil: null,
    gradesOf: new Map([
      ['safeguarding', ['met', 'not met']],
      ...each(
        [
          'inclusion',
          'curriculum and teaching',
          'achievement',
          'behaviour, attitudes and establishing routines',
          "children's welfare and wellbeing",
          'leadership and governance',
        ],
        fivePoints,
      ),
    ]),
  },
];
