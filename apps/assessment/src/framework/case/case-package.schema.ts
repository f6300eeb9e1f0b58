/** A CASE object: what every one of them has, and whatever else its publisher says. */
export interface CaseObject {
  readonly identifier: string;
  readonly uri: string;
  readonly lastChangeDateTime: string;
  readonly [member: string]: unknown;
}
export interface CaseLink {
  readonly title: string;
  readonly identifier: string;
  readonly uri: string;
}
export interface CaseDocument extends CaseObject {
  readonly creator: string;
  readonly title: string;
  readonly version?: string;
  readonly description?: string;
  readonly language?: string;
  readonly statusStartDate?: string;
  readonly statusEndDate?: string;
}
export interface CaseItem extends CaseObject {
  readonly fullStatement: string;
  readonly humanCodingScheme?: string;
  readonly CFItemType?: string;
  readonly abbreviatedStatement?: string;
  readonly notes?: string;
}
export interface CaseAssociation extends CaseObject {
  readonly associationType: (typeof caseAssociationTypes)[number];
  readonly originNodeURI: CaseLink;
  readonly destinationNodeURI: CaseLink;
  readonly sequenceNumber?: number;
}
export interface CaseLevel extends CaseObject {
  readonly quality?: string;
  readonly description?: string;
  readonly score?: number;
  readonly position?: number;
}
export interface CaseCriterion extends CaseObject {
  readonly category?: string;
  readonly description?: string;
  readonly CFItemURI?: CaseLink;
  readonly CFRubricCriterionLevels?: readonly CaseLevel[];
}
export interface CaseRubric extends CaseObject {
  readonly title?: string;
  readonly CFRubricCriteria?: readonly CaseCriterion[];
}
export interface CasePackage {
  readonly CFDocument: CaseDocument;
  readonly CFItems: readonly CaseItem[];
  readonly CFAssociations: readonly CaseAssociation[];
  readonly CFDefinitions?: Readonly<Record<string, unknown>>;
  readonly CFRubrics?: readonly CaseRubric[];
}

export const caseAssociationTypes = [
  ...['isChildOf', 'isPeerOf', 'isPartOf', 'exactMatchOf', 'precedes'],
  ...['isRelatedTo', 'replacedBy', 'exemplar', 'hasSkillLevel', 'isTranslationOf'],
] as const;

/** What is used of JSON Schema here. */
export interface CaseSchema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly minLength?: number;
  /** UTF-16 units of a text. Not JSON Schema's `maxLength`, which counts characters. */
  readonly longest?: number;
  readonly properties?: Readonly<Record<string, CaseSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: CaseSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

const text = (longest: number): CaseSchema => ({ type: 'string', minLength: 1, longest });
const [word, words] = [text(300), text(10_000)];
const list = (items: CaseSchema): CaseSchema => ({ type: 'array', items });
const number: CaseSchema = { type: 'number' };
const integer: CaseSchema = { type: 'integer', minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };
const identifier: CaseSchema = { type: 'string', format: 'case-uuid' };
const uri: CaseSchema = { type: 'string', format: 'case-uri', longest: 2000 };
const instant: CaseSchema = { type: 'string', format: 'case-date-time' };
const day: CaseSchema = { type: 'string', format: 'case-date' };
const textOrTexts: CaseSchema = { type: ['string', 'array'] };
/** Of an association: what it names may be of another publisher, whose identifiers are anything. */
const anyLink: CaseSchema = { type: 'object', required: ['title', 'identifier', 'uri'], properties: { title: words, identifier: word, uri } };
const link: CaseSchema = { ...anyLink, properties: { title: words, identifier, uri } };
/** Publishers write a link of this kind as its bare URI too. */
const linkOrText: CaseSchema = { type: ['object', 'string'], properties: { title: words, identifier, uri } };

const object = (required: readonly string[], properties: Readonly<Record<string, CaseSchema>>): CaseSchema => ({
  type: 'object',
  required: ['identifier', 'uri', 'lastChangeDateTime', ...required],
  properties: { identifier, uri, lastChangeDateTime: instant, ...properties },
});
const definition = (required: readonly string[], properties: Readonly<Record<string, CaseSchema>>) =>
  list(object(['title', ...required], { title: words, description: words, hierarchyCode: word, ...properties }));

const document = object(['creator', 'title'], {
  ...{ creator: word, title: word, publisher: words, description: words, notes: words, adoptionStatus: word },
  ...{ subject: textOrTexts, subjectURI: list(link), language: text(35), version: text(40), officialSourceURL: uri },
  ...{ statusStartDate: day, statusEndDate: day, licenseURI: linkOrText, CFPackageURI: linkOrText },
});
const item = object(['fullStatement'], {
  ...{ fullStatement: words, alternativeLabel: words, CFItemType: word, humanCodingScheme: words, listEnumeration: words, abbreviatedStatement: words },
  ...{ conceptKeywords: list(words), conceptKeywordsURI: linkOrText, notes: words, language: text(35), educationLevel: textOrTexts },
  ...{ CFItemTypeURI: link, licenseURI: linkOrText, statusStartDate: day, statusEndDate: day, CFDocumentURI: linkOrText },
});
const association = object(['associationType', 'originNodeURI', 'destinationNodeURI'], {
  ...{ associationType: { type: 'string', enum: caseAssociationTypes }, originNodeURI: anyLink, destinationNodeURI: anyLink },
  ...{ sequenceNumber: integer, CFAssociationGroupingURI: linkOrText, CFDocumentURI: linkOrText },
});
const level = object([], { description: words, quality: word, score: number, feedback: words, position: integer, rubricCriterionId: identifier });
const criterion = object([], {
  ...{ category: words, description: words, CFItemURI: link, weight: number, position: integer, rubricId: identifier },
  CFRubricCriterionLevels: { ...list(level), maxItems: 50 },
});

/** A CASE 1.0 package, as this library takes it: the members of the standard and what they must be. What it leaves open is tolerated, and said so. */
export const casePackageSchema: CaseSchema = {
  type: 'object',
  required: ['CFDocument', 'CFItems', 'CFAssociations'],
  additionalProperties: false,
  properties: {
    CFDocument: document,
    CFItems: { ...list(item), minItems: 1 },
    CFAssociations: list(association),
    CFDefinitions: {
      type: 'object',
      additionalProperties: false,
      properties: {
        CFConcepts: definition([], { keywords: words }),
        CFSubjects: definition([], {}),
        CFLicenses: definition(['licenseText'], { licenseText: words }),
        CFItemTypes: definition([], { typeCode: word }),
        CFAssociationGroupings: definition([], {}),
      },
    },
    CFRubrics: list(object([], { title: words, description: words, CFRubricCriteria: list(criterion) })),
  },
};

/** Members that CASE 1.1 has added, by the object that has them. To be confirmed: only a sample of 1.1 was at hand. */
export const addedIn11: ReadonlySet<string> = new Set(['CFDocument.frameworkType', 'CFDocument.caseVersion', 'CFItems.subject', 'CFItems.subjectURI']);
