import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../..', import.meta.url));
/** Nouns of the services, the streams and the people. Left out: words that a database or a protocol means otherwise (session, grant, cascade, plan). */
const nouns = [
  ...['programme', 'training plan', 'needs assessment', 'assessment', 'group session', 'submission window', 'quality cycle', 'engagement', 'planning'],
  ...['coach', 'coaching', 'mentor', 'mentoring', 'practitioner', 'delegate', 'supporter', 'sponsor', 'cohort', 'line manager', 'safeguarding'],
  ...['nursery', 'setting leader', 'ofsted', 'inspection', 'attendance', 'award', 'invitation', 'grant officer', 'ipswich'],
];
const anyNoun = new RegExp(`\\b(${nouns.join('|').replaceAll(' ', '[ _-]?')})s?\\b`, 'i');
/** Packages that hold the business, and the one that measures with events like the real ones. `config` names the words in order to refuse them. */
const businessPackages = ['contracts', 'frameworks', 'bench', 'config'];
/** Where a general package states a policy about the business as plain data. */
const policies = ['access/src/decide.ts', 'event-sourcing/src/marks.ts'];

describe('packages that serve every service', () => {
  it('hold no word of the business outside comments', () => {
    const said = sources().flatMap((path) => wordsIn(readFileSync(join(packages, path), 'utf8')).map((line) => `${path}: ${line}`));
    expect(said).toEqual([]);
  });

  it.each(['const programmeId = 1;', "'training-plan'", 'class NurseryRows {}', 'ofsted_grade'])('would be told of %s', (code) =>
    expect(wordsIn(code)).toEqual([code]),
  );

  it.each(['/* a programme */ const id = 1;', 'GRANT SELECT ON TABLE', '// for nurseries'])('would not be told of %s', (code) =>
    expect(wordsIn(code)).toEqual([]),
  );
});

function sources(): string[] {
  return readdirSync(packages)
    .filter((name) => !businessPackages.includes(name))
    .flatMap((name) =>
      readdirSync(join(packages, name), { recursive: true, encoding: 'utf8' }).map((path) =>
        relative(packages, join(packages, name, path))
          .split(sep)
          .join('/'),
      ),
    )
    .filter((path) => /\/src\/.*\.ts$/.test(path) && !/\.spec\.ts$|\/fixtures\//.test(path) && !policies.includes(path));
}

/** The lines of code that hold a noun, also as a part of a name like `programmeId` or `ofsted_grade`. */
function wordsIn(code: string): string[] {
  const withoutComments = code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
  return withoutComments
    .split('\n')
    .filter((line) => anyNoun.test(line.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ')))
    .map((line) => line.trim());
}
