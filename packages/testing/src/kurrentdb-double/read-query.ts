import { invalidArgument } from './errors.js';
import type { EventLog, LoggedEvent } from './event-log.js';
import { streamNameOf } from './messages.js';
import { ReadReq, type streams } from './protocol.js';

/** The events that a read walks along: all, or those of one stream. Indexes are places on this track. */
interface Track {
  length(): number;
  at(index: number): LoggedEvent;
  /** The first index from `from` on that the filter lets through; the length when there is none. */
  next(from: number): number;
  matches(event: LoggedEvent): boolean;
}

/** A read, as the options of its request ask for it. */
export interface ReadQuery {
  readonly track: Track;
  readonly forwards: boolean;
  /** Where to begin; forwards reads are inclusive, subscriptions begin after. */
  readonly start: number;
  /** Most events of a read; undefined for a subscription. */
  readonly count: bigint | undefined;
  /** Set when the stream that is to be read has no events. */
  readonly missing: string | undefined;
  /** Events to examine between two checkpoints; Infinity without a filter. */
  readonly checkpointEvery: number;
  readonly structuredIds: boolean;
}

/** Without a search window of its own, a filter examines as many events at a time as a server reads at once. */
const readBatch = 32;

export function readQuery(log: EventLog, options: streams.ReadReq.Options): ReadQuery {
  const direction = { forwards: options.getReadDirection() === ReadReq.Options.ReadDirection.FORWARDS, subscribing: options.hasSubscription() };
  const wanted = {
    forwards: direction.forwards,
    count: direction.subscribing ? undefined : BigInt(options.getCount()),
    structuredIds: options.getUuidOption()?.hasStructured() ?? false,
  };
  const [stream, all] = [options.getStream(), options.getAll()];
  if (stream) return { ...wanted, ...ofStream(log, stream, direction) };
  if (all) return { ...wanted, ...ofAll(log, all, options.getFilter(), direction) };
  throw invalidArgument('a read names a stream, or all');
}

interface Direction {
  readonly forwards: boolean;
  readonly subscribing: boolean;
}
type Walk = Pick<ReadQuery, 'track' | 'start' | 'missing' | 'checkpointEvery'>;

function ofStream(log: EventLog, options: streams.ReadReq.Options.StreamOptions, direction: Direction): Walk {
  const name = streamNameOf(options.getStreamIdentifier());
  const { length } = log.stream(name);
  const missing = length === 0 && !direction.subscribing ? name : undefined;
  return { track: oneStream(log, name), start: startOfStream(length, options, direction), missing, checkpointEvery: Infinity };
}

function ofAll(
  log: EventLog,
  options: streams.ReadReq.Options.AllOptions,
  filter: streams.ReadReq.Options.FilterOptions | undefined,
  direction: Direction,
): Walk {
  const checkpointEvery = filter ? (filter.getMax() || readBatch) * filter.getCheckpointintervalmultiplier() : Infinity;
  return { track: everything(log, filter), start: startOfAll(log, options, direction), missing: undefined, checkpointEvery };
}

const oneStream = (log: EventLog, name: string): Track => ({
  length: () => log.stream(name).length,
  at: (index) => log.stream(name)[index]!,
  next: (from) => from,
  matches: () => true,
});

function everything(log: EventLog, filter: streams.ReadReq.Options.FilterOptions | undefined): Track {
  const track = { length: () => log.length, at: (index: number) => log.at(index) };
  if (!filter) return { ...track, next: (from) => from, matches: () => true };
  const prefixes = filter.getStreamIdentifier()?.getPrefixList() ?? [];
  if (prefixes.length === 0) throw invalidArgument('this server filters by prefixes of stream names alone');
  const matches = ({ stream }: LoggedEvent) => prefixes.some((prefix) => stream.startsWith(prefix));
  const categories = prefixes.every((prefix) => /^[^-]+-$/.test(prefix)) ? prefixes.map((prefix) => prefix.slice(0, -1)) : undefined;
  const next = categories
    ? (from: number) => Math.min(...categories.map((category) => log.nextOfCategory(category, from)))
    : (from: number) => {
        let index = from;
        while (index < log.length && !matches(log.at(index))) index++;
        return index;
      };
  return { ...track, next, matches };
}

function startOfAll(log: EventLog, options: streams.ReadReq.Options.AllOptions, { forwards, subscribing }: Direction): number {
  if (options.hasStart()) return forwards ? 0 : -1;
  if (options.hasEnd()) return forwards ? log.length : log.length - 1;
  const { commitPosition, preparePosition } = options.getPosition()!.toObject();
  const [commit, prepare] = [BigInt(commitPosition), BigInt(preparePosition)];
  const index = log.indexFrom(commit, prepare);
  if (!forwards) return index - 1;
  return subscribing && index < log.length && liesAt(log.at(index), commit, prepare) ? index + 1 : index;
}

const liesAt = ({ position }: LoggedEvent, commit: bigint, prepare: bigint) => position === commit && position === prepare;

function startOfStream(length: number, options: streams.ReadReq.Options.StreamOptions, { forwards, subscribing }: Direction): number {
  if (options.hasStart()) return forwards ? 0 : Math.min(0, length - 1);
  if (options.hasEnd()) return forwards ? length : length - 1;
  const revision = BigInt(options.getRevision());
  const index = revision > BigInt(length) ? length : Number(revision);
  if (!forwards) return Math.min(index, length - 1);
  return subscribing ? index + 1 : index;
}
