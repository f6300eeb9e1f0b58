import type { AnyRecorded, EventDefinition } from '@cairn/event-sourcing';
import { decoderOf, type AllPage, type Decode, type StoredEvent } from '@cairn/event-store';

const asStored = decoderOf([]);
const decoders = new WeakMap<EventDefinition, Decode>();

function decoderFor(definition: EventDefinition): Decode {
  let decode = decoders.get(definition);
  if (!decode) decoders.set(definition, (decode = decoderOf([definition])));
  return decode;
}

/** A stored event on its way to everybody in this process who reads it: decoded when the first asks, and once. */
export class Arrival {
  private raw?: AnyRecorded;
  private decoded?: AnyRecorded;
  private by?: EventDefinition;

  constructor(readonly stored: StoredEvent) {}

  /** In today's shape of its definition, or as it was stored. Throws `UnknownEventSchema` when it was written by a newer release. */
  as(definition: EventDefinition | undefined): AnyRecorded {
    if (!definition) return (this.raw ??= this.by?.schemaVersion === this.stored.schemaVersion && this.decoded ? this.decoded : asStored(this.stored));
    if (this.by !== definition || !this.decoded) {
      this.decoded = decoderFor(definition)(this.stored);
      this.by = definition;
    }
    return this.decoded;
  }
}

/** Everything that the store holds after `from` and up to `position`. */
export interface Page {
  readonly from: bigint;
  readonly events: readonly Arrival[];
  readonly position: bigint;
  /** Nothing was stored after `position` at the moment of reading. */
  readonly atHead: boolean;
}

export const pageOf = (from: bigint, { events, position, atHead }: AllPage): Page => ({
  from,
  events: events.map((event) => new Arrival(event)),
  position,
  atHead,
});

/** Pages that follow one another, as one; undefined when there is none. */
export function joined(pages: readonly Page[]): Page | undefined {
  const last = pages.at(-1);
  return last && { ...last, from: pages[0]!.from, events: pages.flatMap(({ events }) => events) };
}

/** Of its events as they are stored, where every character is one byte; a measure of memory, not more. */
export const bytesOf = ({ events }: Page): number => events.reduce((sum, { stored }) => sum + stored.data.length + stored.metadata.length, 0);

/** What of the page lies after `position`. */
export function after(page: Page, position: bigint): Page {
  return position <= page.from ? page : { ...page, from: position, events: page.events.filter(({ stored }) => stored.position > position) };
}

/** What of the page lies up to `position`, inclusive. */
export function upTo(page: Page, position: bigint): Page {
  if (position >= page.position) return page;
  return { from: page.from, events: page.events.filter(({ stored }) => stored.position <= position), position, atHead: false };
}

/** What of the page lies before `position`. */
export function before(page: Page, position: bigint): Page {
  const events = page.events.filter(({ stored }) => stored.position < position);
  return { from: page.from, events, position: events.at(-1)?.stored.position ?? page.from, atHead: false };
}
