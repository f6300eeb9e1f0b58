import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import type { Association, Scale, VersionContent, VersionItem } from '../version-content.decider.js';

/** Sets apart the ids of frameworks whose CASE identifier is no valid UUID. Changing it makes a second framework of each: never do. */
const namespace = '6f1f7a3c-0d0e-5b52-9f0b-5f1b6f0a7c31';
/** A framework that came as CASE keeps its identifier, so that the next import finds it. */
export const frameworkIdOfCase = (identifier: string): string => {
  const lower = identifier.toLowerCase();
  return z.uuid().safeParse(lower).success ? lower : uuidv5(lower, namespace);
};

/** A version with the framework that it is of. */
export interface Exported {
  readonly frameworkId: string;
  readonly title: string;
  readonly creator: string;
  readonly version: Pick<VersionContent, 'version' | 'inForceFrom' | 'inForceUntil' | 'items'> & {
    readonly [Field in 'description' | 'language' | 'attribution' | 'source' | 'scales' | 'associations']?: VersionContent[Field] | null;
  };
}
/** With the identifier of each item by its code. */
type Indexed = Exported & { readonly itemIds: ReadonlyMap<string, string> };
type Members = Readonly<Record<string, unknown>>;

/**
 * A version as a CASE 1.0 package. What came as CASE goes as it came; what is our own gets identifiers and URIs that are the same at every export.
 * The order of lists means nothing in CASE: compare by {@link canonicalPackage}.
 */
export function casePackageOf(asked: Exported) {
  const { items, source } = asked.version;
  const exported = { ...asked, itemIds: new Map(items.map((item) => [item.code, itemIdOf(asked, item)])) };
  const kept = source?.format === 'case' ? source.kept : undefined;
  return {
    CFDocument: kept?.['document'] ?? documentOf(exported),
    CFItems: items.map((item) => caseItemOf(exported, item)),
    CFAssociations: associationsOf(exported, kept !== undefined),
    ...(kept?.['definitions'] !== undefined && { CFDefinitions: kept['definitions'] }),
    ...rubricsOf(exported, (kept?.['rubrics'] ?? []) as readonly Members[]),
  };
}

/** Ours by name within the version: the same at every export. */
const idOf = ({ frameworkId, version }: Exported, ...name: readonly string[]) => uuidv5([version.version, ...name].join('/'), frameworkId);
const frame = ({ version }: Exported, identifier: string) => ({
  ...{ identifier, uri: `urn:uuid:${identifier}`, lastChangeDateTime: `${version.inForceFrom}T00:00:00Z` },
});
const link = (title: string, identifier: string) => ({ title, identifier, uri: `urn:uuid:${identifier}` });
const documentLink = ({ title, frameworkId }: Exported) => link(title, frameworkId);
const itemIdOf = (exported: Exported, item: VersionItem) => item.itemId ?? idOf(exported, 'item', item.code);

function documentOf(exported: Exported): Members {
  const { creator, title, frameworkId, version } = exported;
  const { description, language, attribution, inForceFrom, inForceUntil } = version;
  return {
    ...frame(exported, frameworkId),
    ...{ creator, title, version: version.version, statusStartDate: inForceFrom, adoptionStatus: 'Adopted' },
    ...(inForceUntil !== null && { statusEndDate: inForceUntil }),
    ...(description && { description }),
    ...(language && { language }),
    ...(attribution && { notes: attribution }),
  };
}

function caseItemOf(exported: Exported, item: VersionItem): Members {
  const identifier = itemIdOf(exported, item);
  return {
    identifier,
    ...(item.source ?? { ...frame(exported, identifier), humanCodingScheme: item.code, CFDocumentURI: documentLink(exported) }),
    fullStatement: item.statement,
    ...(item.type !== undefined && { CFItemType: item.type }),
    ...(item.abbreviation !== undefined && { abbreviatedStatement: item.abbreviation }),
    ...(item.notes !== undefined && { notes: item.notes }),
  };
}

