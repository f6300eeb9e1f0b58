/** For every rule of .dependency-cruiser.cjs the files that break it, and it alone: path → what the file imports. Where an import leads is made empty. */
export const violations: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'access-keeps-to-its-imports': { 'packages/access/src/planted.ts': '../../privacy/src/index.js' },
  'bench-keeps-to-its-imports': { 'packages/bench/src/planted.ts': '../../frameworks/src/index.js' },
  'config-keeps-to-its-imports': { 'packages/config/src/planted.ts': '@cairn/event-store' },
  'contracts-keeps-to-its-imports': { 'packages/contracts/src/planning/planted.ts': '@cairn/event-store' },
  'event-store-keeps-to-its-imports': { 'packages/event-store/src/planted.ts': '@cairn/projections' },
  'frameworks-keeps-to-its-imports': { 'packages/frameworks/src/planted.ts': '@cairn/projections' },
  'ledger-keeps-to-its-imports': { 'packages/ledger/src/planted.ts': '@cairn/event-store' },
  'local-postgres-keeps-to-its-imports': { 'packages/local-postgres/src/planted.ts': '@cairn/event-store' },
  'nest-service-keeps-to-its-imports': { 'packages/nest-service/src/planted.ts': '@cairn/local-postgres' },
  'privacy-keeps-to-its-imports': { 'packages/privacy/src/planted.ts': '@cairn/projections' },
  'projections-keeps-to-its-imports': { 'packages/projections/src/planted.ts': '@cairn/nest-service' },
  'tables-keeps-to-its-imports': { 'packages/tables/src/planted.ts': '@cairn/event-store' },
  'testing-keeps-to-its-imports': { 'packages/testing/src/planted.ts': '@cairn/frameworks' },
  'package-is-in-the-graph': { 'packages/newcomer/src/planted.ts': '@cairn/access' },
  'kernel-has-no-dependency-but-zod': { 'packages/event-sourcing/src/planted.ts': 'uuid', 'packages/event-sourcing/src/planted-too.ts': 'node:crypto' },
  'no-business-outside-contracts-and-frameworks': { 'packages/projections/src/planted-business.ts': '@cairn/contracts' },
  'packages-never-import-apps': { 'packages/testing/src/planted-app.ts': '../../../apps/planning/src/planned.js' },
  'service-never-imports-service': { 'apps/planning/src/planted.ts': '../../sessions/src/held.js' },
  'internal-events-stay-home': { 'apps/planning/src/planted-internal.ts': '../../../packages/contracts/src/sessions/internal.js' },
  'whole-catalogue-is-for-showing-everything': { 'apps/planning/src/planted-catalogue.ts': '@cairn/contracts' },
  'domain-is-pure': {
    'apps/planning/src/plan/library.decider.ts': 'uuid',
    'apps/planning/src/plan/node.decider.ts': 'node:crypto',
    'apps/planning/src/plan/indirect.decider.ts': './clock.js',
  },
  'domain-sees-only-contracts-and-kernel': {
    'apps/planning/src/plan/planted.decider.ts': './plan.controller.js',
    'apps/planning/src/processes/planted.process.ts': '@cairn/event-store',
    'apps/planning/src/plan/planted.deadlines.ts': '@cairn/event-store',
  },
  'read-side-never-sees-write-side': {
    'apps/planning/src/read-models/decides.read-model.ts': '../plan/plan.decider.js',
    'apps/planning/src/read-models/appends.read-model.ts': '@cairn/event-store',
  },
  'read-models-stand-alone': { 'apps/planning/src/read-models/leans.read-model.ts': './on-another.read-model.js' },
  'controllers-only-dispatch-and-query': {
    'apps/planning/src/plan/decides.controller.ts': './plan.decider.js',
    'apps/planning/src/plan/appends.controller.ts': '@cairn/event-store',
  },
  'typeorm-only-on-the-read-side': { 'apps/planning/src/plan/plan.commands.ts': 'typeorm' },
  'kurrentdb-client-only-in-the-event-store': { 'apps/standalone/src/planted.ts': '@kurrent/kurrentdb-client' },
  'eventstore-client-nowhere': { 'packages/event-store/src/planted-client.ts': '@eventstore/db-client' },
  'test-helpers-only-in-tests': {
    'apps/planning/src/planted-helper.ts': '@cairn/testing',
    'apps/planning/src/planted-fixture.ts': './fixtures/garden.js',
    'apps/planning/src/planted-contract.ts': '../../../packages/event-store/src/contract.js',
  },
  'test-libraries-only-in-tests': { 'apps/planning/src/planted-library.ts': 'fast-check' },
  'no-cycles': { 'packages/access/src/chicken.ts': './egg.js' },
  'every-import-is-found': { 'apps/planning/src/planted-nowhere.ts': './nowhere.js' },
};

/** Files that are reported for no rule themselves, and through which a violation above leads. */
export const beside: Readonly<Record<string, string>> = {
  'apps/planning/src/plan/clock.ts': 'rxjs',
  'packages/access/src/egg.ts': './chicken.js',
};
