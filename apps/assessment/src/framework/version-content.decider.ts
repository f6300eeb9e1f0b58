import { FrameworkVersionContinued, FrameworkVersionPublished, scaleOf } from '@cairn/contracts/assessment';
import { defineRule, DomainError, type DataOf, type EventOf, type Rule, type Violation } from '@cairn/event-sourcing';

/** What a version says, in as many events as it took. */
export type VersionContent = Omit<EventOf<typeof FrameworkVersionPublished>['data'], 'frameworkId'>;
/** The same as it is given to be published. */
export type VersionData = Omit<DataOf<typeof FrameworkVersionPublished>, 'frameworkId'>;
export type VersionItem = VersionContent['items'][number];
export type Scale = NonNullable<VersionContent['scales']>[number];
export type ScaleLevel = Scale['levels'][number];
export type Association = NonNullable<VersionContent['associations']>[number];

const many = (faults: number) => `${faults} ${faults === 1 ? 'fault' : 'faults'}`;
export const VersionInvalid = defineRule(
  '000-13',
  'FRAMEWORK_VERSION_INVALID',
  (faults: number) => `This version has ${many(faults)}: nothing of it was published.`,
);
export const FrameworkFileInvalid = defineRule(
  '000-13',
  'FRAMEWORK_FILE_INVALID',
  (faults: number) => `The file has ${many(faults)}: nothing of it was imported.`,
);

/** The refusal by this rule, with every fault and its place. */
export function refusal(rule: Rule<[faults: number]>, faults: readonly Violation[]): DomainError {
  const { code, kind, message } = rule(faults.length);
  return new DomainError(code, kind, message, faults);
}

export function assertFaultless(rule: Rule<[faults: number]>, faults: readonly Violation[]): void {
  if (faults.length > 0) throw refusal(rule, faults);
}

export const fault = (code: string, path: string, detail: string): Violation => ({ code, detail, path });

/** Everything that keeps a version from being published. Paths are those of the version's fields. */
export function faultsOf(version: Omit<VersionContent, 'version'>): readonly Violation[] {
  const { inForceFrom, inForceUntil, items, scales = [], associations = [] } = version;
  const codes = new Set(items.map(({ code }) => code));
  const unknown = (code: string, path: string) => (codes.has(code) ? [] : [fault('ITEM_UNKNOWN', path, `no item of this version has the code ${code}`)]);
  return [
    ...(inForceUntil !== null && inForceUntil < inForceFrom
      ? [fault('DATES_REVERSED', 'inForceUntil', `it would end on ${inForceUntil}, before it begins on ${inForceFrom}`)]
      : []),
    ...repeated(items.map(({ code }, index) => [code, `items.${index}.code`])),
    ...items.flatMap(({ parent }, index) => (parent === undefined ? [] : unknown(parent, `items.${index}.parent`))),
    ...hierarchyFaults(items),
    ...repeated(scales.map(({ scaleId }, index) => [scaleId.toLowerCase(), `scales.${index}.scaleId`])),
    ...scales.flatMap((scale, index) => (scale.items ?? []).flatMap((code, place) => unknown(code, `scales.${index}.items.${place}`))),
    ...scales.flatMap(({ levels }, index) => levelsNotRising(levels, `scales.${index}.levels`)),
    ...associations.flatMap(({ from, to }, index) =>
      Object.entries({ from, to }).flatMap(([side, end]) => {
        const own = 'outside' in end || 'frameworkId' in end ? null : end.code;
        return own === null ? [] : unknown(own, `associations.${index}.${side}.code`);
      }),
    ),
  ];
}

/** One fault for every name that was there before. */
export function repeated(named: readonly (readonly [name: string, path: string])[]): readonly Violation[] {
  const first = new Map<string, string>();
  return named.flatMap(([name, path]) => {
    const earlier = first.get(name);
    if (earlier !== undefined) return [fault('REPEATED', path, `${name} stands at ${earlier} already`)];
    first.set(name, path);
    return [];
  });
}

/** Items one under the other, at most: whoever reads a tree goes down into it. */
const deepest = 40;

