import type { Violation } from '@cairn/event-sourcing';
import { Ajv, type ErrorObject } from 'ajv';
import { cyclesIn, fault, repeated } from '../version-content.decider.js';
import { casePackageSchema, type CasePackage } from './case-package.schema.js';

const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
// In UTF-16 units, as everywhere else a length is measured here; `maxLength` would count characters.
ajv.addKeyword({ keyword: 'longest', type: 'string', schemaType: 'number', validate: (longest: number, text: string) => text.length <= longest });
ajv.addFormat('case-uuid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
ajv.addFormat('case-uri', /^[a-z][a-z0-9+.-]*:[^\s"<>\\^`{|}]+$/i);
const [date, time, zone] = ['\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])', '([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d+)?', '(Z|[+-]\\d{2}:?\\d{2})?'];
ajv.addFormat('case-date-time', new RegExp(`^${date}T${time}${zone}$`));
ajv.addFormat('case-date', new RegExp(`^${date}(T${time}${zone})?$`));
const fits = ajv.compile<CasePackage>(casePackageSchema);

/** The package, or everything that is wrong with it: first its shape; what depends on the shape is looked at only when that is right. */
export function packageOf(file: unknown): { readonly casePackage: CasePackage } | { readonly faults: readonly Violation[] } {
  if (!fits(file)) return { faults: (fits.errors ?? []).map(shapeFault) };
  const faults = [...repeatedIn(file), ...circlesIn(file)];
  return faults.length > 0 ? { faults } : { casePackage: file };
}

const codes: Readonly<Record<string, string>> = {
  ...{ required: 'MISSING', additionalProperties: 'UNKNOWN_MEMBER', type: 'WRONG_TYPE', format: 'WRONG_FORMAT', enum: 'UNKNOWN_VALUE' },
  ...{ longest: 'TOO_LONG', minLength: 'EMPTY', minItems: 'EMPTY' },
};

const sentences: Readonly<Record<string, string>> = {
  MISSING: 'it is required and is not there',
  UNKNOWN_MEMBER: 'a package has no such member',
  TOO_LONG: 'the text is too long',
};

/** Says what is asked for, and never repeats what the file holds. */
function shapeFault({ instancePath, keyword, params, message = 'is wrong' }: ErrorObject): Violation {
  const member: unknown = params['missingProperty'] ?? params['additionalProperty'];
  const path = [...instancePath.split('/').slice(1), ...(typeof member === 'string' ? [member] : [])].join('.');
  const code = codes[keyword] ?? 'WRONG';
  return fault(code, path, sentences[code] ?? message);
}

const named = (object: { readonly identifier: string }, path: string) => [object.identifier.toLowerCase(), `${path}.identifier`] as const;

function repeatedIn({ CFDocument, CFItems, CFAssociations, CFRubrics = [] }: CasePackage): readonly Violation[] {
  const rubricParts = CFRubrics.flatMap((rubric, r) => [
    named(rubric, `CFRubrics.${r}`),
    ...(rubric.CFRubricCriteria ?? []).flatMap((criterion, c) => [
      named(criterion, `CFRubrics.${r}.CFRubricCriteria.${c}`),
      ...(criterion.CFRubricCriterionLevels ?? []).map((level, l) => named(level, `CFRubrics.${r}.CFRubricCriteria.${c}.CFRubricCriterionLevels.${l}`)),
    ]),
  ]);
  return [
    ...repeated([named(CFDocument, 'CFDocument'), ...CFItems.map((item, index) => named(item, `CFItems.${index}`))]),
    ...repeated(CFAssociations.map((association, index) => named(association, `CFAssociations.${index}`))),
    ...repeated(rubricParts),
  ];
}

const circlesIn = ({ CFAssociations }: CasePackage): readonly Violation[] =>
  cyclesIn(
    CFAssociations.flatMap(({ associationType, originNodeURI, destinationNodeURI }, index) =>
      associationType === 'isChildOf'
        ? [{ node: originNodeURI.identifier.toLowerCase(), under: destinationNodeURI.identifier.toLowerCase(), path: `CFAssociations.${index}` }]
        : [],
    ),
  );
