import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RuleForce } from '@cairn/event-sourcing';

const apps = fileURLToPath(new URL('../../', import.meta.url));

/** A rule as its service declares it, and where a test provokes it through HTTP. */
export interface DeclaredRule {
  readonly service: string;
  /** The row of the requirements that it comes from. */
  readonly id: string;
  readonly code: string;
  readonly force: RuleForce;
  /** Below `apps/`. */
  readonly decider: string;
  readonly refused?: Provocation;
  readonly warned?: Provocation;
}
export interface Provocation {
  /** Below `apps/`. */
  readonly spec: string;
  /** The sentence of the test. */
  readonly test: string;
  /** What the rule says there, where the test quotes it. */
  readonly detail?: string;
}

/** Every rule that a service declares with `defineRule`, read from the sources, in the order of service, requirement and code. Codes of what is not there or not allowed are no rules. */
export function declaredRules(): DeclaredRule[] {
  return readdirSync(apps).flatMap((service) => {
    const files = readdirSync(`${apps}${service}/src`, { recursive: true, encoding: 'utf8' }).map((file) => `${service}/src/${file.replaceAll('\\', '/')}`);
    const specs = files.filter((file) => file.endsWith('.http.spec.ts')).flatMap(provocationsIn);
    const rules = files.filter((file) => file.endsWith('.decider.ts')).flatMap(rulesIn);
    return rules
      .filter(({ code }, index) => code !== 'NOT_FOUND' && rules.findIndex((rule) => rule.code === code) === index)
      .map((rule) => ({ service, ...rule, ...provokedBy(specs, rule.code) }))
      .sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }) || a.code.localeCompare(b.code));
  });
}

function rulesIn(decider: string) {
  const text = readFileSync(apps + decider, 'utf8');
  return [...text.matchAll(/defineRule\(\s*'([^']+)',\s*'([A-Z][A-Z0-9_]+)'([\s\S]*?);\n/g)].map(([, id, code, rest]) => {
    const force = (/force: '([HWP])'/.exec(rest!)?.[1] ?? 'H') as RuleForce;
    return { id: id!, code: code!, force, decider };
  });
}

type Provoked = Provocation & { readonly code: string; readonly how: 'refused' | 'warned' };

interface Test {
  readonly title: string;
  readonly from: number;
  /** Where the next one begins. */
  readonly to: number;
}

/** Every code that an HTTP test names, with the test that it stands in: `warned` within a call of `warns`, or where the test calls nothing else; `refused` otherwise. */
function provocationsIn(spec: string): Provoked[] {
  const text = readFileSync(apps + spec, 'utf8');
  const titles = [...text.matchAll(/\bit(?:\.each\([\s\S]*?\))?\(\s*(['"`])((?:\\.|(?!\1).)*)\1/g)];
  const tests = titles.map(({ index, 2: title = '' }, n): Test => ({ title, from: index, to: titles[n + 1]?.index ?? text.length }));
  const head: Test = { title: 'at the head of the file', from: 0, to: tests[0]?.from ?? text.length };
  const warnings = [...text.matchAll(/\.warns\(/g)].map(({ index }) => ({ from: index, to: endOfCall(text, index) }));
  const isWithin = (at: number, { from, to }: { from: number; to: number }) => from < at && at < to;
  const codes = [...text.matchAll(/code: '([A-Z][A-Z0-9_]+)'/g)];
  return codes.map(({ index, 1: code = '' }, n) => {
    const test = tests.find((each) => isWithin(index, each)) ?? head;
    const isWarning = warnings.some((call) => isWithin(index, call)) || onlyWarns(text.slice(test.from, test.to));
    const detail = /\bdetail: (['"`])((?:\\.|(?!\1).)*)\1/
      .exec(text.slice(index, Math.min(codes[n + 1]?.index ?? test.to, test.to)))?.[2]
      ?.replaceAll("\\'", "'")
      .replaceAll(/\$\{[^}]*\}/g, '…'); // what the test computes
    return { spec, code, test: test.title, how: isWarning ? 'warned' : 'refused', ...(detail !== undefined && { detail }) };
  });
}

const onlyWarns = (test: string) => test.includes('.warns(') && !/\.refuse[sd]\(/.test(test);

/** Where the call that begins here ends: brackets within quotes are none. */
function endOfCall(text: string, from: number): number {
  let depth = 0;
  for (const { 0: token, index } of text.slice(from).matchAll(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|[()]/g)) {
    if (token === '(') depth++;
    if (token === ')' && --depth === 0) return from + index;
  }
  return text.length;
}

/** The first test of each kind; one that quotes the sentence before one that does not. */
function provokedBy(all: readonly Provoked[], code: string): Pick<DeclaredRule, 'refused' | 'warned'> {
  const first = (how: Provoked['how']) => {
    const found = all.filter((each) => each.code === code && each.how === how);
    return found.find(({ detail }) => detail !== undefined) ?? found[0];
  };
  const [refused, warned] = [first('refused'), first('warned')];
  return { ...(refused && { refused }), ...(warned && { warned }) };
}

/** What keeps a rule from counting as tested; empty when nothing does. */
export const untested = ({ force, refused, warned }: DeclaredRule): string[] => [
  ...(force !== 'W' && !refused ? ['no HTTP test is refused by it'] : []),
  ...(force !== 'H' && !warned ? ['no HTTP test is warned by it'] : []),
];

/** Every rule as Markdown: `docs/rules.md` is this text. */
export function rulesCatalogue(): string {
  const rules = declaredRules();
  const services = [...new Set(rules.map(({ service }) => service))];
  return [
    '# Every rule',
    '',
    'Generated from the deciders and the HTTP tests by `npm run docs`; do not edit.',
    '',
    `${rules.length} rules of ${services.length} services. **H** refuses the command with status 422 and stores nothing. **W** is a warning and a task on somebody's list; it never blocks.`,
    "**P** is the one or the other by the organisation's policy (`GET /api/directory/policies`), and the event names the policy version. The row is the requirement that it comes from.",
    ...services.flatMap((service) => [
      '',
      `## ${service}`,
      '',
      countOf(rules.filter((rule) => rule.service === service)),
      '',
      '| row | code | | what it says, for example | decided in | provoked by |',
      '| --- | --- | --- | --- | --- | --- |',
      ...rules.filter((rule) => rule.service === service).map(line),
    ]),
    '',
  ].join('\n');
}

/** How many rules there are, by what they do. */
export function countOf(rules: readonly DeclaredRule[]): string {
  const by = (force: RuleForce) => `${rules.filter((rule) => rule.force === force).length} ${force}`;
  return `${rules.length} rules: ${by('H')}, ${by('W')}, ${by('P')}.`;
}

function line({ id, code, force, decider, refused, warned }: DeclaredRule): string {
  const tests = [refused, warned].flatMap((provoked) => (provoked ? [`${provoked.spec.split('/').at(-1)}: ${provoked.test}`] : []));
  const cells = [id, `\`${code}\``, force, refused?.detail ?? warned?.detail ?? '', decider.split('/').at(-1)!, tests.join('; ')];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
