/** An irregularity that is let pass, and where. */
export interface Tolerated {
  readonly tolerance: Tolerance;
  readonly path: string;
}

/** Every irregularity of a file that does not keep it out, with what becomes of it. `docs/frameworks.md` lists them. */
export const tolerances = {
  'null-for-absent': 'a member that is null counts as absent',
  'empty-text': 'a text without a character counts as absent',
  'number-as-text': 'a whole number in quotation marks counts as the number',
  'date-time-without-zone': 'an instant without a time zone is kept as it stands',
  'member-unknown': 'a member that CASE 1.0 does not have is kept, and given back by the export',
  'case-1.1-member': 'a member that CASE 1.1 has added is kept, and given back by the export',
  'link-as-text': 'a link that is only a text is kept as it stands',
  'definitions-as-list': 'an empty list in the place of the definitions counts as absent',
  'list-absent': 'a package without the list has none of its kind',
  'link-outside': 'a link that points outside the package is kept as it stands',
  'code-absent': 'an item without a code is cited by its identifier',
  'code-repeated': 'an item whose code another one has is cited by its identifier',
  'code-too-long': 'an item whose code has more than 100 characters is cited by its identifier',
  'sequence-absent': 'an item without a place among its siblings comes after those that have one',
  'parent-absent': 'an item that is nobody’s child stands at the top',
  'parent-second': 'an item with several parents stands under the first; the others stay as associations',
  'level-without-score': 'levels without a score each of their own are counted in the order of their positions, else of the list',
  'levels-absent': 'a criterion of a rubric without levels is kept, and no item is rated on it',
  'version-absent': 'a document without a version is named by the day of its last change',
  'date-absent': 'a document without a start is in force from the day of its last change',
  'jurisdiction-absent': 'CASE does not say where a framework applies: it stands as "not stated"',
  'markup-removed': 'markup is taken out of a text; the text as it came is kept beside it',
} as const;
export type Tolerance = keyof typeof tolerances;
