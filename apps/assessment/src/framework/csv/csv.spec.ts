import { readMoodleCsv } from './moodle-csv.js';
import { plainCsvOf, readPlainCsv } from './plain-csv.js';

const faultsIn = (reading: ReturnType<typeof readPlainCsv>) =>
  'faults' in reading ? reading.faults.map(({ code, path, detail }) => [code, path, detail]) : [];
function contentOf(reading: ReturnType<typeof readPlainCsv>) {
  if ('faults' in reading) throw new Error(JSON.stringify(reading.faults));
  return reading.content;
}

describe('a plain CSV', () => {
  const items = [
    { code: 'A', statement: 'Leads, "always".', sequence: 2, type: 'area' },
    { code: 'A1', statement: '=1+1', parent: 'A', notes: 'Two\nlines' },
    { code: "'A2", statement: '-', parent: 'A', abbreviation: 'short' },
  ];
  it('says what it said after it went out', () => expect(contentOf(readPlainCsv(plainCsvOf({ items })))).toEqual({ items }));
  it('goes out so that no spreadsheet calculates with it', () => expect(plainCsvOf({ items })).toContain("A1,'=1+1,A"));
  it('may have its columns in any order and spelling, a mark at its beginning, and rows of nothing', () => {
    expect(contentOf(readPlainCsv('\ufeffStatement,CODE\r\nLeads.,A\r\n,\r\nListens.,B\r\n'))).toEqual({
      items: [
        { code: 'A', statement: 'Leads.' },
        { code: 'B', statement: 'Listens.' },
      ],
    });
  });
  it.each([
    [
      'no column for the statement',
      'code,Colour\nA,red',
      [
        ['COLUMN_UNKNOWN', 'row 1, column 2', 'column 2 has a name that a file of this kind does not have'],
        ['COLUMN_MISSING', 'row 1, statement', 'the column statement is missing'],
      ],
    ],
    ['a column twice', 'code,statement,Code\nA,B,C', [['COLUMN_REPEATED', 'row 1, code', 'the column code is there twice']]],
    ['a row that is too long', 'code,statement\nA,B\nC,D,E', [['ROW_TOO_LONG', 'row 3', 'row 3 has 3 cells, and the header 2']]],
    ['a quotation that does not end', 'code,statement\nA,"B', [['CSV_MALFORMED', 'row 2', 'the file cannot be read as CSV from line 2 on']]],
    ['no item', 'code,statement\n', [['EMPTY', 'row 2', 'the file has no items']]],
    [
      'cells that do not fit',
      'code,statement,sequence\nA,,1\n,B,first',
      [
        ['WRONG_VALUE', 'row 2, statement', expect.any(String)],
        ['WRONG_VALUE', 'row 3, code', expect.any(String)],
        ['WRONG_VALUE', 'row 3, sequence', expect.any(String)],
      ],
    ],
    [
      'rows that contradict one another',
      'code,statement,parent\nA,one,\n\nA,two,\nB,three,X\nC,four,D\nD,five,C',
      [
        ['REPEATED', 'row 4, code', 'A stands at row 2, code already'],
        ['ITEM_UNKNOWN', 'row 5, parent', 'no item of this version has the code X'],
        ['CYCLE', 'row 7, parent', 'it stands under itself: C → D → C'],
      ],
    ],
  ])('with %s is refused by row and column', (_, csv, faults) => expect(faultsIn(readPlainCsv(csv))).toEqual(faults));
});

describe("Moodle's CSV", () => {
  const newer =
    'Parent ID number,ID number,Short name,Description,Description format,Scale values,Scale configuration,Rule type (optional),Rule outcome (optional),Rule config (optional),Cross-referenced competency ID numbers,Exported ID (optional),Is framework,Taxonomy';
  const older =
    'Parent id number,Id number,Shortname,Description,Description format,Scale values,Scale configuration,Rule type (optional),Rule outcome (optional),Rule config (optional),Cross-referenced competency id numbers,Exported id (optional),Is framework,Taxonomy';
  const config = '"[{""scaleid"":""2""},{""id"":2,""scaledefault"":1,""proficient"":1}]"';
  const row = (...cells: string[]) => [...cells, ...Array.from({ length: 14 - cells.length }, () => '')].join(',');
  const file = (head: string, ...rows: string[]) => [head, ...rows].join('\r\n');
  const framework = row(
    '',
    'F',
    'Listening',
    '"<p>How to listen.</p>\r\n<p>Well.</p>"',
    '1',
    '"Not yet,Competent"',
    config,
    '',
    '',
    '',
    '',
    '',
    '1',
    '"competency,level"',
  );
  const rows = [
    row('', 'L', 'Listens', '"<ul><li>always</li><li>to &amp; fro</li></ul>"', '1', '', '', '', '', '', 'M', '17'),
    row('L', 'L1', 'Lets finish', '', '1', '"No,Some,Yes"', config, 'core_competency\\competency_rule_all', '2'),
    row('F', 'M', 'Mirrors', '', '1'),
  ];

  it.each([
    ['newer', newer],
    ['older', older],
  ])('is understood as the %s versions spell it', (_, head) => {
    const reading = readMoodleCsv(file(head, framework, ...rows));
    expect(contentOf(reading)).toMatchObject({
      description: 'How to listen.\nWell.',
      items: [
        {
          code: 'L',
          statement: 'Listens',
          notes: '- always\n- to & fro',
          source: { Description: '<ul><li>always</li><li>to &amp; fro</li></ul>', 'Exported ID (optional)': '17' },
        },
        { code: 'L1', statement: 'Lets finish', parent: 'L', source: { 'Rule outcome (optional)': '2' } },
        { code: 'M', statement: 'Mirrors' },
      ],
      scales: [
        { items: ['L1'], levels: [{ value: 1, name: 'No' }, { name: 'Some' }, { value: 3, name: 'Yes' }] },
        {
          title: 'Not yet,Competent',
          levels: [
            { value: 1, name: 'Not yet' },
            { value: 2, name: 'Competent' },
          ],
        },
      ],
      associations: [{ type: 'isRelatedTo', from: { code: 'L' }, to: { code: 'M' } }],
    });
    expect(reading).toMatchObject({
      title: 'Listening',
      tolerated: [{ tolerance: 'markup-removed', path: 'row 2, Description' }, { path: 'row 3, Description' }],
    });
    expect('content' in reading && reading.content.items[2]).not.toHaveProperty('parent');
  });
  it.each([
    ['without its framework', file(newer, ...rows), [['FRAMEWORK_MISSING', 'Is framework', expect.any(String)]]],
    [
      'with two frameworks',
      file(newer, framework, ...rows, framework),
      [['FRAMEWORK_REPEATED', 'row 6, Is framework', 'the framework stands in row 2 already']],
    ],
    [
      'with an unknown parent',
      file(newer, framework, row('X', 'L', 'Listens')),
      [['ITEM_UNKNOWN', 'row 3, Parent ID number', 'no item of this version has the code X']],
    ],
    [
      'with an unknown reference',
      file(newer, framework, row('', 'L', 'Listens', '', '', '', '', '', '', '', 'M%2C1')),
      [['ITEM_UNKNOWN', 'row 3, Cross-referenced competency ID numbers', 'no competency of the file has the id number M,1']],
    ],
    ['with a name missing', file(newer, framework, row('', 'L')), [['WRONG_VALUE', 'row 3, Short name', expect.any(String)]]],
  ])('%s is refused by row and column', (_, csv, faults) => expect(faultsIn(readMoodleCsv(csv))).toEqual(faults));
});
