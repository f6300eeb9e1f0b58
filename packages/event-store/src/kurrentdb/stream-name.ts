import { InvalidAppend } from '../port.js';

export interface StreamPlace {
  readonly tenant: string;
  readonly stream: string;
}

const tenantShape = /^[a-z0-9][a-z0-9-]{0,62}$/;
const wireShape = /^([a-z]+)-([a-z0-9][a-z0-9-]{0,62})\.([0-9a-f-]{36})$/;

/**
 * `<category>-<tenant>.<uuid>`: how a tenant's stream `<category>-<uuid>` is named in KurrentDB, which knows no tenants. All streams of a category begin
 * with `<category>-`, and a tenant holds no dot, so no two places share a name.
 * Throws {@link InvalidAppend} `BAD_TENANT` for a tenant that cannot be part of a name.
 */
export function wireName({ tenant, stream }: StreamPlace): string {
  if (!tenantShape.test(tenant)) throw new InvalidAppend('BAD_TENANT', `KurrentDB takes tenants of at most 63 characters a-z, 0-9 and -, not "${tenant}"`);
  const dash = stream.indexOf('-');
  return `${stream.slice(0, dash)}-${tenant}.${stream.slice(dash + 1)}`;
}

/** Whose stream it is; undefined for streams that are not ours, such as the system's. */
export function placeOf(wire: string): StreamPlace | undefined {
  const [, category, tenant, id] = wireShape.exec(wire) ?? [];
  return tenant === undefined ? undefined : { tenant, stream: `${category}-${id}` };
}

/** Filters by it find every stream of the category and no other. */
export const categoryPrefix = (category: string): string => `${category}-`;
