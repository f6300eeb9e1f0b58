import { addedIn11, casePackageSchema, type CaseSchema } from './case-package.schema.js';
import type { Tolerance, Tolerated } from '../tolerances.js';

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
