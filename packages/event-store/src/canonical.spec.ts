import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonicalJson } from './canonical.js';

describe('canonical JSON', () => {
  /** Any JSON value, but for integers that JavaScript cannot hold and for U+0000, which the port refuses. */
  const storable = fc
    .jsonValue({ depthSize: 'medium', stringUnit: 'grapheme' })
    .map(
      (value) => JSON.parse(JSON.stringify(value), (_, inner: unknown) => (Number.isInteger(inner) && !Number.isSafeInteger(inner) ? 0.5 : inner)) as unknown,
    )
    .filter((value) => !JSON.stringify(value).includes('\\u0000'));

  it('is what another implementation of RFC 8785 writes', () =>
    fc.assert(
      fc.property(storable, (value) => expect(canonicalJson(value, 'value')).toBe(canonicalize(value))),
      { numRuns: 500 },
    ));

  it('sorts names by UTF-16 code units, as in the example of RFC 8785, section 3.2.3', () => {
    const names = { '\u20ac': 'euro', '\r': 'return', '\ufb33': 'dalet', '1': 'one', '\ud83d\ude00': 'emoji', '\u0080': 'control', '\u00f6': 'o' };
    expect([...canonicalJson(names, 'names').matchAll(/:"(\w+)"/g)].map(([, value]) => value)).toEqual([
      'return',
      'one',
      'control',
      'o',
      'euro',
      'emoji',
      'dalet',
    ]);
  });

  it.each([
    [1 / 3, '0.3333333333333333'],
    [4.5, '4.5'],
    [2e-3, '0.002'],
    [0.000000000000000000000000001, '1e-27'],
    [9007199254740991, '9007199254740991'],
    [5e-324, '5e-324'],
  ])('writes %s as %s', (value, text) => expect(canonicalJson(value, 'value')).toBe(text));

  it('ends on a value that contains itself', () => {
    const knot: Record<string, unknown> = {};
    knot['knot'] = knot;
    expect(() => canonicalJson(knot, 'value')).toThrow('nested deeper than 64');
  });
});
