import { cairn } from './ready.mjs';
import { runTests } from './test-run.mjs';

await cairn('docs', ...process.argv.slice(2));
// Pages that are made from the titles of tests are written by the tests that check them.
process.env['CAIRN_WRITE_DOCS'] = '1';
await runTests({ paths: ['packages/config/src/failure-tests.spec.ts', 'packages/event-store/src/contract-table.spec.ts'] });
