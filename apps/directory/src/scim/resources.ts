import { z } from 'zod';

/** RFC 7643 and 7644: the names that a SCIM client knows. */
export const urn = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  enterprise: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  list: 'urn:ietf:params:scim:api:messages:2.0:ListResponse',
  patch: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
  error: 'urn:ietf:params:scim:api:messages:2.0:Error',
  config: 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig',
  resourceType: 'urn:ietf:params:scim:schemas:core:2.0:ResourceType',
} as const;

/** What identity providers really send: names in any letter case, null for absent, and texts for truth values. What is not named here is not kept. */
const attributes = <S extends z.ZodRawShape>(shape: S) => {
  const names = Object.keys(shape);
  return z.preprocess((value) => (isRecord(value) ? canonical(value, names) : value), z.object(shape));
};
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const canonical = (value: Record<string, unknown>, names: readonly string[]) =>
  Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== null && each !== '')
      .map(([key, each]) => [names.find((name) => name.toLowerCase() === key.toLowerCase()) ?? key, each]),
  );

const text = z.string().trim().min(1).max(320);
const truth = z.preprocess((value) => (typeof value === 'string' ? { true: true, false: false }[value.toLowerCase()] : value), z.boolean());
/** A manager is an id, or an object that holds it; what else such an object says, `$ref` and `displayName`, is left alone. */
const manager = z.preprocess((value) => (typeof value === 'string' ? { value } : value), attributes({ value: text.optional() }));

export const ScimUser = attributes({
  userName: text,
  externalId: text.optional(),
  active: truth.default(true),
  displayName: text.optional(),
  title: text.optional(),
  name: attributes({ formatted: text.optional(), givenName: text.optional(), familyName: text.optional() }).optional(),
  emails: z
    .array(attributes({ value: text, type: text.optional(), primary: truth.optional() }))
    .max(20)
    .optional(),
  [urn.enterprise]: attributes({
    employeeNumber: text.optional(),
    department: text.optional(),
    organization: text.optional(),
    manager: manager.optional(),
  }).optional(),
});
export type ScimUser = z.output<typeof ScimUser>;

export const ScimGroup = attributes({
  displayName: text,
  externalId: text.optional(),
  members: z
    .array(attributes({ value: z.uuid().toLowerCase() }))
    .max(1000)
    .default([]),
});
export type ScimGroup = z.output<typeof ScimGroup>;

/** What people call this person; an identity provider may say it in four places. */
export const nameOf = ({ displayName, name, userName }: Pick<ScimUser, 'displayName' | 'name' | 'userName'>): string =>
  displayName ?? name?.formatted ?? ([name?.givenName, name?.familyName].filter(Boolean).join(' ') || userName);

export interface Resource {
  readonly id: string;
  readonly schemas: readonly string[];
  readonly meta: { readonly resourceType: 'User' | 'Group'; readonly location: string };
}

/** A page of a list as SCIM wants it: `startIndex` counts from 1. */
export const listOf = <R>(all: readonly R[], { startIndex, count }: { readonly startIndex: number; readonly count: number }) => {
  const page = all.slice(startIndex - 1, startIndex - 1 + count);
  return { schemas: [urn.list], totalResults: all.length, startIndex, itemsPerPage: page.length, Resources: page };
};

/** What this server can do, for clients that ask first. */
export const serviceProviderConfig = {
  schemas: [urn.config],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: 500 },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [{ type: 'oauthbearertoken', name: 'Bearer token', description: 'A token of the organisation’s identity provider' }],
};

export const resourceTypes = [
  {
    schemas: [urn.resourceType],
    id: 'User',
    name: 'User',
    endpoint: '/Users',
    schema: urn.user,
    schemaExtensions: [{ schema: urn.enterprise, required: false }],
  },
  { schemas: [urn.resourceType], id: 'Group', name: 'Group', endpoint: '/Groups', schema: urn.group },
];
