/**
 * Who may import whom. `npm run check` and the tests run these rules; packages/config/src/boundaries.spec.ts plants a violation of every one.
 * A rule that is added here needs a violation there, or that test fails.
 */
const { join } = require('node:path');

/** What each package may import of the others: a graph without cycles. A package that is not listed here is refused. */
const mayImport = {
  access: [],
  bench: ['event-sourcing', 'event-store', 'projections', 'local-postgres', 'nest-service', 'access', 'privacy', 'testing'],
  config: [],
  contracts: ['event-sourcing'],
  'event-store': ['event-sourcing'],
  frameworks: ['contracts', 'event-sourcing'],
  ledger: [],
  'local-postgres': [],
  'nest-service': ['projections', 'access', 'privacy', 'event-store', 'event-sourcing'],
  privacy: ['event-store', 'event-sourcing'],
  projections: ['event-store', 'event-sourcing'],
  tables: [],
  testing: ['projections', 'event-store', 'event-sourcing', 'privacy', 'access', 'nest-service', 'local-postgres'],
};
const testCode = '\\.spec\\.tsx?$|/fixtures/';
const either = (names) => `(${names.join('|')})`;
const library = (...names) => `(^|/)node_modules/${either(names)}/`;

const packageRules = Object.entries(mayImport).map(([name, others]) => ({
  name: `${name}-keeps-to-its-imports`,
  comment: `The package graph: ${name} → ${others.join(', ') || 'nothing'}.`,
  from: { path: `^packages/${name}/`, pathNot: testCode },
  // contracts have a rule of their own below
  to: { path: '^packages/', pathNot: `^packages/${either([name, ...others, 'contracts'])}/` },
}));

const rules = [
  ...packageRules,
  {
    name: 'package-is-in-the-graph',
    comment: 'A new package says in this file what it may import.',
    from: { path: '^packages/', pathNot: `^packages/${either(['event-sourcing', ...Object.keys(mayImport)])}/` },
    to: { path: '^packages/' },
  },
  {
    name: 'kernel-has-no-dependency-but-zod',
    comment: 'Everything imports the kernel, so whatever it imports, everything has.',
    from: { path: '^packages/event-sourcing/src', pathNot: testCode },
    to: { path: '.', pathNot: ['^packages/event-sourcing/', 'node_modules/zod/'] },
  },
  {
    name: 'no-business-outside-contracts-and-frameworks',
    comment: 'A package that knows the business cannot be used by the next service.',
    from: { path: '^packages/', pathNot: [testCode, '^packages/(contracts|frameworks|event-sourcing)/'] },
    to: { path: '^packages/contracts/' },
  },
  {
    name: 'packages-never-import-apps',
    from: { path: '^packages/' },
    to: { path: '^apps/' },
  },
  {
    name: 'service-never-imports-service',
    comment: 'A service knows another by its published events. Only standalone and the command line compose.',
    from: { path: '^apps/([^/]+)/', pathNot: '^apps/(standalone|cli)/' },
    to: { path: '^apps/', pathNot: '^apps/$1/' },
  },
  {
    name: 'internal-events-stay-home',
    comment: 'What others react to is published: move the event to index.ts.',
    from: { path: '^apps/([^/]+)/' },
    to: { path: '^packages/contracts/src/[^/]+/internal', pathNot: '^packages/contracts/src/$1/' },
  },
  {
    name: 'whole-catalogue-is-for-showing-everything',
    comment: 'The catalogue holds the internal events of all: for the chronicle and the command line, not for reacting.',
    from: { path: '^apps/', pathNot: [testCode, '^apps/(history|cli)/'] },
    to: { path: '^packages/contracts/src/index\\.ts$' },
  },
  {
    name: 'domain-is-pure',
    comment: 'A decision is a function of state and input: no library, file, clock, random or network. This holds for whatever it imports, too.',
    from: { path: '\\.(decider|process|deadlines)\\.ts$' },
    to: { reachable: true, pathNot: '^(apps|packages)/|(^|/)node_modules/zod/' },
  },
  {
    name: 'domain-sees-only-contracts-and-kernel',
    from: { path: '^apps/[^/]+/src/([^/]+)/[^/]+\\.(decider|process|deadlines)\\.ts$' },
    to: { path: '^(apps|packages)/', pathNot: ['^packages/(event-sourcing|contracts)/', '\\.decider\\.ts$', '^apps/[^/]+/src/$1/[^./]+\\.ts$'] },
  },
  {
    name: 'read-side-never-sees-write-side',
    comment: 'A fold that calls a decision would change the past when the rule changes.',
    from: { path: '\\.read-model\\.ts$' },
    to: { path: '(\\.(decider|commands|controller|process|deadlines)\\.ts$)|^packages/event-store/' },
  },
  {
    name: 'read-models-stand-alone',
    comment: 'A read model answers one question from its own table, and can be rebuilt alone.',
    from: { path: '([^/]+)\\.read-model\\.ts$' },
    to: { path: '\\.read-model\\.ts$', pathNot: '/$1\\.read-model\\.ts$' },
  },
  {
    name: 'controllers-only-dispatch-and-query',
    comment: 'Controllers validate and call: commands on the way in, query classes on the way out.',
    from: { path: '^apps/.*\\.controller\\.ts$' },
    to: { path: '(\\.decider\\.ts$)|^packages/event-store/' },
  },
  {
    name: 'typeorm-only-on-the-read-side',
    from: { path: '^(apps|packages)/', pathNot: ['\\.read-model(\\.spec)?\\.ts$', '^packages/(projections|nest-service)/'] },
    to: { path: library('typeorm', '@nestjs/typeorm') },
  },
  {
    name: 'kurrentdb-client-only-in-the-event-store',
    comment: 'Its native part is loaded only where it is configured. The protocol double for tests speaks with its generated messages.',
    from: { path: '^(apps|packages)/', pathNot: '^packages/(event-store/|testing/src/kurrentdb-double/)' },
    to: { path: library('@kurrent/kurrentdb-client') },
  },
  {
    name: 'eventstore-client-nowhere',
    comment: 'The frozen predecessor of @kurrent/kurrentdb-client.',
    from: {},
    to: { path: '@eventstore/db-client' },
  },
  {
    name: 'test-helpers-only-in-tests',
    from: { path: '^(apps|packages)/', pathNot: [testCode, '^packages/(testing|bench)/', '^packages/event-store/src/contract(\\.ts$|/)'] },
    to: { path: '^packages/(testing/|event-store/src/contract(\\.ts$|/))|/fixtures/' },
  },
  {
    name: 'test-libraries-only-in-tests',
    from: { path: '^(apps|packages)/', pathNot: [testCode, '^packages/(testing|bench)/', '^packages/event-store/src/contract(\\.ts$|/)'] },
    to: { path: library('jest', '@jest/[^/]+', 'fast-check', 'supertest', '@nestjs/testing') },
  },
  {
    name: 'no-cycles',
    from: {},
    to: { circular: true },
  },
  {
    name: 'every-import-is-found',
    comment: 'A rule cannot see through an import that leads nowhere.',
    from: {},
    to: { couldNotResolve: true, pathNot: '@eventstore/db-client' },
  },
];

module.exports = {
  forbidden: rules.map((rule) => ({ severity: 'error', ...rule })),
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: join(__dirname, 'tsconfig.json') },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['development', 'import', 'node', 'default', 'types'] },
  },
};
