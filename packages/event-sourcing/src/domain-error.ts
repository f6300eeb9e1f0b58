export type ErrorKind = 'invalid' | 'not-found' | 'conflict' | 'forbidden';

/** One thing that is wrong, for people and for programs. */
export interface Violation {
  readonly code: string;
  readonly detail: string;
  /** Dotted path of the field it is about, where there is one. */
  readonly path?: string;
}

/** A broken rule. `code` is stable and part of the API; `message` is a sentence that names the numbers involved and holds no confidential text. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  constructor(
    readonly code: string,
    readonly kind: ErrorKind,
    sentence: string,
    readonly violations: readonly Violation[] = [{ code, detail: sentence }],
  ) {
    super(sentence);
  }
}

/** H refuses the command, W is recorded and never blocks, P is the one or the other by the organisation's policy. */
export type RuleForce = 'H' | 'W' | 'P';

export interface Rule<A extends readonly unknown[] = readonly unknown[]> {
  (...numbers: A): DomainError;
  /** The requirement it comes from, for example `001-1`. */
  readonly id: string;
  readonly code: string;
  readonly force: RuleForce;
  readonly kind: ErrorKind;
}

/**
 * Declares a rule once: its requirement, its stable code, and the sentence that names the numbers. `throw GroupFull('Group 3', 6, 6)`.
 * @param violations each thing that is wrong by itself, where a program wants to tell them apart
 */
export function defineRule<A extends readonly unknown[]>(
  id: string,
  code: string,
  sentence: (...numbers: A) => string,
  { force = 'H', kind = 'invalid', violations }: { force?: RuleForce; kind?: ErrorKind; violations?: (...numbers: A) => readonly Violation[] } = {},
): Rule<A> {
  const broken = (...numbers: A) => new DomainError(code, kind, sentence(...numbers), violations?.(...numbers));
  return Object.assign(broken, { id, code, force, kind });
}