function hierarchyFaults(items: readonly Pick<VersionItem, 'code' | 'parent'>[]): readonly Violation[] {
  const places = items.flatMap(({ code, parent }, index) => (parent === undefined ? [] : [{ node: code, under: parent, path: `items.${index}.parent` }]));
  const circles = cyclesIn(places);
  if (circles.length > 0) return circles;
  const above = new Map(places.map(({ node, under }) => [node, under]));
  return places.flatMap(({ node, path }) => {
    let depth = 1;
    for (let at = above.get(node); at !== undefined && depth <= deepest; at = above.get(at)) depth++;
    return depth > deepest ? [fault('TOO_DEEP', path, `it stands under more than ${deepest - 1} others`)] : [];
  });
}

interface Edge {
  readonly node: string;
  readonly under: string;
  readonly path: string;
}

/** One fault for every "stands under" that closes a circle, with the way round. A node may stand under several. */
export function cyclesIn(edges: readonly Edge[]): readonly Violation[] {
  const above = new Map<string, Edge[]>();
  for (const edge of edges) above.set(edge.node, [...(above.get(edge.node) ?? []), edge]);
  const settled = new Set<string>();
  return [...above.keys()].flatMap((start) => cyclesFrom(start, above, settled));
}

/** Depth first, without recursion: a file may hang thousands of items one under the other. */
function cyclesFrom(start: string, above: ReadonlyMap<string, readonly Edge[]>, settled: Set<string>): readonly Violation[] {
  const faults: Violation[] = [];
  const way = settled.has(start) ? [] : [{ node: start, next: 0 }];
  const on = new Set([start]);
  for (let at = way.at(-1); at; at = way.at(-1)) {
    const edge = above.get(at.node)?.[at.next++];
    if (!edge) {
      settled.add(at.node);
      on.delete(at.node);
      way.pop();
    } else if (on.has(edge.under)) {
      const circle = way.slice(way.findIndex(({ node }) => node === edge.under)).map(({ node }) => node);
      faults.push(fault('CYCLE', edge.path, `it stands under itself: ${[...circle, edge.under].join(' → ')}`));
    } else if (!settled.has(edge.under)) {
      way.push({ node: edge.under, next: 0 });
      on.add(edge.under);
    }
  }
  return faults;
}

const levelsNotRising = (levels: readonly ScaleLevel[], path: string) =>
  levels.flatMap(({ value }, index) => {
    const lower = levels[index - 1];
    return lower === undefined || lower.value < value
      ? []
      : [fault('LEVELS_NOT_RISING', `${path}.${index}.value`, `level ${value} does not come after level ${lower.value}`)];
  });

/** The levels on which an item is rated, from the lowest. Empty: it has no scale. */
export const levelsOf = ({ scales = [] }: Pick<VersionContent, 'scales'>, code: string): readonly ScaleLevel[] => scaleOf(scales, code)?.levels ?? [];

/** Bytes of items, scales and associations in one event: an event of the store takes 1 MiB, and its envelope needs some of it. */
const room = 700_000;
/** Entries of each kind in one event. */
const most = 5000;

/** A version as it is recorded: in one event, or in several of one append where one cannot hold it. */
export function versionEvents({ items, scales = [], associations = [], ...head }: DataOf<typeof FrameworkVersionPublished>) {
  const { frameworkId, version } = head;
  const empty = (): Required<Pick<DataOf<typeof FrameworkVersionContinued>, 'items' | 'scales' | 'associations'>> => ({
    items: [],
    scales: [],
    associations: [],
  });
  const parts = [empty()];
  let [used, count] = [sizeOf(head), 0];
  const put = (entry: object, add: (part: ReturnType<typeof empty>) => void) => {
    const size = sizeOf(entry);
    const full = count > 0 && (used + size > room || count === most);
    if (full) parts.push(empty());
    used = full ? size : used + size;
    count = full ? 1 : count + 1;
    add(parts.at(-1)!);
  };
  for (const item of items) put(item, (part) => part.items.push(item));
  for (const scale of scales) put(scale, (part) => part.scales.push(scale));
  for (const association of associations) put(association, (part) => part.associations.push(association));
  const [first = empty(), ...rest] = parts;
  return [
    FrameworkVersionPublished({
      ...head,
      items: first.items,
      ...(first.scales.length > 0 && { scales: first.scales }),
      ...(first.associations.length > 0 && { associations: first.associations }),
    }),
    ...rest.map((part) => FrameworkVersionContinued({ frameworkId, version, ...part })),
  ];
}

const sizeOf = (value: object): number => Buffer.byteLength(JSON.stringify(value));
