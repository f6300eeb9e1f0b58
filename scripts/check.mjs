/** `npm run check`: what a change must pass before it is shown to anybody. The whole test run is `npm test`. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ready, root, seconds } from './ready.mjs';
import { closingLine, runTests } from './test-run.mjs';

const checks = {
  types: ['typescript/bin/tsc', '-p', 'tsconfig.json', '--incremental', '--tsBuildInfoFile', '.turbo/types.tsbuildinfo'],
  lint: ['eslint/bin/eslint.js', '.', '--max-warnings=0'],
  format: ['prettier/bin/prettier.cjs', '--check', '--cache', '--log-level=warn', '.'],
  boundaries: ['dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.cjs', 'packages', 'apps'],
};

ready();
const results = await Promise.all(Object.entries(checks).map(([name, [program, ...args]]) => check(name, program, args)));
const began = Date.now();
const counts = await runTests({ only: 'units' });
results.push(report('units', counts.failed === 0 && counts.passed > 0, began, closingLine(counts)));
process.exitCode = results.every(Boolean) ? 0 : 1;

async function check(name, program, args) {
  const began = Date.now();
  const child = spawn(process.execPath, [join(root, 'node_modules', program), ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const code = await new Promise((ended) => child.once('close', ended));
  return report(name, code === 0, began, code === 0 ? '' : `\n${output}`);
}

function report(name, passed, began, detail) {
  console.log(`${passed ? '✓' : '✗'} ${name} ${seconds(began)} ${detail}`.trimEnd());
  return passed;
}
