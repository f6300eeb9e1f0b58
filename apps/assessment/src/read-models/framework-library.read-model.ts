import {
  Association,
  FrameworkVersionContinued,
  FrameworkVersionPublished,
  FrameworkVersionRetired,
  isInForce,
  RoleProfilePublished,
  Scale,
  scaleOf,
  UnitFacts,
  VersionItem,
  VersionSource,
} from '@cairn/contracts/assessment';
import { InjectRows } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

type Versioned = { readonly data: { readonly frameworkId: string; readonly version: string } };
const keyOf = (frameworkId: string, version: string) => `${frameworkId}/${version}`;
const version = ({ data }: Versioned) => keyOf(data.frameworkId, data.version);

/** "What does this version of the framework say, what does it ask of which role, and when is it in force?" One row per version; at most one batch behind. */
export const frameworkLibrary = defineReadModel({
  name: 'framework-library',
  version: 1,
  row: z.object({
    frameworkId: z.uuid(),
    version: z.string(),
    jurisdiction: z.string(),
    inForceFrom: z.string(),
    inForceUntil: z.string().nullable(),
    retiredOn: z.string().nullable(),
    replacedBy: z.string().nullable(),
    description: z.string().nullable(),
    language: z.string().nullable(),
    attribution: z.string().nullable(),
    unit: UnitFacts.nullable(),
    items: z.array(VersionItem),
    scales: z.array(Scale),
    associations: z.array(Association),
    /** Also those that another has replaced. */
    profiles: z.array(RoleProfilePublished.schema.omit({ frameworkId: true, version: true }).extend({ replacedBy: z.uuid().nullable() })),
    source: VersionSource.nullable(),
  }),
  indexes: [['frameworkId']],
  on: (when) => [
    when(FrameworkVersionPublished, version, (_, { data }) => ({
      ...data,
      ...{ retiredOn: null, replacedBy: null, profiles: [] },
      ...{ description: data.description ?? null, language: data.language ?? null, attribution: data.attribution ?? null },
      ...{ unit: data.unit ?? null, source: data.source ?? null, scales: data.scales ?? [], associations: data.associations ?? [] },
    })),
    when(
      FrameworkVersionContinued,
      version,
      (row, { data: { items, scales, associations } }) =>
        row && { ...row, items: [...row.items, ...items], scales: [...row.scales, ...scales], associations: [...row.associations, ...associations] },
    ),
    when(RoleProfilePublished, version, (row, { data: { frameworkId: _, version: __, ...profile } }) => {
      if (!row) return undefined;
      const earlier = row.profiles.map((each) => (each.profileId === profile.replaces ? { ...each, replacedBy: profile.profileId } : each));
      return { ...row, profiles: [...earlier, { ...profile, replacedBy: null }] };
    }),
    when(FrameworkVersionRetired, version, (row, { data: { retiredOn, replacedBy } }) => row && { ...row, retiredOn, replacedBy }),
  ],
});
export type LibraryVersion = RowOf<typeof frameworkLibrary>;

@Injectable()
export class FrameworkLibrary {
  constructor(@InjectRows(frameworkLibrary) private readonly rows: Rows<LibraryVersion>) {}

  stored = (tenant: string, frameworkId: string, name: string) => this.rows.in(tenant).get(keyOf(frameworkId, name));

  /** The one that came into force last. */
  async newest(tenant: string, frameworkId: string) {
    const [version] = await this.rows.in(tenant).find({ frameworkId }, { order: { inForceFrom: 'DESC', version: 'DESC' }, limit: 1 });
    return version;
  }

  async version(tenant: string, frameworkId: string, name: string) {
    return (await this.versions(tenant, frameworkId)).find(({ version }) => version === name);
  }

  /** The oldest first; with a day only those in force on it. */
  async versions(tenant: string, frameworkId: string, on?: string) {
    const versions = await this.rows.in(tenant).find({ frameworkId }, { order: { inForceFrom: 'ASC', version: 'ASC' } });
    const replacements = replacementsIn(versions);
    return versions.filter((version) => on === undefined || isInForce(version, on)).map((version) => asRead(version, replacements));
  }
}

type End = LibraryVersion['associations'][number]['to'];

/** What has replaced an item, by {@link keyOf} its version and its code: said by its own version, or by a later one of the framework. */
export function replacementsIn(versions: readonly LibraryVersion[]): ReadonlyMap<string, readonly End[]> {
  const replacements = new Map<string, End[]>();
  for (const { frameworkId, version, associations } of versions)
    for (const { type, from, to } of associations) {
      const replaced = itemOf(from, { frameworkId, version });
      if (type !== 'replacedBy' || !replaced) continue;
      const key = `${keyOf(replaced.frameworkId, replaced.version)}/${replaced.code}`;
      replacements.set(key, [...(replacements.get(key) ?? []), itemOf(to, { frameworkId, version }) ?? to]);
    }
  return replacements;
}

/** The item that an end of an association names; undefined for the framework itself and for what is elsewhere. */
function itemOf(end: End, own: { readonly frameworkId: string; readonly version: string }) {
  if ('outside' in end) return undefined;
  if ('frameworkId' in end) return end;
  return end.code === null ? undefined : { ...own, code: end.code };
}

/** A version as people read it: its items as trees, each with the scale on which it is rated and what has replaced it. */
export function asRead({ items, scales, associations, source, ...version }: LibraryVersion, replacements: ReadonlyMap<string, readonly End[]>) {
  const replacedBy = (code: string) => replacements.get(`${keyOf(version.frameworkId, version.version)}/${code}`) ?? [];
  return {
    ...version,
    items: treesOf(items, ({ source: _, ...item }) => ({ ...item, scaleId: scaleOf(scales, item.code)?.scaleId ?? null, replacedBy: replacedBy(item.code) })),
    scales: scales.map(({ source: _, levels, ...scale }) => ({ ...scale, levels: levels.map(({ source: __, ...level }) => level) })),
    associations: associations.map(({ source: _, ...association }) => association),
    source: source && { format: source.format, tolerated: source.tolerated },
  };
}

type Tree<T> = T & { readonly children: readonly Tree<T>[] };

/** Siblings in the order of their sequence; those without one come after the others, as they were listed. */
function treesOf<T>(items: LibraryVersion['items'], show: (item: LibraryVersion['items'][number]) => T): readonly Tree<T>[] {
  const under = new Map<string | undefined, LibraryVersion['items'][number][]>();
  for (const item of items) {
    const siblings = under.get(item.parent);
    if (siblings) siblings.push(item);
    else under.set(item.parent, [item]);
  }
  const grow = (parent: string | undefined): readonly Tree<T>[] =>
    [...(under.get(parent) ?? [])]
      .sort((a, b) => (a.sequence ?? Infinity) - (b.sequence ?? Infinity) || 0)
      .map((item) => ({ ...show(item), children: grow(item.code) }));
  return grow(undefined);
}
