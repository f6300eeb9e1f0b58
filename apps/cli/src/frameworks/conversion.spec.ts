import { existsSync, readFileSync } from 'node:fs';
import type { Converted } from './converted.js';
import { digcomp } from './digcomp.js';
import { nhsDigital } from './nhs-digital.js';
import { nhsTables } from './nhs-tables.js';

const folder = new URL('../../../../../shared/data/frameworks/', import.meta.url);
const there = existsSync(folder);
if (!there) console.warn(`the tables of others are not tested: there is no ${folder.pathname}`);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const countsOf = ({ warts }: Converted) => Object.fromEntries(warts.map(({ wart, where }) => [wart.split(':')[0], where.length]));

/** As small as the real ones can be. */
const tables = {
  CompetencyGroups: [
    { ID: 1, Name: 'Before' },
    { ID: 2, Name: 'Nobody' },
  ],
  Competencies: [
    { ID: 10, Name: '1.  Greet', Description: '<ul><li>by name</li></ul>' },
    { ID: 11, Name: 'Explain', Description: null },
    { ID: 12, Name: 'Explain', Description: 'Left over.' },
  ],
  Frameworks: [{ ID: 5, FrameworkName: 'Passport', Description: '<p>All of it.</p>' }],
  FrameworkCompetencyGroups: [{ ID: 20, CompetencyGroupID: 1, Ordering: 1, FrameworkID: 5 }],
  FrameworkCompetencies: [
    { CompetencyID: 10, FrameworkCompetencyGroupID: 20, Ordering: 1, FrameworkID: 5 },
    { CompetencyID: 11, FrameworkCompetencyGroupID: 20, Ordering: 2, FrameworkID: 5 },
  ],
  SelfAssessments: [{ Name: 'Passport', SignOffRequestorStatement: 'I have done it.', SignOffSupervisorStatement: null }],
  SelfAssessmentStructure: [{ CompetencyID: 11, Optional: 1 }],
  AssessmentQuestions: [
    { ID: 30, Question: 'Practised?' },
    { ID: 31, Question: 'Outcome' },
  ],
  AssessmentQuestionLevels: [
    { ID: 1, AssessmentQuestionID: 30, LevelValue: 2, LevelLabel: 'Yes', LevelDescription: null },
    { ID: 2, AssessmentQuestionID: 30, LevelValue: 1, LevelLabel: 'Yes', LevelDescription: null },
    { ID: 3, AssessmentQuestionID: 31, LevelValue: 1, LevelLabel: 'Achieved', LevelDescription: '<p>Seen.</p>' },
  ],
  CompetencyAssessmentQuestions: [
    { CompetencyID: 10, AssessmentQuestionID: 30, Ordering: 1 },
    { CompetencyID: 10, AssessmentQuestionID: 31, Ordering: 2 },
  ],
};

describe("the platform's tables", () => {
  it('become a framework with groups, proficiencies, sign-off text and scales, the outcome first', () => {
    const { frameworks } = nhsTables(tables);
    expect(frameworks).toMatchObject([
      {
        framework: { title: 'Passport' },
        version: {
          description: 'All of it.\n\nI have done it.',
          items: [
            { code: 'G20', statement: 'Before', type: 'group' },
            { code: 'C10', statement: '1. Greet', parent: 'G20', type: 'proficiency', notes: '- by name' },
            { code: 'C11', statement: 'Explain', parent: 'G20', type: 'optional proficiency' },
          ],
          scales: [
            { title: 'Outcome', items: ['C10'], levels: [{ value: 1, name: 'Achieved', descriptor: 'Seen.' }] },
            { title: 'Practised?', items: ['C10'], levels: [{ value: 1 }, { value: 2 }] },
          ],
        },
      },
    ]);
  });
  it('report what is not as it should be', () => {
    expect(countsOf(nhsTables(tables))).toEqual({
      ...{ 'HTML in the description': 1, 'without a description': 1, 'a name that several have': 1, 'a competency in no framework': 1 },
      ...{ 'a group in no framework': 1, 'two levels of a question with the same label': 1 },
    });
  });
  it('of another kind are refused', () => expect(() => nhsTables({ Frameworks: [] })).toThrow('Competencies'));
});

(there ? describe : describe.skip)('the tables of others', () => {
  it('are 111 of 119 competencies in 22 groups of two passports, with the 16 levels of their questions', () => {
    const converted = nhsTables(JSON.parse(read('nhs-dlsv2-iv-therapy-passports.tables.json')));
    const items = converted.frameworks.flatMap(({ version }) => version.items);
    expect(converted.frameworks.map(({ version }) => version.items.length)).toEqual([95 + 17, 16 + 5]);
    expect([items.filter(({ type }) => type === 'group').length, items.filter(({ type }) => type === 'optional proficiency').length]).toEqual([22, 71]);
    const levels = new Map(converted.frameworks.flatMap(({ version }) => (version.scales ?? []).map((scale) => [scale.scaleId, scale.levels.length])));
    expect([...levels.values()].reduce((sum, count) => sum + count, 0)).toBe(16);
    expect(countsOf(converted)).toEqual({
      ...{ 'HTML in the description': 100, 'without a description': 19, 'a name that several have': 11, 'a competency in no framework': 8 },
      ...{ 'a group in no framework': 1, 'two levels of a question with the same label': 1 },
    });
    expect(items.some(({ notes = '' }) => /<[a-z/]/i.test(notes))).toBe(false);
  });
  it('are 34 digital capabilities, 21 of them without a description', () => {
    const converted = nhsDigital(JSON.parse(read('nhs-digital-capability-competencies.json')));
    expect(converted.frameworks[0]!.version.items).toHaveLength(34);
    expect(countsOf(converted)).toEqual({ 'without a description': 21, 'HTML in the description': 13 });
  });
  it('are 362 statements of DigComp with eight levels, and clean', () => {
    const converted = digcomp(read('digcomp3-statements.en.csv'), read('digcomp3-levels.en.csv'));
    const { items, scales } = converted.frameworks[0]!.version;
    expect([items.length, items[0]!.code]).toEqual([362, 'CS1.1.01']);
    expect(scales![0]!.levels.map(({ name }) => name)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map((level) => expect.stringMatching(new RegExp(`\\(${level} of 8\\)$`))),
    );
    expect(converted.warts).toEqual([]);
  });
});
