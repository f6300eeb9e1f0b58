import { MalformedRequest } from './problem.js';
import { parseBody } from './request-body.js';

const parse = (text: string | Buffer) => parseBody(Buffer.from(text));
const codeOf = (text: string | Buffer) => {
  try {
    parse(text);
    return 'accepted';
  } catch (error) {
    return error instanceof MalformedRequest ? `${error.violations[0]!.code} ${error.violations[0]!.path ?? ''}`.trim() : 'crashed';
  }
};
const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('a body', () => {
  it('is JSON, or nothing', () => {
    expect(parse('{"a":[1,{"b":null}]}')).toEqual({ a: [1, { b: null }] });
    expect(parse('')).toBeUndefined();
    for (const broken of ['{', "{'a':1}", '{"a":1}x', 'NaN', '\u0000', Buffer.from([0x22, 0xff, 0x22])]) expect(codeOf(broken)).toBe('BROKEN_JSON');
  });

  it('is at most 32 levels deep', () => {
    expect(codeOf(nested(32))).toBe('accepted');
    expect(codeOf(nested(33))).toBe('TOO_DEEP');
    expect(codeOf(nested(100_000))).toBe('TOO_DEEP');
    expect(codeOf('{"a":'.repeat(50_000) + '1' + '}'.repeat(50_000))).toBe('TOO_DEEP');
  });

  it('does not reach for a prototype, however it is written', () => {
    expect(codeOf('{"a":{"__proto__":{"admin":true}}}')).toBe('FORBIDDEN_FIELD a.__proto__');
    expect(codeOf('{"a":[{"\\u005f_proto__":1}]}')).toBe('FORBIDDEN_FIELD a.0.__proto__');
    expect(codeOf('{"constructor":{"prototype":{}}}')).toBe('FORBIDDEN_FIELD constructor');
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });
});
