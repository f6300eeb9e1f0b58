/** `npm test [-- path …] [-t name]`: every test, or those whose path holds one of the words. The last line is `<n> passed, <m> failed`. */
import { parseArgs } from 'node:util';
import { ready } from './ready.mjs';
import { closingLine, runTests } from './test-run.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { long: { type: 'boolean' }, testName: { type: 'string', short: 't' } },
});
ready();
const counts = await runTests({ paths: positionals, ...values });
if (counts.passed + counts.failed === 0) console.log('No test ran.');
console.log(closingLine(counts));
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
