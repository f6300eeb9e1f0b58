import { managersAbove, managersIn } from '../reporting-chain.decider.js';
import { exclusionOf, reasonsFor, type Candidate, type Circumstances, type Seeker } from './assess.js';
import { matchAll } from './match-all.js';

const seeker = (personId: string, changes: Partial<Seeker> = {}): Seeker => ({
  ...{ personId, settingId: 'north', areas: ['outdoor-play'], preferred: [], avoided: [] },
  ...changes,
});
const candidate = (supporterId: string, changes: Partial<Candidate> = {}): Candidate => ({
  ...{ supporterId, settingId: 'south', approaches: ['mentoring', 'co-coaching'], expertise: ['outdoor-play'] },
  ...{ prefers: { areas: [], settingIds: [] }, capacity: 2, load: 0 },
  ...changes,
});
const above = (managers: Record<string, string>) => {
  const lines = managersIn(Object.entries(managers).map(([personId, managerId]) => ({ personId, managerId })));
  return (personId: string) => managersAbove(lines, personId);
};
const circumstances = (changes: Partial<Circumstances> = {}): Circumstances => ({
  ...{ approach: 'mentoring', above: above({}), sameUnit: 'warn', expertiseGap: 'warn' },
  ...changes,
});

describe('a pair', () => {
  const excluded = (supporter: Partial<Candidate>, changes: Partial<Circumstances> = {}, practitioner: Partial<Seeker> = {}) =>
    exclusionOf(seeker('ben', practitioner), candidate('ana', supporter), circumstances(changes));
  it('is never oneself, nor a manager at any depth', () => {
    expect(excluded({ supporterId: 'ben' })).toBe('self');
    expect(excluded({}, { above: above({ ben: 'ana' }) })).toBe('line-manager');
    expect(excluded({}, { above: above({ ben: 'cal', cal: 'dee', dee: 'ana' }) })).toBe('line-manager');
    expect(excluded({}, { above: above({ ana: 'ben' }) })).toBeUndefined();
    expect(excluded({}, { above: above({ ana: 'ben' }), approach: 'co-coaching' })).toBe('line-manager');
  });
  it('is not one that the practitioner avoids, that is not offered, or for which there is no place', () => {
    expect(excluded({}, {}, { avoided: ['ana'] })).toBe('avoided');
    expect(excluded({ approaches: ['specialist-coaching'] })).toBe('other-approach');
    expect(excluded({ load: 2 })).toBe('full');
  });
  it('spans two settings and has the expertise, where the organisation insists', () => {
    expect(excluded({ settingId: 'north' })).toBeUndefined();
    expect(excluded({ settingId: 'north' }, { sameUnit: 'refuse' })).toBe('same-unit');
    expect(excluded({ expertise: [] })).toBeUndefined();
    expect(excluded({ expertise: [] }, { expertiseGap: 'refuse' })).toBe('expertise-gap');
  });
});

describe('a score', () => {
  const reasons = (supporter: Partial<Candidate>, practitioner: Partial<Seeker> = {}, changes: Partial<Circumstances> = {}) =>
    reasonsFor(seeker('ben', practitioner), candidate('ana', supporter), circumstances(changes)).map(({ points, detail }) => [points, detail]);
  it('says what it is made of', () =>
    expect(reasons({ expertise: ['outdoor-play'], load: 1 }, { areas: ['outdoor-play', 'early-literacy'], preferred: ['ana'] })).toEqual([
      [20, 'Claims expertise in 1 of 2 areas.'],
      [25, 'Works elsewhere, under another line manager.'],
      [12, 'For it speaks: the practitioner asked for them.'],
      [8, 'Has 1 of 2 engagements.'],
    ]));
  it('grows with the distance in the organisation', () => {
    expect(reasons({ settingId: 'north' })[1]).toEqual([0, 'Works at the same setting.']);
    expect(reasons({}, {}, { above: above({ ben: 'cal', ana: 'cal' }) })[1]).toEqual([15, 'Works at another setting, under the same line manager.']);
  });
  it('heeds what the supporter prefers', () =>
    expect(reasons({ prefers: { areas: ['outdoor-play'], settingIds: ['north'] } })[2]).toEqual([
      8,
      'For it speaks: they prefer one of these areas; they prefer this setting.',
    ]));
});

