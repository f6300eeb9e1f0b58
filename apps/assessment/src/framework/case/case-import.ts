import type { VersionData } from '../version-content.decider.js';
import type { CaseAssociation, CaseCriterion, CaseItem, CaseLevel, CasePackage, CaseRubric } from './case-package.schema.js';
import type { Tolerance, Tolerated } from '../tolerances.js';

/** What the importer says of a framework, where the package does not or says it otherwise. */
export interface Told {
  readonly version?: string | undefined;
  readonly jurisdiction?: string | undefined;
  readonly inForceFrom?: string | undefined;
  readonly inForceUntil?: string | undefined;
}

type Item = VersionData['items'][number];
type Scale = NonNullable<VersionData['scales']>[number];
type Association = NonNullable<VersionData['associations']>[number];
type Pass = (tolerance: Tolerance, path: string) => void;
const nodeOf = ({ identifier }: { readonly identifier: string }) => identifier.toLowerCase();

/** A package in our own terms. What has no field of its own stays with its object under `source`, so that the export gives back what came. */
export function versionFrom(casePackage: CasePackage, told: Told): { readonly version: VersionData; readonly tolerated: readonly Tolerated[] } {
  const tolerated: Tolerated[] = [];
  const pass: Pass = (tolerance, path) => void tolerated.push({ tolerance, path });
  const { CFDocument, CFItems, CFAssociations, CFDefinitions, CFRubrics = [] } = casePackage;
  const codes = codesOf(CFItems, pass);
  const parents = parentsOf(casePackage, codes, pass);
  const { description, language } = CFDocument;
  const kept = {
    document: CFDocument,
    ...(CFDefinitions && { definitions: CFDefinitions }),
    ...(CFRubrics.length > 0 && { rubrics: CFRubrics.map(keptRubric) }),
  };
  const scales = CFRubrics.flatMap((rubric, index) => scalesOf(rubric, `CFRubrics.${index}`, codes, pass));
  const version = {
    ...factsOf(casePackage, told, pass),
    items: CFItems.map((item) => itemOf(item, codes, parents.get(nodeOf(item)))),
    ...(scales.length > 0 && { scales }),
    ...(CFAssociations.length > 0 && { associations: CFAssociations.map((each, index) => associationOf(each, index, casePackage, codes, pass)) }),
    ...(description !== undefined && { description }),
    ...(language !== undefined && { language }),
    source: { format: 'case' as const, tolerated: [], kept },
  };
  return { version, tolerated };
}

/** What the importer says counts, then what the package says, then what can be told from its last change. */
function factsOf({ CFDocument: document }: CasePackage, told: Told, pass: Pass) {
  const changed = document.lastChangeDateTime.slice(0, 10);
  const or = (value: string | undefined, tolerance: Tolerance, path: string, otherwise: string) => {
    if (value === undefined) pass(tolerance, path);
    return value ?? otherwise;
  };
  return {
    version: or(told.version ?? document.version, 'version-absent', 'CFDocument.version', changed),
    jurisdiction: or(told.jurisdiction, 'jurisdiction-absent', 'CFDocument', 'not stated'),
    inForceFrom: or(told.inForceFrom ?? document.statusStartDate, 'date-absent', 'CFDocument.statusStartDate', changed).slice(0, 10),
    inForceUntil: (told.inForceUntil ?? document.statusEndDate)?.slice(0, 10) ?? null,
  };
}

/** By which code the record cites each item, by the item's identifier. */
function codesOf(items: readonly CaseItem[], pass: Pass): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    items.map((item, index) => {
      const trouble = codeTrouble(item.humanCodingScheme, taken);
      if (trouble) pass(trouble, `CFItems.${index}.humanCodingScheme`);
      const code = trouble ? nodeOf(item) : item.humanCodingScheme!;
      taken.add(code);
      return [nodeOf(item), code] as const;
    }),
  );
}

function codeTrouble(code: string | undefined, taken: ReadonlySet<string>): Tolerance | undefined {
  if (code === undefined) return 'code-absent';
  if (code.length > 100) return 'code-too-long';
  return taken.has(code) ? 'code-repeated' : undefined;
}

interface Place {
  /** Undefined at the top. */
  readonly parent: string | undefined;
  readonly sequence: number | undefined;
}

