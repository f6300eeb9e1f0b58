import { actions, dataClasses, decide, mayRecordRetrospectively, roles, type Action, type DataClass, type Role } from './decide.js';

/** Every right that exists, once more and in words: a change of the policy has to be made in two places. */
const granted: Record<Role, Partial<Record<DataClass, readonly Action[]>>> = {
  'programme-lead': {
    organisation: ['read', 'write'],
    identity: ['read', 'write'],
    framework: ['read', 'write'],
    'programme-record': ['read', 'write'],
    grant: ['read'],
    aggregate: ['read'],
  },
  'grant-officer': {
    organisation: ['read'],
    identity: ['read'],
    framework: ['read'],
    'programme-record': ['read', 'approve'],
    grant: ['read', 'write', 'approve', 'release'],
    aggregate: ['read'],
  },
  'setting-leader': {
    organisation: ['read'],
    identity: ['read'],
    framework: ['read'],
    'programme-record': ['read', 'write'],
    grant: ['read', 'write'],
    aggregate: ['read'],
  },
  supporter: {
    organisation: ['read'],
    identity: ['read'],
    'in-confidence': ['read'],
    framework: ['read'],
    'programme-record': ['read', 'write'],
    evaluation: ['read', 'write'],
  },
  practitioner: { organisation: ['read'], framework: ['read'] },
  observer: { organisation: ['read'], framework: ['read'], assessment: ['write'] },
  'line-manager': { organisation: ['read'], identity: ['read'], framework: ['read'] },
  sponsor: { organisation: ['read'], framework: ['read'], aggregate: ['read'] },
  'coach-supervisor': { organisation: ['read'], framework: ['read'] },
  'safeguarding-lead': { organisation: ['read'], framework: ['read'] },
  auditor: {
    organisation: ['read'],
    consent: ['read'],
    framework: ['read'],
    assessment: ['read'],
    'programme-record': ['read'],
    grant: ['read'],
    evaluation: ['read'],
    history: ['read'],
    operations: ['read'],
    aggregate: ['read'],
  },
  analyst: { organisation: ['read'], framework: ['read'], operations: ['read'], aggregate: ['read'] },
  dpo: { organisation: ['read'], identity: ['read'], consent: ['read'], framework: ['read'] },
  admin: { organisation: ['read', 'write'], identity: ['read', 'write'], framework: ['read', 'write'], operations: ['read', 'operate'] },
};

const theirs: Partial<Record<DataClass, readonly Action[]>> = { consent: ['read', 'write'], 'in-confidence': ['read', 'write'] };
/** What is added where the route is about the caller. */
const own: typeof granted = {
  ...(Object.fromEntries(roles.map((role) => [role, theirs])) as typeof granted),
  supporter: { consent: ['read', 'write'] },
  auditor: { 'in-confidence': ['read', 'write'] },
  dpo: { 'in-confidence': ['read', 'write'] },
  'setting-leader': { ...theirs, assessment: ['read', 'write'], evaluation: ['read', 'write'], history: ['read'] },
  'line-manager': { ...theirs, 'programme-record': ['read', 'write'] },
  sponsor: { ...theirs, 'programme-record': ['read', 'write'] },
  practitioner: {
    ...theirs,
    identity: ['read', 'write'],
    assessment: ['read', 'write'],
    'programme-record': ['read', 'write'],
    grant: ['read'],
    evaluation: ['read', 'write'],
    history: ['read'],
  },
};

const everyTriple = roles.flatMap((role) => dataClasses.flatMap((dataClass) => actions.map((action) => ({ role, dataClass, action }))));

describe('the policy', () => {
  it('names the fourteen roles', () => expect(roles).toHaveLength(14));

  it.each([true, false])('allows what is granted and denies every other triple (self: %s)', (self) => {
    for (const { role, dataClass, action } of everyTriple) {
      const expected = granted[role][dataClass]?.includes(action) || (self && own[role][dataClass]?.includes(action));
      const { effect } = decide({ roles: [role], self }, action, dataClass);
      expect(`${role} ${action} ${dataClass}: ${effect}`).toBe(`${role} ${action} ${dataClass}: ${expected ? 'allow' : 'deny'}`);
    }
  });

  it('denies everything to nobody and to roles it does not know', () => {
    for (const asking of [[], ['superuser'], ['constructor'], ['__proto__']])
      for (const { dataClass, action } of everyTriple)
        expect(decide({ roles: asking, self: true }, action, dataClass)).toEqual({ effect: 'deny', rule: 'default' });
  });

  it('denies data classes and actions it does not know', () => {
    for (const unknown of ['constructor', '__proto__', 'session-notes'] as unknown as DataClass[])
      expect(decide({ roles, self: true }, 'read', unknown).effect).toBe('deny');
    for (const unknown of ['delete', 'toString', ''] as unknown as Action[]) expect(decide({ roles, self: true }, unknown, 'organisation').effect).toBe('deny');
  });

  it('adds the rights of several roles and says which one was used', () => {
    const both = { roles: ['practitioner', 'grant-officer'], self: false };
    expect(decide(both, 'release', 'grant')).toEqual({ effect: 'allow', role: 'grant-officer', rule: 'grant-officer grant RWAL' });
    expect(decide({ ...both, self: true }, 'write', 'assessment')).toEqual({ effect: 'allow', role: 'practitioner', rule: 'practitioner assessment own RW' });
  });

  it('lets nobody release or approve a grant but the grant officer', () => {
    for (const role of roles)
      for (const action of ['approve', 'release'] as const)
        expect(decide({ roles: [role], self: true }, action, 'grant').effect).toBe(role === 'grant-officer' ? 'allow' : 'deny');
  });
});

it('ties recording in retrospect to a permission, not to a role', () => {
  expect(mayRecordRetrospectively({ permissions: ['record-retrospectively'] })).toBe(true);
  expect(mayRecordRetrospectively({ permissions: ['record'] })).toBe(false);
});
