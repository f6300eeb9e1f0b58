import { ipswich, ipswichSessionStarts, leadershipUnit, plainText, shippedFrameworks } from './index.js';

describe('the Ipswich template', () => {
  const starts = ipswich.groups.flatMap((_, group) => ipswichSessionStarts(group));

  it('seats the leaders of 42 settings in 7 full groups', () => {
    expect(new Set(ipswich.settings.map(({ name }) => name)).size).toBe(42);
    expect(ipswich.groups.length * ipswich.design.groupCapacity).toBe(42);
  });

  it('holds 21 sessions of 120 minutes within the summer term, 42 hours for one facilitator', () => {
    expect(starts).toHaveLength(21);
    expect((starts.length * ipswich.design.sessionMinutes) / 60).toBe(42);
    for (const start of starts) {
      expect(start.slice(0, 10) >= ipswich.sessionTerm.firstDay).toBe(true);
      expect(start.slice(0, 10) <= ipswich.sessionTerm.lastDay).toBe(true);
    }
  });

  it('never has two sessions at the same time', () => {
    const inOrder = starts.map((start) => Date.parse(start)).sort((a, b) => a - b);
    const gaps = inOrder.slice(1).map((start, index) => start - (inOrder[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(ipswich.design.sessionMinutes * 60_000);
  });

  it('takes training plans only after the last session', () => {
    expect(ipswich.submissionWindow.opensOn > ipswich.sessionTerm.lastDay).toBe(true);
  });

  it('has no eighth group', () => expect(() => ipswichSessionStarts(7)).toThrow('the template has 7 groups'));
});

describe('the leadership unit', () => {
  it('gives each item a code of its own', () => {
    const codes = leadershipUnit.version.items.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('was in force when the Ipswich programme began', () => {
    expect(leadershipUnit.version.inForceFrom <= ipswich.invitationsSentOn).toBe(true);
  });
});

describe('the frameworks that are shipped', () => {
  const named = Object.fromEntries(shippedFrameworks.map((each) => [each.name, each]));
  const codesOf = (name: string) => named[name]!.version.items.map(({ code }) => code);

  it('have the codes of their sources', () => {
    const criteria = ['1', '1.1', '1.2', '1.3', '2', '2.1', '2.2', '3', '3.1', '3.2', '4', '4.1', '4.2', '4.3'];
    expect(codesOf('cmi-5014v1')).toEqual(criteria);
    expect(codesOf('ten-principles')).toEqual(Array.from({ length: 10 }, (_, index) => `P${index + 1}`));
    expect(codesOf('shc52')).toContain('1.1');
    expect(codesOf('facilitating-unit').filter((code) => !code.includes('.'))).toEqual(['FC1', 'FC2', 'FC3', 'FC4', 'FC5']);
  });
  it('say how long a unit takes', () => {
    expect(named['cmi-5014v1']!.version.unit).toEqual({ reference: 'F/504/9055', level: 5, credits: 6, guidedLearningHours: 40, totalUnitTimeHours: 60 });
  });
  it.each(shippedFrameworks.map((each) => [each.name, each] as const))('%s hangs together', (_, { version, roleProfiles }) => {
    const codes = new Set(version.items.map(({ code }) => code));
    expect(codes.size).toBe(version.items.length);
    for (const { parent } of version.items) if (parent !== undefined) expect(codes).toContain(parent);
    for (const { targets } of roleProfiles) for (const { code } of targets) expect(codes).toContain(code);
  });
});

describe('the text of HTML', () => {
  it.each([
    ['<p>One&nbsp;two</p><p>three</p>', 'One two\nthree'],
    ['a < b, c > d', 'a < b, c > d'],
    ['&#8217;&#x2019;&rsquo;&unknown;&#0;', '’’’&unknown;&#0;'],
    ['<script>alert(1)</script>', 'alert(1)'],
    ['<ul><li>one</li><li>two</li></ul>', '- one\n- two'],
  ])('%s', (html, text) => expect(plainText(html)).toBe(text));
});
