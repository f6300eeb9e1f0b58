import { addedIn11, casePackageSchema, type CaseSchema } from './case-package.schema.js';

/** An irregularity that is let pass, and where. */
export interface Tolerated {
  readonly tolerance: Tolerance;
  readonly path: string;
}

/** Every irregularity of a CASE package that does not keep it out, with what becomes of it. `docs/frameworks.md` lists them. */
export const tolerances = {
  'null-for-absent': 'a member that is null counts as absent',
  'empty-text': 'a text without a character counts as absent',
  'number-as-text': 'a whole number in quotation marks counts as the number',
  'date-time-without-zone': 'an instant without a time zone is kept as it stands',
  'member-unknown': 'a member that CASE 1.0 does not have is kept, and given back by the export',
  'case-1.1-member': 'a member that CASE 1.1 has added is kept, and given back by the export',
  'link-as-text': 'a link that is only a text is kept as it stands',
  'definitions-as-list': 'an empty list in the place of the definitions counts as absent',
  'list-absent': 'a package without the list has none of its kind',
  'link-outside': 'a link that points outside the package is kept as it stands',
  'code-absent': 'an item without a code is cited by its identifier',
  'code-repeated': 'an item whose code another one has is cited by its identifier',
  'code-too-long': 'an item whose code has more than 100 characters is cited by its identifier',
  'sequence-absent': 'an item without a place among its siblings comes after those that have one',
  'parent-absent': 'an item that is nobody’s child stands at the top',
  'parent-second': 'an item with several parents stands under the first; the others stay as associations',
  'level-without-score': 'levels without a score each of their own are counted in the order of their positions, else of the list',
  'levels-absent': 'a criterion of a rubric without levels is kept, and no item is rated on it',
  'version-absent': 'a document without a version is named by the day of its last change',
  'date-absent': 'a document without a start is in force from the day of its last change',
  'jurisdiction-absent': 'CASE does not say where a framework applies: it stands as "not stated"',
} as const;
export type Tolerance = keyof typeof tolerances;

/** Puts irregular values of known kinds in order, and says which. What it does not know it leaves as it is, for the schema to refuse. */
export function tolerant(file: unknown): { readonly file: unknown; readonly tolerated: readonly Tolerated[] } {
  const tolerated: Tolerated[] = [];
  const pass = (tolerance: Tolerance, path: string) => void tolerated.push({ tolerance, path });
  return { file: inOrder(withLists(file, pass), casePackageSchema, '', pass), tolerated };
}

type Pass = (tolerance: Tolerance, path: string) => void;
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

function withLists(file: unknown, pass: Pass): unknown {
  if (!isObject(file)) return file;
  const { CFDefinitions: definitions, ...rest } = file;
  const empty = Array.isArray(definitions) && definitions.length === 0;
  if (empty) pass('definitions-as-list', 'CFDefinitions');
  const lacks = file['CFAssociations'] === undefined;
  if (lacks) pass('list-absent', 'CFAssociations');
  return { ...rest, ...(lacks && { CFAssociations: [] }), ...(definitions !== undefined && !empty && { CFDefinitions: definitions }) };
}

function inOrder(value: unknown, schema: CaseSchema, path: string, pass: Pass): unknown {
  if (Array.isArray(value)) return value.map((each, index) => inOrder(each, schema.items ?? {}, `${path}.${index}`, pass));
  if (isObject(value)) return objectInOrder(value, schema, path, pass);
  if (typeof value !== 'string') return value;
  if (schema.type === 'integer' && /^\d{1,9}$/.test(value)) {
    pass('number-as-text', path);
    return Number(value);
  }
  if (schema.format === 'case-date-time' && /T[\d:.]+$/.test(value)) pass('date-time-without-zone', path);
  if (Array.isArray(schema.type) && schema.type.includes('object')) pass('link-as-text', path);
  return value;
}

function objectInOrder(value: Readonly<Record<string, unknown>>, { properties }: CaseSchema, path: string, pass: Pass) {
  const ordered: Record<string, unknown> = {};
  for (const [member, each] of Object.entries(value)) {
    const at = path === '' ? member : `${path}.${member}`;
    const absent = absence(each, properties !== undefined);
    if (absent) {
      pass(absent, at);
      continue;
    }
    const known = properties?.[member];
    if (properties && !known) pass(addedIn11.has(at.replace(/\.\d+/g, '')) ? 'case-1.1-member' : 'member-unknown', at);
    ordered[member] = inOrder(each, known ?? {}, at, pass);
  }
  return ordered;
}

function absence(value: unknown, described: boolean): Tolerance | undefined {
  if (value === null) return 'null-for-absent';
  return value === '' && described ? 'empty-text' : undefined;
}
