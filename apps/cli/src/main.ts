#!/usr/bin/env node
import { Argument, Command, InvalidArgumentError } from 'commander';

const startedAt = performance.now();

const port = (value: string): number => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 65_535) throw new InvalidArgumentError('a port is a number from 1 to 65535');
  return number;
};
const version = (value: string): number => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('a version is a whole number from 1');
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
  .description('list the read models, processes and deadlines of every service, and how far they are')
  .option(...url)
  .action(async (options) => (await import('./read-models.js')).listReadModels(options));

const readModel = ['<read-model>', 'its name, such as programme-progress'] as const;
const service = ['--service <name>', 'of this service alone, where several have one of the name'] as const;

program
  .command('rebuild')
  .description('rebuild a read model from the first event, beside the table in use, and put it in its place')
  .argument(...readModel)
  .option(...url)
  .option(...service)
  .action(async (name, options) => (await import('./operate.js')).rebuild(name, options));

program
  .command('verify')
  .description('rebuild a read model apart, and compare it with the table in use row by row')
  .argument(...readModel)
  .option(...url)
  .option(...service)
  .action(async (name, options) => (await import('./operate.js')).verifyReadModel(name, options));

program
  .command('activate')
  .description('answer queries from this version of a read model: the next one, or the one before')
  .argument(...readModel)
  .argument('<version>', 'its version', version)
  .option(...url)
  .option(...service)
  .action(async (name, number, options) => (await import('./operate.js')).activate(name, number, options));

program
  .command('retire')
  .description('drop a version of a read model that answers no queries, and that no release which runs follows')
  .argument(...readModel)
  .argument('<version>', 'its version', version)
  .option(...url)
  .option(...service)
  .action(async (name, number, options) => (await import('./operate.js')).retire(name, number, options));

program
  .command('replay-parked')
  .description('try again all that waits: parked events of a read model or a process, deadlines that were refused, what has stopped')
  .argument('<name>', 'of the read model, the process or the deadlines')
  .option(...url)
  .option(...service)
  .action(async (name, options) => (await import('./operate.js')).replayParked(name, options));

const store = program.command('store').description('the event store, after it was restored from a backup');

store
  .command('new-epoch')
  .description('begin the next epoch: whoever has read the store before halts, instead of going on with another past')
  .requiredOption('--store <url>', 'of the event store, with a user who owns it', process.env['EVENT_STORE_URL'] ?? process.env['DATABASE_URL'])
  .action(async (options) => (await import('./operate.js')).newEpoch(options));

store
  .command('accept')
  .description('let halted services go on with the store that is there; they rebuild their read models')
  .argument('[service...]', 'their names; all that are halted, when none is given')
  .option(...url)
  .action(async (services, options) => (await import('./operate.js')).acceptStore(services, options));

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
  .command('import')
  .description('check a CSV file of people, settings or reporting lines row by row, and take it over: all of it, or nothing')
  .addArgument(new Argument('<kind>', 'what the file holds').choices(['people', 'settings', 'reporting-lines']))
  .argument('<file>', 'CSV with a header; docs/imports.md has the columns')
  .option('--organisation <id>', 'whose people they are; where there is one organisation, it is that')
  .option('--check', 'only say what would be done')
  .option('--id <id>', 'of the import: the same again goes on where it had stopped')
  .option(...url)
  .action(async (kind, file, options) => (await import('./import-file.js')).importFile(kind, file, options));

program
  .command('docs')
  .description('write docs/events.md from the contracts and docs/rules.md from the deciders and their tests')
  .action(async () => (await import('./docs.js')).writeDocs());

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
