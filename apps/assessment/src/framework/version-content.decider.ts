import { FrameworkVersionContinued, FrameworkVersionPublished, scaleOf } from '@cairn/contracts/assessment';
import { defineRule, DomainError, type DataOf, type EventOf, type Rule, type Violation } from '@cairn/event-sourcing';

/** What a version says, in as many events as it took. */
export type VersionContent = Omit<EventOf<typeof FrameworkVersionPublished>['data'], 'frameworkId'>;
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

/** Refuses by this rule when there are faults, and names every one with its place. */
export function assertFaultless(rule: Rule<[faults: number]>, faults: readonly Violation[]): void {
  if (faults.length === 0) return;
  const { code, kind, message } = rule(faults.length);
  throw new DomainError(code, kind, message, faults);
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
    ...cyclesIn(items.map(({ code, parent }, index) => ({ node: code, under: parent, path: `items.${index}.parent` }))),
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

/** One fault for every circle of "stands under", at the place of its first member, with the way round. */
export function cyclesIn(places: readonly { readonly node: string; readonly under: string | undefined; readonly path: string }[]): readonly Violation[] {
  const above = new Map(places.map(({ node, under }) => [node, under]));
  const settled = new Set<string>();
  return places.flatMap(({ node, path }) => {
    const way: string[] = [];
    const walked = new Set<string>();
    let at: string | undefined = node;
    while (at !== undefined && !settled.has(at) && !walked.has(at)) {
      way.push(at);
      walked.add(at);
      at = above.get(at);
    }
    way.forEach((each) => settled.add(each));
    if (at === undefined || !walked.has(at)) return [];
    return [fault('CYCLE', path, `it stands under itself: ${[...way.slice(way.indexOf(at)), at].join(' → ')}`)];
  });
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

/** A version as it is recorded: in one event, or in several of one append where one cannot hold it. */
export function versionEvents({ items, scales = [], associations = [], ...head }: DataOf<typeof FrameworkVersionPublished>) {
  const { frameworkId, version } = head;
  const empty = (): Required<Pick<DataOf<typeof FrameworkVersionContinued>, 'items' | 'scales' | 'associations'>> => ({
    items: [],
    scales: [],
    associations: [],
  });
  const parts = [empty()];
  let used = sizeOf(head);
  const put = (entry: object, add: (part: ReturnType<typeof empty>) => void) => {
    const size = sizeOf(entry);
    const full = used + size > room && parts.at(-1)!.items.length > 0;
    if (full) parts.push(empty());
    used = full ? size : used + size;
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
