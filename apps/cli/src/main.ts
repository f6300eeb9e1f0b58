#!/usr/bin/env node
import { Command, InvalidArgumentError } from 'commander';

const startedAt = performance.now();

const port = (value: string): number => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 65_535) throw new InvalidArgumentError('a port is a number from 1 to 65535');
  return number;
};
const url = ['--url <url>', 'where the services answer', 'http://127.0.0.1:4000'] as const;

const program = new Command('cairn').description('The auditable record of coaching and mentoring.').showHelpAfterError();

program
  .command('up')
  .description('start the services, play the Ipswich programme into an empty store, and stay')
  .option('--once', 'end after the table')
  .option('--json', 'print the figures as one JSON object on the last line')
  .option('--port <port>', 'port of the API and its documentation', port, 4000)
  .option('--split', 'six processes behind a proxy, instead of one')
  .option('--no-play', 'start the services only')
  .option('--data <directory>', 'where the data lives', process.env['CAIRN_DATA'])
  .action(async (options) => (await import('./up.js')).up({ ...options, startedAt }));

program
  .command('play')
  .description('play the Ipswich programme through a running API')
  .option(...url)
  .action(async (options) => (await import('./played.js')).playAt(options));

program
  .command('acceptance')
  .description('play the acceptance scenarios through HTTP, on a database of their own')
  .option('--json', 'print the outcome as one JSON object on the last line')
  .action(async (options) => (await import('./acceptance/acceptance.js')).acceptance(options));

program
  .command('read-models')
  .description('list the read models and deadlines of every service, and how far they are')
  .option(...url)
  .action(async (options) => (await import('./read-models.js')).listReadModels(options));

program
  .command('rebuild')
  .description('rebuild a read model from the first event beside the live one, and compare the two row by row')
  .argument('<read-model>', 'its name, such as programme-progress')
  .option(...url)
  .action(async (name, options) => (await import('./read-models.js')).rebuild(name, options));

const frameworks = program.command('frameworks').description('bring competency frameworks into the library of a running API');
frameworks
  .command('load')
  .description('publish what is shipped: all of it, or what is named')
  .argument('[names...]', 'such as cmi-5014v1')
  .option(...url)
  .action(async (names, options) => (await import('./frameworks/frameworks.js')).loadFrameworks(names, options));
frameworks
  .command('import-case')
  .description('import a CASE package, and print its report')
  .argument('<file>', 'a CFPackage, as JSON')
  .option('--as <version>', 'the name of the version, where the package has none or another is wanted')
  .option('--jurisdiction <name>', 'where it applies, which CASE does not say')
  .option('--dry-run', 'print the report only')
  .option(...url)
  .action(async (file, options) => (await import('./frameworks/frameworks.js')).importCase(file, options));
frameworks
  .command('import-nhs')
  .description('publish the frameworks of tables of the NHS, and print their irregularities')
  .argument('<file>', 'the tables of the learning platform, or the list of digital capabilities, as JSON')
  .option(...url)
  .action(async (file, options) => (await import('./frameworks/frameworks.js')).importNhs(file, options));
frameworks
  .command('import-digcomp')
  .description('publish DigComp 3.0 from its two tables')
  .argument('<statements>', 'the statements, as CSV')
  .argument('<levels>', 'the levels, as CSV')
  .option(...url)
  .action(async (statements, levels, options) => (await import('./frameworks/frameworks.js')).importDigcomp(statements, levels, options));

program
  .command('docs')
  .description('write docs/events.md from the contracts')
  .action(async () => (await import('./docs.js')).writeDocs());

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
