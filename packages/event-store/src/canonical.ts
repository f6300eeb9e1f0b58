import { InvalidAppend, limits, type Append, type EventToAppend } from './port.js';

/** An event whose bytes are settled: what is stored, and what is hashed. */
export interface CanonicalEvent {
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: string;
  readonly metadata: string;
  /** Of data and metadata together, in UTF-8. */
  readonly bytes: number;
}

const deepest = 64;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** PostgreSQL's largest. */
const largestRevision = 2n ** 63n - 1n;

/** RFC 8785 over the strict value domain of the port. Throws {@link InvalidAppend} `NOT_CANONICAL_JSON` with the path of the offending value, never the value. */
export const canonicalJson = (value: unknown, where: string): string => write(value, { key: where }, 0);

/** Checks an append against the port's limits and settles its bytes. */
export function canonicalAppend(append: Append): readonly CanonicalEvent[] {
  checkPlace(append);
  if (append.events.length === 0) throw new InvalidAppend('EMPTY_APPEND', 'an append holds at least 1 event');
  if (append.events.length > limits.eventsPerAppend)
    throw new InvalidAppend('TOO_MANY_EVENTS', `an append holds at most ${limits.eventsPerAppend} events, not ${append.events.length}`);
  if (new Set(append.events.map((event) => event.id)).size < append.events.length)
    throw new InvalidAppend('BAD_EVENT', 'two events of an append have the same id');
  const events = append.events.map(canonicalEvent);
  const bytes = events.reduce((sum, event) => sum + event.bytes, 0);
  if (bytes > limits.bytesPerAppend) throw new InvalidAppend('APPEND_TOO_LARGE', `an append takes at most ${limits.bytesPerAppend} bytes, not ${bytes}`);
  return events;
}

function checkPlace({ tenant, stream, expected }: Append): void {
  if (stream.startsWith('$')) throw new InvalidAppend('RESERVED_NAME', `stream names that begin with $ belong to the store: ${stream}`);
  if (!/^[a-z]+-[0-9a-f-]{36}$/.test(stream)) throw new InvalidAppend('BAD_STREAM_NAME', `a stream is named <category>-<uuid>, not ${stream}`);
  if (!isText(tenant)) throw new InvalidAppend('BAD_TENANT', 'an append names a tenant');
  if (typeof expected === 'bigint' && (expected < 0n || expected > largestRevision))
    throw new InvalidAppend('BAD_EXPECTATION', `an append expects a revision from 0, or says no-stream, exists or any; not ${expected}`);
}

function canonicalEvent(event: EventToAppend): CanonicalEvent {
  if (event.type.startsWith('$')) throw new InvalidAppend('RESERVED_NAME', `event types that begin with $ belong to the store: ${event.type}`);
  if (!isText(event.type) || !uuid.test(event.id) || !(Number.isInteger(event.schemaVersion) && event.schemaVersion > 0))
    throw new InvalidAppend('BAD_EVENT', 'an event has a type, a UUID in lower case and a schema version from 1');
  if (event.metadata.schemaVersion !== event.schemaVersion)
    throw new InvalidAppend('BAD_EVENT', `${event.type} is at schema version ${event.schemaVersion} and its metadata says ${event.metadata.schemaVersion}`);
  const data = canonicalJson(event.data, 'data');
  const metadata = canonicalJson(event.metadata, 'metadata');
  const bytes = Buffer.byteLength(data) + Buffer.byteLength(metadata);
  if (bytes > limits.bytesPerEvent)
    throw new InvalidAppend('EVENT_TOO_LARGE', `${event.type} takes ${bytes} bytes; an event takes at most ${limits.bytesPerEvent}`);
  return { id: event.id, type: event.type, schemaVersion: event.schemaVersion, data, metadata, bytes };
}

/** Where we are in a value; spelt out only when it is refused. */
interface Place {
  readonly key: string | number;
  readonly parent?: Place;
}

function write(value: unknown, place: Place, depth: number): string {
  switch (typeof value) {
    case 'string':
      return writeText(value, place);
    case 'boolean':
      return String(value);
    case 'number':
      return writeNumber(value, place);
    case 'object':
      if (value === null) return 'null';
      if (depth === deepest) refuse(place, `is nested deeper than ${deepest} levels`);
      return Array.isArray(value) ? writeArray(value, place, depth) : writeObject(value, place, depth);
    default:
      return refuse(place, `is of the type ${typeof value}`);
  }
}

function writeText(text: string, place: Place): string {
  if (text.includes('\u0000')) refuse(place, 'holds U+0000');
  if (!text.isWellFormed()) refuse(place, 'holds a lone surrogate');
  return JSON.stringify(text);
}

/** ECMAScript writes numbers as RFC 8785 wants them. */
function writeNumber(value: number, place: Place): string {
  if (!Number.isFinite(value)) refuse(place, 'is not a finite number');
  if (Object.is(value, -0)) refuse(place, 'is -0');
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) refuse(place, 'is an integer beyond 2^53 - 1: send it as a string');
  return String(value);
}

function writeArray(values: readonly unknown[], place: Place, depth: number): string {
  let text = '[';
  for (let index = 0; index < values.length; index++) text += (index > 0 ? ',' : '') + write(values[index], { key: index, parent: place }, depth + 1);
  return `${text}]`;
}

function writeObject(value: object, place: Place, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) refuse(place, 'is not a plain object');
  let text = '';
  // The default order of sort is the one of RFC 8785: by UTF-16 code units.
  for (const key of Object.keys(value).sort()) {
    const field = (value as Record<string, unknown>)[key];
    if (field === undefined) continue;
    const here = { key, parent: place };
    text += `${text && ','}${writeText(key, { key: '(name)', parent: place })}:${write(field, here, depth + 1)}`;
  }
  return `{${text}}`;
}

function refuse(place: Place, what: string): never {
  let path = '';
  for (let at: Place | undefined = place; at; at = at.parent) path = (typeof at.key === 'number' ? `[${at.key}]` : at.parent ? `.${at.key}` : at.key) + path;
  throw new InvalidAppend('NOT_CANONICAL_JSON', `${path} ${what}`);
}

const isText = (text: string) => text !== '' && !text.includes('\u0000') && text.isWellFormed();
