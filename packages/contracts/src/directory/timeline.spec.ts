import { latest, standingAt, withChange } from './timeline.js';

const change = (at: string, what: string) => ({ at, what });
const history = [change('2026-05-01', 'b'), change('2026-03-01', 'a'), change('2026-07-01', 'c'), change('2026-05-01', 'B')].reduce(
  withChange<ReturnType<typeof change>>,
  [],
);

describe('changes', () => {
  it('stand in the order in which they occurred, those of one instant in the order of their recording', () => {
    expect(history.map(({ what }) => what)).toEqual(['a', 'b', 'B', 'c']);
  });
  it.each([
    ['2026-02-28', undefined],
    ['2026-03-01', 'a'],
    ['2026-04-30', 'a'],
    ['2026-05-01', 'B'],
    [latest, 'c'],
  ])('come at %s to %s', (at, what) => expect(standingAt(history, at)?.what).toBe(what));
});