function parentsOf({ CFDocument, CFItems, CFAssociations }: CasePackage, codes: ReadonlyMap<string, string>, pass: Pass): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  CFAssociations.forEach(({ associationType, originNodeURI, destinationNodeURI, sequenceNumber }, index) => {
    if (associationType !== 'isChildOf' || !codes.has(nodeOf(originNodeURI))) return;
    const inside = codes.has(nodeOf(destinationNodeURI)) || nodeOf(destinationNodeURI) === nodeOf(CFDocument);
    if (!inside) return;
    if (places.has(nodeOf(originNodeURI))) return pass('parent-second', `CFAssociations.${index}`);
    if (sequenceNumber === undefined) pass('sequence-absent', `CFAssociations.${index}.sequenceNumber`);
    places.set(nodeOf(originNodeURI), { parent: codes.get(nodeOf(destinationNodeURI)), sequence: sequenceNumber });
  });
  CFItems.forEach((item, index) => {
    if (!places.has(nodeOf(item))) pass('parent-absent', `CFItems.${index}`);
  });
  return places;
}

function itemOf(item: CaseItem, codes: ReadonlyMap<string, string>, { parent, sequence }: Place = { parent: undefined, sequence: undefined }): Item {
  const { identifier, fullStatement, CFItemType, abbreviatedStatement, notes, ...source } = item;
  return {
    code: codes.get(nodeOf(item))!,
    statement: fullStatement,
    ...(parent !== undefined && { parent }),
    ...(sequence !== undefined && { sequence }),
    ...(CFItemType !== undefined && { type: CFItemType }),
    ...(abbreviatedStatement !== undefined && { abbreviation: abbreviatedStatement }),
    ...(notes !== undefined && { notes }),
    itemId: identifier,
    source,
  };
}

function associationOf(association: CaseAssociation, index: number, { CFDocument }: CasePackage, codes: ReadonlyMap<string, string>, pass: Pass): Association {
  const { identifier, associationType, sequenceNumber, ...source } = association;
  const end = (side: 'originNodeURI' | 'destinationNodeURI') => {
    const link = association[side];
    if (nodeOf(link) === nodeOf(CFDocument)) return { code: null };
    const code = codes.get(nodeOf(link));
    if (code !== undefined) return { code };
    pass('link-outside', `CFAssociations.${index}.${side}`);
    return { outside: link.uri, title: link.title };
  };
  return {
    ...{ associationId: identifier, type: associationType, from: end('originNodeURI'), to: end('destinationNodeURI') },
    ...(sequenceNumber !== undefined && { sequence: sequenceNumber }),
    source,
  };
}

const hasLevels = ({ CFRubricCriterionLevels: levels = [] }: CaseCriterion) => levels.length > 0;

/** A rubric as it is kept beside its scales: without the criteria that have become scales. */
function keptRubric({ CFRubricCriteria: criteria, ...rubric }: CaseRubric) {
  const left = criteria?.filter((criterion) => !hasLevels(criterion)) ?? [];
  return { ...rubric, ...(left.length > 0 && { CFRubricCriteria: left }) };
}

/** Every criterion of a rubric is a scale: it says of one item, or of all, what each level looks like. */
function scalesOf(rubric: CaseRubric, path: string, codes: ReadonlyMap<string, string>, pass: Pass): Scale[] {
  return (rubric.CFRubricCriteria ?? []).flatMap((criterion, index) => {
    const at = `${path}.CFRubricCriteria.${index}`;
    if (hasLevels(criterion)) return [scaleOf(rubric, criterion, at, codes, pass)];
    pass('levels-absent', at);
    return [];
  });
}

function scaleOf(rubric: CaseRubric, criterion: CaseCriterion, path: string, codes: ReadonlyMap<string, string>, pass: Pass): Scale {
  const { CFRubricCriterionLevels: levels = [], ...rest } = criterion;
  const { identifier, description, category, CFItemURI } = criterion;
  const rated = CFItemURI && [codes.get(nodeOf(CFItemURI))].filter((code) => code !== undefined);
  if (rated?.length === 0) pass('link-outside', `${path}.CFItemURI`);
  const title = description ?? category ?? rubric.title ?? identifier;
  return {
    ...{ scaleId: identifier, title, ...(rated && { items: rated }), levels: levelsFrom(levels, path, pass) },
    source: { rubric: rubric.identifier, criterion: rest },
  };
}

/** From the lowest to the highest: by score, else by position, else as they are listed. */
function levelsFrom(levels: readonly CaseLevel[], path: string, pass: Pass): Scale['levels'] {
  const distinct = (values: readonly (number | undefined)[]) => !values.includes(undefined) && new Set(values).size === values.length;
  const scored = distinct(levels.map(({ score }) => score));
  const placed = distinct(levels.map(({ position }) => position));
  if (!scored) pass('level-without-score', path);
  const valueOf = ({ score, position }: CaseLevel, index: number): number => (scored ? score! : placed ? position! : index + 1);
  return levels
    .map((level, index) => ({ level, value: valueOf(level, index) }))
    .sort((a, b) => a.value - b.value)
    .map(({ level, value }) => ({
      ...{ value, name: level.quality ?? `Level ${value}` },
      ...(level.description !== undefined && { descriptor: level.description }),
      source: { ...level },
    }));
}