describe('matching', () => {
  it('proposes the best who is free, and says at which place', () => {
    const { proposals } = matchAll([seeker('ben')], [candidate('ana', { settingId: 'north' }), candidate('cal')], circumstances());
    expect(proposals).toMatchObject([{ practitionerId: 'ben', supporterId: 'cal', rank: 1, eligible: 2, score: 80 }]);
  });
  it('makes room for who has nobody else', () => {
    const one = { capacity: 1 };
    const supporters = [candidate('ana', { ...one, expertise: ['outdoor-play', 'early-literacy'] }), candidate('cal', { ...one, expertise: [] })];
    const { proposals } = matchAll([seeker('ben'), seeker('dee', { avoided: ['cal'] })], supporters, circumstances());
    expect(proposals.map(({ practitionerId, supporterId, rank }) => [practitionerId, supporterId, rank])).toEqual([
      ['ben', 'cal', 2],
      ['dee', 'ana', 1],
    ]);
  });
  it('tells for whom there was nobody, and why', () => {
    const { proposals, unmatched } = matchAll([seeker('ana'), seeker('ben'), seeker('cal')], [candidate('ana', { capacity: 1 })], circumstances());
    expect(proposals).toMatchObject([{ practitionerId: 'ben', supporterId: 'ana' }]);
    expect(unmatched).toEqual([
      { practitionerId: 'ana', because: { self: 1 } },
      { practitionerId: 'cal', because: { full: 1 } },
    ]);
  });
});

describe('200 practitioners and 60 supporters', () => {
  const areas = ['outdoor-play', 'early-literacy', 'inclusion', 'leading-change', 'safeguarding'];
  const names = Array.from({ length: 260 }, (_, index) => `person-${String(index).padStart(3, '0')}`);
  // A tree of reporting lines over all of them: the first 60 support, and most of these manage somebody.
  const managers = Object.fromEntries(names.slice(1).map((name, index) => [name, names[Math.floor(index / 5)]!]));
  const supporters = names
    .slice(0, 60)
    .map((name, index) =>
      candidate(name, { settingId: `setting-${index % 20}`, expertise: areas.filter((_, n) => (index + n) % 2 === 0), capacity: 3 + (index % 3) }),
    );
  const practitioners = names
    .slice(60)
    .map((name, index) => seeker(name, { settingId: `setting-${index % 20}`, areas: [areas[index % 5]!, areas[(index + 2) % 5]!] }));
  const rules = circumstances({ above: above(managers), sameUnit: 'refuse' });
  const { proposals, unmatched } = matchAll(practitioners, supporters, rules);

  it('get an explained proposal each, within what supporters can take on', () => {
    expect([proposals.length, unmatched.length]).toEqual([200, 0]);
    for (const { reasons, score } of proposals) {
      expect(reasons.map(({ reason }) => reason)).toEqual(['expertise', 'distance', 'preferences', 'load']);
      expect(reasons.reduce((sum, { points }) => sum + points, 0)).toBe(score);
    }
    for (const { supporterId, capacity } of supporters) {
      expect(proposals.filter((proposal) => proposal.supporterId === supporterId).length).toBeLessThanOrEqual(capacity);
    }
  });
  it('hold no forbidden pair, by a check that climbs every line by itself', () => {
    const isAbove = (supporter: string, person: string): boolean =>
      managers[person] === supporter || (managers[person] !== undefined && isAbove(supporter, managers[person]));
    const possible = practitioners.flatMap((one) => supporters.filter(({ supporterId }) => isAbove(supporterId, one.personId)));
    expect(possible.length).toBeGreaterThan(300);
    expect(proposals.filter(({ practitionerId, supporterId }) => practitionerId === supporterId || isAbove(supporterId, practitionerId))).toEqual([]);
  });
  it('are matched the same way in whatever order they are given', () => {
    expect(matchAll([...practitioners].reverse(), [...supporters].reverse(), rules)).toEqual({ proposals, unmatched });
  });
});
