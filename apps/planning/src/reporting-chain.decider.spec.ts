import { levelsBelow, managersIn, pathUp } from './reporting-chain.decider.js';

const lines = (managers: Record<string, string | null>) => Object.entries(managers).map(([personId, managerId]) => ({ personId, managerId }));

describe('the reporting chain', () => {
  const chain = lines({ ben: 'cal', cal: 'ana', ana: null, dee: 'ana' });

  it('counts the levels between a person and a manager above', () => {
    expect(levelsBelow(chain, 'ben', 'cal')).toBe(1);
    expect(levelsBelow(chain, 'ben', 'ana')).toBe(2);
  });
  it('names everybody between a person and a manager above, and that manager', () => {
    expect(pathUp(managersIn(chain), 'ben', 'ana')).toEqual(['cal', 'ana']);
    expect(pathUp(managersIn(chain), 'ben', 'dee')).toBeUndefined();
  });
  it('ends at the top, at an ended line, and at a person nobody knows', () => {
    expect(levelsBelow(chain, 'ana', 'ben')).toBeUndefined();
    expect(levelsBelow(chain, 'dee', 'cal')).toBeUndefined();
    expect(levelsBelow(chain, 'eve', 'ana')).toBeUndefined();
  });
  it('puts nobody below themselves', () => expect(levelsBelow(chain, 'ana', 'ana')).toBeUndefined());
  it('ends on a cycle', () => expect(levelsBelow(lines({ ana: 'ben', ben: 'ana' }), 'ana', 'cal')).toBeUndefined());
});
