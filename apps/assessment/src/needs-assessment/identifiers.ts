const signs: readonly (readonly [what: string, sign: RegExp])[] = [
  ['an e-mail address', /\S@\S+\.\S/],
  ['a web address', /https?:\/\//i],
  ['an id', /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/i],
  ['a number of a record', /\d(?:[ -]?\d){6,}/],
  ['a date', /\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b/],
  ['a postcode', /\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b/i],
  ['the name of a person', /\b(Mr|Mrs|Ms|Miss|Mx|Master|Dr)\.? [A-Z]/],
];

/** What in a text could name a person, in words; undefined when nothing was found. A bare name is not: no list of words tells one from a measure. */
export const signOfAPerson = (text: string): string | undefined => signs.find(([, sign]) => sign.test(text))?.[0];
