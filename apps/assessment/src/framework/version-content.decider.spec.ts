import { faultsOf, levelsOf, versionEvents } from './version-content.decider.js';

const head = { version: '1', jurisdiction: 'England', inForceFrom: '2018-09-01', inForceUntil: null };
const frameworkId = '10000000-0000-4000-8000-000000000001';
const item = (code: string, parent?: string) => ({ code, statement: `What ${code} says.`, ...(parent !== undefined && { parent }) });
const scale = (title: string, items?: string[], ...values: number[]) => ({
  ...{ scaleId: `30000000-0000-4000-8000-00000000000${title}`, title, levels: values.map((value) => ({ value, name: `level ${value}` })) },
  ...(items && { items }),
});
const placed = (version: object) => faultsOf({ ...head, items: [item('A'), item('B', 'A')], ...version }).map(({ code, path, detail }) => [code, path, detail]);

describe('what keeps a version from being published', () => {
  it('is nothing in a version that hangs together', () => {
    expect(
      placed({ scales: [scale('1', undefined, 1, 2), scale('2', ['B'], 0, 4)], associations: [{ type: 'precedes', from: { code: 'A' }, to: { code: 'B' } }] }),
    ).toEqual([]);
  });
  it('is an end before its beginning', () => {
    expect(placed({ inForceUntil: '2018-08-31' })).toEqual([['DATES_REVERSED', 'inForceUntil', 'it would end on 2018-08-31, before it begins on 2018-09-01']]);
  });
  it('is a code that stands there twice', () => {
    expect(placed({ items: [item('A'), item('B'), item('A')] })).toEqual([['REPEATED', 'items.2.code', 'A stands at items.0.code already']]);
  });
  it('is a parent that is not there', () => {
    expect(placed({ items: [item('A', 'X')] })).toEqual([['ITEM_UNKNOWN', 'items.0.parent', 'no item of this version has the code X']]);
  });
  it('is every circle of parents, once, with the way round', () => {
    const circles = [item('A', 'C'), item('B', 'A'), item('C', 'B'), item('D', 'D'), item('E', 'A')];
    expect(placed({ items: circles })).toEqual([
      ['CYCLE', 'items.1.parent', 'it stands under itself: A → C → B → A'],
      ['CYCLE', 'items.3.parent', 'it stands under itself: D → D'],
    ]);
  });
  it('is an item too far down', () => {
    const chain = Array.from({ length: 42 }, (_, index) => item(`I${index}`, index === 0 ? undefined : `I${index - 1}`));
    expect(placed({ items: chain.slice(0, 40) })).toEqual([]);
    expect(placed({ items: chain }).map(([code, path]) => [code, path])).toEqual([
      ['TOO_DEEP', 'items.40.parent'],
      ['TOO_DEEP', 'items.41.parent'],
    ]);
  });
  it('is a scale that is there twice, rates an unknown item, or does not rise', () => {
    expect(placed({ scales: [scale('1', ['A', 'X'], 1, 2), scale('1', ['B'], 2, 2)] })).toEqual([
      ['REPEATED', 'scales.1.scaleId', '30000000-0000-4000-8000-000000000001 stands at scales.0.scaleId already'],
      ['ITEM_UNKNOWN', 'scales.0.items.1', 'no item of this version has the code X'],
      ['LEVELS_NOT_RISING', 'scales.1.levels.1.value', 'level 2 does not come after level 2'],
    ]);
  });
  it('is an association with an item that is not there; the framework itself and what is elsewhere may be named', () => {
    const ends = [{ code: null }, { outside: 'https://example.org/1' }, { frameworkId, version: '0', code: 'Z' }, { code: 'X' }];
    expect(placed({ associations: ends.map((to) => ({ type: 'replacedBy' as const, from: { code: 'A' }, to })) })).toEqual([
      ['ITEM_UNKNOWN', 'associations.3.to.code', 'no item of this version has the code X'],
    ]);
  });
});

describe('the levels of an item', () => {
  const scales = [scale('1', undefined, 1), scale('2', ['B'], 4)];
  it('are those of the scale that names it, else of the one that names none, else there are none', () => {
    expect(levelsOf({ scales }, 'B')).toMatchObject([{ value: 4 }]);
    expect(levelsOf({ scales }, 'A')).toMatchObject([{ value: 1 }]);
    expect(levelsOf({}, 'A')).toEqual([]);
  });
});

describe('the events of a version', () => {
  it('are one, which says no more than was given', () => {
    expect(versionEvents({ frameworkId, ...head, items: [item('A')] }).map(({ data }) => data)).toEqual([{ frameworkId, ...head, items: [item('A')] }]);
  });
  it('are several below 1 MiB each where one cannot hold it, and nothing is lost or moved', () => {
    const items = Array.from({ length: 300 }, (_, index) => ({ code: `C${index}`, statement: 'ж'.repeat(4000) }));
    const scales = [scale('1', undefined, 1, 2)];
    const associations = [{ type: 'precedes' as const, from: { code: 'C1' }, to: { code: 'C2' } }];
    const events = versionEvents({ frameworkId, ...head, items, scales, associations });
    expect(events.map(({ type }) => type)).toEqual(['FrameworkVersionPublished', ...Array.from({ length: 3 }, () => 'FrameworkVersionContinued')]);
    expect(Math.max(...events.map(({ data }) => Buffer.byteLength(JSON.stringify(data))))).toBeLessThan(1024 * 1024 - 10_000);
    const held = events.map(({ data }) => data as { items: typeof items; scales?: typeof scales; associations?: typeof associations });
    expect(held.flatMap((part) => part.items)).toEqual(items);
    expect(held.flatMap((part) => part.scales ?? [])).toEqual(scales);
    expect(held.flatMap((part) => part.associations ?? [])).toEqual(associations);
  });
});
