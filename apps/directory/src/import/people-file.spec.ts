import { checkPeople, type Known } from './people-file.js';

const quay = '20000000-0000-4000-8000-000000000001';
const hill = '20000000-0000-4000-8000-000000000002';
const ana = 'a0000000-0000-4000-8000-000000000001';
const ben = 'b0000000-0000-4000-8000-000000000001';
const newId = (row: number) => `00000000-0000-4000-8000-${String(row).padStart(12, '0')}`;

const known: Known = {
  settings: [
    { settingId: quay, name: 'Quayside' },
    { settingId: hill, name: 'Hill House' },
    { settingId: '20000000-0000-4000-8000-000000000003', name: 'Twins' },
    { settingId: '20000000-0000-4000-8000-000000000004', name: 'twins' },
  ],
  people: new Map([
    [ana, { name: 'Ana Bell', settingId: quay, present: true, roles: [{ role: 'practitioner', settingId: quay }], careerStage: null }],
    [ben, { name: 'Ben Cole', settingId: quay, present: true, roles: [], careerStage: null }],
  ]),
  managers: new Map([[ben, ana]]),
};
const check = (...lines: readonly string[]) => checkPeople(lines.join('\r\n'), known, newId);
const faultsOf = (...lines: readonly string[]) => check(...lines).faults.map(({ row, column, code }) => [row, column, code]);

describe('a file of people', () => {
  it('registers whoever has no id, with roles at the setting, and managers who stand further down', () => {
    const { faults, people, lines, rows } = check(
      'Ref,Name,Setting,Roles,Career stage,Manager',
      '1,Cal Dow,quayside,practitioner; supporter,experienced,2',
      '2,Dee Eve,Hill House,,,',
    );
    expect(faults).toEqual([]);
    expect(rows).toBe(2);
    expect(people).toEqual([
      {
        personId: newId(2),
        register: { name: 'Cal Dow', settingId: quay },
        assign: [
          { role: 'practitioner', settingId: quay },
          { role: 'supporter', settingId: quay },
        ],
        careerStage: 'experienced',
      },
      { personId: newId(3), register: { name: 'Dee Eve', settingId: hill }, assign: [] },
    ]);
    expect(lines).toEqual([{ personId: newId(2), managerId: newId(3) }]);
  });
  it('changes what differs of those who have an id, and nothing where nothing does', () => {
    const head = 'personId,name,setting,roles,manager';
    expect(check(head, `${ana},Ana Bell,Quayside,practitioner,`, `${ben.toUpperCase()},Ben Cole,,,${ana}`)).toMatchObject({
      faults: [],
      people: [],
      lines: [],
    });
    expect(check(head, `${ana},Ana Bell-Cole,Hill House,observer,${ben}`, `${ben},Ben Cole,Quayside,,`).faults).toMatchObject([
      { row: 2, code: 'REPORTING_CYCLE' },
    ]);
    expect(check(head, `${ana},Ana Bell-Cole,${hill},observer,`).people).toEqual([
      { personId: ana, rename: { from: 'Ana Bell', to: 'Ana Bell-Cole' }, moveTo: { settingId: hill }, assign: [{ role: 'observer', settingId: hill }] },
    ]);
  });
  it('takes semicolons, quotes, line breaks in cells and a byte order mark, as spreadsheets write them', () => {
    expect(check('\ufeffname;setting', '"Cal\n""Cally"" Dow";Quayside').people).toEqual([
      { personId: newId(2), register: { name: 'Cal\n"Cally" Dow', settingId: quay }, assign: [] },
    ]);
    expect(check('name', "'=Cal").people).toMatchObject([{ register: { name: '=Cal' } }]);
  });

  it('says of each row what is wrong with it, and never what it holds', () => {
    const head = 'personId,ref,name,setting,roles,careerStage,manager';
    const lines = [
      head,
      ',1,,Quayside,,,',
      ',2,Cal,Nowhere,,,',
      ',3,Dee,Twins,,,',
      ',4,Eve,Quayside,wizard;practitioner,,',
      ',5,Flo,Quayside,,ancient,',
      ',6,Gus,Quayside,,,99',
      ',1,Hal,Quayside,,,',
      `${newId(99)},,Ina,Quayside,,,`,
      `${ana},,Ana Bell,,,,`,
      `${ana},,Ana Bell,,,,`,
    ];
    expect(faultsOf(...lines)).toEqual([
      [2, 'name', 'NAME_MISSING'],
      [3, 'setting', 'SETTING_UNKNOWN'],
      [4, 'setting', 'SETTING_AMBIGUOUS'],
      [5, 'roles', 'ROLE_UNKNOWN'],
      [6, 'careerStage', 'CAREER_STAGE_UNKNOWN'],
      [7, 'manager', 'MANAGER_UNKNOWN'],
      [8, 'ref', 'REF_REPEATED'],
      [9, 'personId', 'PERSON_UNKNOWN'],
      [11, 'personId', 'PERSON_REPEATED'],
    ]);
    const said = JSON.stringify(check(...lines).faults);
    for (const cell of ['Nowhere', 'wizard', 'ancient', '99', 'Ina']) expect(said).not.toContain(cell);
  });
  it('names every row of a circle, however long, and no other', () => {
    const head = 'ref,name,manager';
    expect(faultsOf(head, '1,A,2', '2,B,3', '3,C,1', '4,D,1', '5,E,')).toEqual([2, 3, 4].map((row) => [row, 'manager', 'REPORTING_CYCLE']));
    expect(faultsOf(head, '1,A,1')).toEqual([[2, 'manager', 'REPORTING_CYCLE']]);
  });
  it('asks whether somebody of the same name at the same setting is the same person', () => {
    expect(faultsOf('name,setting', 'ana  bell,Quayside')).toEqual([[2, 'name', 'PERSON_PROBABLY_REGISTERED']]);
    expect(faultsOf('name,setting', 'Ana Bell,Hill House')).toEqual([]);
    expect(faultsOf('name,setting,new', 'Ana Bell,Quayside,yes')).toEqual([]);
  });
  it('needs its columns, and no others', () => {
    expect(faultsOf('ref,nickname,ref', '1,Al,2')).toEqual([
      [1, 'column 2', 'COLUMN_UNKNOWN'],
      [1, 'ref', 'COLUMN_REPEATED'],
      [1, 'name', 'COLUMN_MISSING'],
    ]);
    expect(faultsOf('name', 'Al,Bo')).toEqual([[2, null, 'ROW_TOO_LONG']]);
    expect(faultsOf('name', '"Al')).toEqual([[2, null, 'CSV_MALFORMED']]);
    expect(checkPeople(['name', ...Array.from({ length: 5001 }, (_, n) => `P${n}`)].join('\n'), known, newId).faults).toMatchObject([
      { code: 'TOO_MANY_ROWS' },
    ]);
  });
});
