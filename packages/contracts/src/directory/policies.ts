/** What the organisation decides about one rule. */
export interface Policy {
  /** The requirement that the rule comes from. */
  readonly requirement: string;
  /** What it is about, for the people who decide. */
  readonly text: string;
  readonly choices: readonly [string, string, ...string[]];
  /** What holds until the organisation chooses. */
  readonly default: string;
}

const refuseOrWarn = { choices: ['refuse', 'warn'], default: 'refuse' } as const;
const warnOrRefuse = { choices: ['refuse', 'warn'], default: 'warn' } as const;

/** Every rule that is the organisation's to decide, by its code. `refuse`: the command is turned away. `warn`: it goes through, and the warning is somebody's task. */
export const policies = {
  PLAN_NOT_TAILORED: { requirement: '000-4', text: 'A plan becomes active although nothing in it was adapted to the practitioner.', ...refuseOrWarn },
  MANAGER_AS_COACH_CONFLICT: {
    requirement: '002-7',
    text: 'Somebody coaches or mentors a person who reports to them, at any depth. With a declaration: conflict, mitigations, consent and approval are on record, and reviewed.',
    choices: ['forbid', 'allow-with-declaration'],
    default: 'forbid',
  },
  SAFEGUARDING_TRAINING_EXPIRED: { requirement: '000-14', text: 'A supporter starts an engagement without safeguarding training in date.', ...refuseOrWarn },
  OUTSIDE_SUBMISSION_WINDOW: { requirement: '001-4', text: 'A training plan is handed in outside every submission window.', ...refuseOrWarn },
  GRANT_SPEND_OFF_PLAN: { requirement: '001-3', text: 'Grant money is spent on a line that the approved plan does not have.', ...refuseOrWarn },
  MENTOR_SAME_UNIT: { requirement: '002-8', text: 'A mentor comes from the practitioner’s own setting.', ...warnOrRefuse },
  OBJECTIVE_NOT_ALIGNED: { requirement: '002-9', text: 'An objective serves no team or organisation objective.', ...warnOrRefuse },
  PROGRAMME_WITHOUT_SPONSOR: { requirement: '002-10', text: 'A programme is launched without the commitment of a senior sponsor.', ...warnOrRefuse },
  IMPROVEMENT_SELF_ADOPTED: { requirement: '004-2', text: 'An improvement is adopted by the person who proposed it.', ...refuseOrWarn },
  MENTOR_EXPERTISE_GAP: { requirement: '004-3', text: 'A mentor does not claim expertise in the area of the objective.', ...warnOrRefuse },
  SUPPORTER_AT_CAPACITY: { requirement: '004-5', text: 'A supporter takes on more engagements than their limit.', ...refuseOrWarn },
} as const satisfies Record<string, Policy>;

export type PolicyCode = keyof typeof policies;
export type ChoiceOf<C extends PolicyCode> = (typeof policies)[C]['choices'][number];
export const policyCodes = Object.keys(policies) as [PolicyCode, ...PolicyCode[]];

/** The choices of an organisation at one moment. `version` is what the envelope of a decision names: the revision of the last change, or `default`. */
export class PolicyChoices {
  constructor(
    readonly version: string,
    private readonly changed: Readonly<Partial<Record<string, string>>>,
  ) {}

  of<C extends PolicyCode>(code: C): ChoiceOf<C> {
    const { choices, default: usual } = policies[code];
    // A choice that this release no longer offers is as if it had never been made.
    return choices.find((choice: string) => choice === this.changed[code]) ?? usual;
  }
}
