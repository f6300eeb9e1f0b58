import { patchBodyValidation, scimPatch, type ScimPatch, type ScimResource } from 'scim-patch';
import { filter, parse, type Filter } from 'scim2-parse-filter';
import { z } from 'zod';

/** A request that a SCIM client must hear of in SCIM's own words: `scimType` of RFC 7644, section 3.12. */
export class ScimFault extends Error {
  constructor(
    readonly status: number,
    readonly scimType: string | undefined,
    sentence: string,
  ) {
    super(sentence);
  }
}

export const ListQuery = z.object({
  filter: z.string().max(1000).optional(),
  // out of range is brought into range, as the RFC asks
  startIndex: z.coerce
    .number()
    .int()
    .default(1)
    .transform((value) => Math.max(1, value)),
  count: z.coerce
    .number()
    .int()
    .default(100)
    .transform((value) => Math.min(500, Math.max(0, value))),
  excludedAttributes: z.string().max(200).optional(),
});
export type ListQuery = z.output<typeof ListQuery>;

/** Names that compare without regard to letter case, wherever they stand. */
const caseless = /(^|[:.])(username|displayname|emails(\.value)?|value)$/i;

/** Whether a resource passes the filter. Throws `ScimFault` when the filter is none. */
export function matching(query: string | undefined): (resource: object) => boolean {
  if (query === undefined) return () => true;
  try {
    const passes = filter(lowered(parse(query)));
    return (resource) => passes(loweredResource(resource));
  } catch {
    throw new ScimFault(400, 'invalidFilter', 'this filter cannot be read');
  }
}

function lowered(each: Filter): Filter {
  if (each.op === 'and' || each.op === 'or') return { ...each, filters: (each as { filters: Filter[] }).filters.map(lowered) } as Filter;
  if (each.op === 'not') return { ...each, filter: lowered((each as { filter: Filter }).filter) } as Filter;
  if (each.op === '[]') return { ...each, valFilter: lowered((each as { valFilter: Filter }).valFilter) } as Filter;
  const { attrPath, compValue } = each as { attrPath: string; compValue?: unknown };
  return caseless.test(attrPath) && typeof compValue === 'string' ? ({ ...each, compValue: compValue.toLowerCase() } as Filter) : each;
}

const loweredResource = (resource: object): unknown =>
  JSON.parse(JSON.stringify(resource), (key, value: unknown) => (caseless.test(key) && typeof value === 'string' ? value.toLowerCase() : value));

export const PatchBody = z.looseObject({ schemas: z.array(z.string()), Operations: z.array(z.looseObject({ op: z.string() })).max(100) });
export type PatchBody = z.output<typeof PatchBody>;

/** The resource as it would be after the operations. Throws `ScimFault` for operations that lead nowhere. */
export function patched(resource: object, body: PatchBody): unknown {
  const operations = body.Operations.map((operation) => ({ ...operation, op: operation.op.toLowerCase() }));
  try {
    patchBodyValidation({ ...body, Operations: operations } as unknown as ScimPatch);
    return scimPatch(structuredClone(resource) as unknown as ScimResource, operations as unknown as ScimPatch['Operations'], {
      mutateDocument: false,
      treatMissingAsAdd: true,
    });
  } catch (error) {
    const { scimCode } = error as { scimCode?: string };
    throw new ScimFault(400, scimCode ?? 'invalidPath', 'one of the operations leads to nothing that can be changed');
  }
}

/** Reads a resource; what does not fit is the client's `invalidValue`, named by its place only. */
export function read<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const places = [...new Set(result.error.issues.map(({ path }) => path.join('.') || 'the body'))];
  throw new ScimFault(400, 'invalidValue', `these attributes are missing or cannot be taken over: ${places.slice(0, 20).join(', ')}`);
}
