import { catalogue } from '@cairn/contracts';
import type { EventDefinition, MarkedField } from '@cairn/event-sourcing';
import { z } from 'zod';

interface JsonSchema {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

interface Field {
  /** Dotted; `[]` for "each element of the list". */
  readonly name: string;
  readonly type: string;
}

/** The catalogue of every event that can be stored, as Markdown: `docs/events.md` is this text. */
export function eventCatalogue(): string {
  const services = Object.entries(catalogue);
  const total = services.reduce((sum, [, { published, internal }]) => sum + published.length + internal.length, 0);
  return [
    '# Every event',
    '',
    'Generated from `packages/contracts` by `npm run docs`; do not edit.',
    '',
    `${total} events of ${services.length} services. A *published* event is for every service, an *internal* one for its own service alone. A *subject* is a person whom the`,
    'event is about, a *setting* is where it happened: both enter the envelope. A *personal* field is sealed before it is stored, under the key of its category and its person.',
    ...services.flatMap(([service, { published, internal }]) => [
      '',
      `## ${service}`,
      ...published.flatMap((definition) => section(definition, 'published')),
      ...internal.flatMap((definition) => section(definition, 'internal')),
    ]),
    '',
  ].join('\n');
}

function section({ type, schemaVersion, schema, summary, marks }: EventDefinition, audience: string): string[] {
  // A JSON Schema is plain data; this program reads the few keywords it knows.
  const fields = fieldsOf(z.toJSONSchema(schema, { unrepresentable: 'any' }) as JsonSchema, '');
  const lines = fields.map(({ name, type: kind }) => `- \`${name}\`: ${kind}${markOf(name, marks)}`);
  return ['', `### ${type}`, '', `${summary} Version ${schemaVersion}, ${audience}.`, '', ...lines];
}

const fieldsOf = (schema: JsonSchema, path: string): Field[] =>
  Object.entries(schema.properties ?? {}).flatMap(([key, field]) => {
    const name = path + key;
    const type = schema.required?.includes(key) ? typeOf(field) : `${typeOf(field)}, optional`;
    return [{ name, type }, ...fieldsOf(field, `${name}.`), ...fieldsOf(field.items ?? {}, `${name}[].`)];
  });

function typeOf(schema: JsonSchema): string {
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (schema.type === 'array') return `list of ${typeOf(schema.items ?? {})}`;
  return schema.format ?? schema.type ?? 'any';
}

function markOf(name: string, marks: readonly MarkedField[]): string {
  const mark = marks.find(({ path }) => path.join('.').replaceAll('.*', '[]') === name)?.mark;
  if (!mark) return '';
  return mark.kind === 'personal' ? ` **personal**, ${mark.category} of \`${mark.subject}\`` : ` **${mark.kind}**`;
}