const itemLink = (exported: Indexed, code: string) => link(code, exported.itemIds.get(code) ?? exported.frameworkId);

function childOf(exported: Indexed, item: VersionItem): Members {
  return {
    ...frame(exported, idOf(exported, 'isChildOf', item.code)),
    associationType: 'isChildOf',
    ...(item.sequence !== undefined && { sequenceNumber: item.sequence }),
    originNodeURI: link(item.code, itemIdOf(exported, item)),
    destinationNodeURI: item.parent === undefined ? documentLink(exported) : itemLink(exported, item.parent),
  };
}

/** An imported version keeps what is said by `parent` as associations too. */
function associationsOf(exported: Indexed, imported: boolean): readonly Members[] {
  const children = imported ? [] : exported.version.items.map((item) => childOf(exported, item));
  return [...children, ...(exported.version.associations ?? []).map((association, index) => associationOf(exported, association, index))];
}

function associationOf(exported: Indexed, { associationId, type, from, to, sequence, source }: Association, index: number): Members {
  const identifier = associationId ?? idOf(exported, 'association', String(index));
  const end = (each: Association['from']) => {
    if ('outside' in each) return { title: each.title ?? each.outside, identifier: each.outside, uri: each.outside };
    if ('frameworkId' in each) return link(each.code, uuidv5(`${each.version}/item/${each.code}`, each.frameworkId));
    return each.code === null ? documentLink(exported) : itemLink(exported, each.code);
  };
  return {
    ...{ identifier, associationType: type },
    ...(source ?? { ...frame(exported, identifier), originNodeURI: end(from), destinationNodeURI: end(to) }),
    ...(sequence !== undefined && { sequenceNumber: sequence }),
  };
}

function rubricsOf(exported: Indexed, kept: readonly Members[]): Members {
  const scales = exported.version.scales ?? [];
  const withCriteria = kept.map((rubric) => {
    const criteria = scales.filter(({ source }) => source?.['rubric'] === rubric['identifier']).map(keptCriterion);
    return { ...rubric, CFRubricCriteria: [...criteria, ...((rubric['CFRubricCriteria'] as readonly Members[] | undefined) ?? [])] };
  });
  const own = scales.filter(({ source }) => source?.['rubric'] === undefined).map((scale) => rubricOf(exported, scale));
  return kept.length + own.length > 0 ? { CFRubrics: [...withCriteria, ...own] } : {};
}

const keptCriterion = ({ source, levels }: Scale): Members => ({
  ...(source?.['criterion'] as Members),
  CFRubricCriterionLevels: levels.map((level) => level.source),
});

/** One of our scales: a rubric with one criterion for each item that it names, or with one for all. */
function rubricOf(exported: Indexed, { scaleId, title, items, levels }: Scale): Members {
  const criteria = (items ?? [undefined]).map((code) => {
    const criterionId = idOf(exported, 'criterion', scaleId, code ?? '');
    return {
      ...frame(exported, criterionId),
      ...{ description: title, rubricId: scaleId },
      ...(code !== undefined && { CFItemURI: itemLink(exported, code) }),
      CFRubricCriterionLevels: levels.map(({ value, name, descriptor }) => ({
        ...frame(exported, idOf(exported, 'level', criterionId, String(value))),
        ...{ quality: name, score: value, rubricCriterionId: criterionId },
        ...(descriptor !== undefined && { description: descriptor }),
      })),
    };
  });
  return { ...frame(exported, scaleId), title, CFRubricCriteria: criteria };
}

/** Equal for two packages that say the same: members and lists in one order. */
export const canonicalPackage = (casePackage: object): string => JSON.stringify(sorted(casePackage));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const parts = value.map(sorted);
    const named = parts.every((part) => typeof part === 'object' && part !== null && 'identifier' in part);
    return named ? parts.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : parts;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined && !(Array.isArray(each) && each.length === 0))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([member, each]) => [member, sorted(each)]),
  );
}
