import type { NewEvent, Sealed } from '@cairn/event-sourcing';

/** Where an event is about to be stored. A codec may bind what it seals to this place, so that a sealed value copied elsewhere does not open. */
export interface EventPlace {
  readonly tenant: string;
  readonly stream: string;
  readonly eventId: string;
}

/** What a personal value opens to once its key has been destroyed. Serialises as `{"erased":true}`. */
export const Erased = Object.freeze({ erased: true as const });
export type Erased = typeof Erased;

/** Seals the personal fields of an event before it is stored, and opens them where a query answers. Nothing between the two looks inside. */
export interface PersonalFieldCodec {
  /**
   * The event's data with every personal field sealed; JSON throughout, the rest of the data unchanged. MUST give the same bytes for the same event and
   * place while the key lives, or a repeated append could hold other bytes under the same id.
   */
  seal(event: NewEvent, place: EventPlace): Promise<object>;
  /** The plain value, or {@link Erased} when its key was destroyed. */
  open(tenant: string, sealed: Sealed): Promise<unknown>;
}
