import { hasMarkup, plainText } from '@cairn/frameworks';
import type { TableRow } from '@cairn/tables';
import type { Tolerated } from '../tolerances.js';
import { v5 as uuidv5 } from 'uuid';
import { fault, type VersionData } from '../version-content.decider.js';
import { readItems, type FileReading } from './file-reading.js';
import { cellAt, rowsOf } from './table.js';

/** The 14 columns of Moodle's export of a competency framework, as its newer versions spell them; older spellings differ in letter case and spaces only. */
const columns = [
  ...(['Parent ID number', 'ID number', 'Short name', 'Description', 'Description format', 'Scale values', 'Scale configuration'] as const),
  ...(['Rule type (optional)', 'Rule outcome (optional)', 'Rule config (optional)', 'Cross-referenced competency ID numbers'] as const),
  ...(['Exported ID (optional)', 'Is framework', 'Taxonomy'] as const),
] as const;
type Column = (typeof columns)[number];
type Row = TableRow<Column>;

const columnOf: Readonly<Record<string, Column>> = {
  code: 'ID number',
  statement: 'Short name',
  parent: 'Parent ID number',
  notes: 'Description',
  type: 'Taxonomy',
};

/** Sets apart the ids of scales that only a file names. */
const namespace = '0f7c1f0a-5b0b-5d38-8f0e-2b3c4d5e6f70';

/** A framework as Moodle exports it: one row for the framework, one for each competency. */
export function readMoodleCsv(csv: string): FileReading {
  const { rows, faults } = rowsOf(csv, columns, ['ID number', 'Short name', 'Is framework']);
  if (faults.length > 0) return { faults };
  const [framework, ...others] = rows.filter(({ cells }) => cells['Is framework'] === '1');
  if (!framework) return { faults: [fault('FRAMEWORK_MISSING', 'Is framework', 'no row is the framework: one has 1 in this column')] };
  if (others.length > 0)
    return {
      faults: others.map(({ row }) => fault('FRAMEWORK_REPEATED', cellAt(row, 'Is framework'), `the framework stands in row ${framework.row} already`)),
    };

  const competencies = rows.filter((row) => row !== framework);
  const reading = readItems(
    competencies.map((row) => ({ row: row.row, item: itemOf(row, framework), columnOf: (field) => columnOf[field] ?? field })),
    { ...described(framework), scales: scalesOf(framework, competencies) },
  );
  if ('faults' in reading) return reading;
  const related = crossReferences(competencies);
  if (related.faults.length > 0) return { faults: related.faults };
  const { associations } = related;
  return {
    content: { ...reading.content, ...(associations.length > 0 && { associations }) },
    tolerated: [framework, ...competencies].flatMap(markup),
    title: framework.cells['Short name'],
    kept: { framework: given(framework) },
  };
}

const given = ({ cells }: Row) => Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== ''));
const described = ({ cells }: Row) => (cells.Description === '' ? {} : { description: plainText(cells.Description) });
const markup = ({ row, cells }: Row): Tolerated[] => (hasMarkup(cells.Description) ? [{ tolerance: 'markup-removed', path: cellAt(row, 'Description') }] : []);

/** The framework's own id number as a parent means: at the top. */
function itemOf({ cells }: Row, framework: Row): object {
  const parent = cells['Parent ID number'];
  const notes = plainText(cells.Description);
  const { 'Parent ID number': _, 'ID number': code, 'Short name': statement, ...source } = given({ row: 0, cells });
  return {
    ...{ code: code ?? '', statement: statement ?? '' },
    ...(parent !== '' && parent !== framework.cells['ID number'] && { parent }),
    ...(notes !== '' && { notes }),
    source,
  };
}

/** Moodle keeps the levels of a scale as one text with commas, from the lowest. A competency without a scale of its own has its framework's. */
function scalesOf(framework: Row, competencies: readonly Row[]): NonNullable<VersionData['scales']> {
  const itemsOf = new Map<string, string[]>();
  for (const { cells } of competencies) {
    const scale = cells['Scale values'];
    if (scale !== '' && scale !== framework.cells['Scale values']) itemsOf.set(scale, [...(itemsOf.get(scale) ?? []), cells['ID number']]);
  }
  const own = [...itemsOf].map(([values, items]) => ({ values, items }));
  return [...own, { values: framework.cells['Scale values'], items: undefined }]
    .filter(({ values }) => values !== '')
    .map(({ values, items }) => ({
      scaleId: uuidv5(values, namespace),
      title: values,
      ...(items && { items }),
      levels: values.split(',').map((name, index) => ({ value: index + 1, name: name.trim() || `Level ${index + 1}` })),
    }));
}

/** Id numbers with commas between them; a comma within one is written %2C. */
function crossReferences(competencies: readonly Row[]) {
  const codes = new Set(competencies.map(({ cells }) => cells['ID number']));
  const column = 'Cross-referenced competency ID numbers';
  const named = competencies.flatMap(({ row, cells }) =>
    cells[column]
      .split(',')
      .map((code) => code.trim().replaceAll('%2C', ','))
      .filter((code) => code !== '')
      .map((code) => ({ row, from: cells['ID number'], code })),
  );
  return {
    faults: named
      .filter(({ code }) => !codes.has(code))
      .map(({ row, code }) => fault('ITEM_UNKNOWN', cellAt(row, column), `no competency of the file has the id number ${code}`)),
    associations: named.map(({ from, code }) => ({ type: 'isRelatedTo' as const, from: { code: from }, to: { code } })),
  };
}
