export const actions = ['read', 'write', 'approve', 'release', 'operate'] as const;
export type Action = (typeof actions)[number];

/** What a route touches. `in-confidence`: what a person tells, to be read by others with their consent only; the route asks for it. `aggregate`: figures over at least five people, from which nobody can be told; the route sees to that. */
export const dataClasses = [
  'organisation',
  'identity',
  'consent',
  'in-confidence',
  'framework',
  'assessment',
  'programme-record',
  'grant',
  'evaluation',
  'history',
  'operations',
  'aggregate',
] as const;
export type DataClass = (typeof dataClasses)[number];

/** Letters of {@link Cell}: Read, Write, Approve, reLease, Operate. */
const letters = { read: 'R', write: 'W', approve: 'A', release: 'L', operate: 'O' } as const satisfies Record<Action, string>;
/** What a role may do with a data class: of anybody in its tenant, or with `own` only where the route's person is the caller. */
type Cell = 'R' | 'RW' | 'RA' | 'RO' | 'RWAL' | 'W' | 'own R' | 'own RW';
type Row = Partial<Record<DataClass, Cell>>;

/** What everybody says of themselves and agrees to is theirs alone: nobody writes it for them. */
const own = { consent: 'own RW', 'in-confidence': 'own RW' } as const satisfies Row;
/** Names of settings and the texts of frameworks are no secret inside a tenant. */
const everybody = { organisation: 'R', framework: 'R', ...own } as const satisfies Row;

/**
 * The whole policy. What is not in this table is denied. Rights that hang on a relation (supporter of, manager of) are absent until relations are
 * recorded: a role without them would reach everybody's records.
 */
const table = {
  'programme-lead': { ...own, organisation: 'RW', identity: 'RW', framework: 'RW', 'programme-record': 'RW', grant: 'R', aggregate: 'R' },
  'grant-officer': { ...everybody, identity: 'R', 'programme-record': 'RA', grant: 'RWAL', aggregate: 'R' },
  'setting-leader': {
    ...everybody,
    identity: 'R',
    assessment: 'own RW',
    'programme-record': 'RW',
    grant: 'RW',
    evaluation: 'own RW',
    history: 'own R',
    aggregate: 'R',
  },
  /** Coach, mentor, co-coach; and the facilitator of a programme's sessions. */
  supporter: { ...everybody, identity: 'R', 'in-confidence': 'R', 'programme-record': 'RW', evaluation: 'RW' },
  practitioner: {
    ...everybody,
    identity: 'own RW',
    assessment: 'own RW',
    'programme-record': 'own RW',
    grant: 'own R',
    evaluation: 'own RW',
    history: 'own R',
  },
  /** Records what was seen, and is not shown what others saw. */
  observer: { ...everybody, assessment: 'W' },
  'line-manager': { ...everybody, identity: 'R', 'programme-record': 'own RW' },
  /** Signs their own part of a learning agreement. */
  sponsor: { ...everybody, 'programme-record': 'own RW', aggregate: 'R' },
  'coach-supervisor': everybody,
  'safeguarding-lead': everybody,
  /** Sees people as random ids: names are `identity`. */
  auditor: { ...everybody, consent: 'R', assessment: 'R', 'programme-record': 'R', grant: 'R', evaluation: 'R', history: 'R', operations: 'R', aggregate: 'R' },
  analyst: { ...everybody, operations: 'R', aggregate: 'R' },
  dpo: { ...everybody, identity: 'R', consent: 'R' },
  /** Configuration and directory, no content. */
  admin: { ...own, organisation: 'RW', identity: 'RW', framework: 'RW', operations: 'RO' },
} as const satisfies Record<string, Row>;

export type Role = keyof typeof table;
export const roles = Object.keys(table) as readonly Role[];

export interface Asking {
  readonly roles: readonly string[];
  /** The route is about a person, and that person is the caller. */
  readonly self: boolean;
}

export interface Decision {
  readonly effect: 'allow' | 'deny';
  /** The role that was used: it becomes the role of the event's actor. */
  readonly role?: Role;
  /** Which line of the policy decided, for the log: `grant-officer grant RWAL`, or `default`. */
  readonly rule: string;
}

/** May they? Pure and total: unknown roles, actions and data classes are denied. Roles are tried in the order of the table, so the strongest is used. */
export function decide(asking: Asking, action: Action, dataClass: DataClass): Decision {
  for (const role of roles) {
    if (!asking.roles.includes(role)) continue;
    const row: Row = table[role];
    const cell = Object.hasOwn(row, dataClass) ? row[dataClass] : undefined;
    if (cell && permits(cell, letters[action], asking.self)) return { effect: 'allow', role, rule: `${role} ${dataClass} ${cell}` };
  }
  return { effect: 'deny', rule: 'default' };
}

function permits(cell: Cell, letter: string, self: boolean): boolean {
  const own = cell.startsWith('own ');
  return (!own || self) && (own ? cell.slice(4) : cell).includes(letter);
}

/** The one right that a role does not carry: to say that something happened earlier than it was recorded. */
export const mayRecordRetrospectively = ({ permissions }: { readonly permissions: readonly string[] }): boolean =>
  permissions.includes('record-retrospectively');
