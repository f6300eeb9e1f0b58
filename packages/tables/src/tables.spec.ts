import fc from 'fast-check';
import { readTable, tableFile } from './index.js';

const columns = ['code', 'first name', 'note'] as const;
const faultsIn = (csv: string, mostRows?: number) => readTable(csv, columns, ['code'], mostRows).faults.map(({ row, column, code }) => [row, column, code]);

it('reads what it has written', () => {
  const cell = fc.string({ unit: fc.constantFrom("'", '=', '-', '@', '\uFF1D', '"', ',', ';', '\n', 'a', 'é', ' ') }).map((text) => text.trim());
  const records = fc.array(fc.record({ code: cell.filter((text) => text !== ''), 'first name': cell, note: cell }));
  fc.assert(
    fc.property(records, (written) => {
      const { rows, faults } = readTable(tableFile(written, columns), columns, ['code']);
      expect(faults).toEqual([]);
      expect(rows.map(({ cells }) => cells)).toEqual(written);
    }),
  );
});

it.each([
  ['=1+1', "'=1+1"],
  ['\uFF1D1+1', "'\uFF1D1+1"],
  ["'=1", "''=1"],
  ["'t Hart", "'t Hart"],
])('keeps a spreadsheet from calculating, and a cell as it is: %s', (cell, written) =>
  expect(tableFile([{ code: cell }], columns)).toBe(`code,first name,note\r\n${written},,\r\n`),
);

it('takes semicolons, a mark at the beginning, and columns in any order and spelling', () =>
  expect(readTable('\ufeffFirst_Name;CODE\r\nAda; a \r\n', columns, ['code'])).toEqual({
    rows: [{ row: 2, cells: { code: 'a', 'first name': 'Ada', note: '' } }],
    faults: [],
  }));

it('counts rows as a spreadsheet does, empty ones and those of several lines included', () =>
  expect(readTable('code,note\n\na,"two\nlines"\n,\nb,\n', columns, ['code']).rows.map(({ row }) => row)).toEqual([3, 5]));

it.each([
  [
    'a column that is unknown, one that is repeated, one that is missing',
    'note,colour,Note\nx,y,z',
    [
      [1, 'column 2', 'COLUMN_UNKNOWN'],
      [1, 'note', 'COLUMN_REPEATED'],
      [1, 'code', 'COLUMN_MISSING'],
    ],
  ],
  ['a row that is longer than the header', 'code,note\na,b,c', [[2, null, 'ROW_TOO_LONG']]],
  ['a quotation that does not end', 'code\na\n"b', [[3, null, 'CSV_MALFORMED']]],
  ['nothing', '', [[1, 'code', 'COLUMN_MISSING']]],
])('names %s', (_, csv, faults) => expect(faultsIn(csv)).toEqual(faults));

it('takes as many rows as it is told, and none more', () => {
  expect(faultsIn('code\na\n\nb', 2)).toEqual([]);
  expect(faultsIn('code\na\nb\nc', 2)).toEqual([[4, null, 'TOO_MANY_ROWS']]);
});
