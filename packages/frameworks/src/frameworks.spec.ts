import { ipswich, ipswichSessionStarts, leadershipUnit } from './index.js';

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
