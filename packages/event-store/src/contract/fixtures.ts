import { randomUUID } from 'node:crypto';
import type { Append, Appended, EventStore, EventToAppend, ExpectedRevision } from '../port.js';
import { WrongExpectedRevision } from '../port.js';

/** One more handle of the store under test; closing it leaves the store as it is. */
export type OpenStore = () => Promise<{ store: EventStore; close(): Promise<void> }>;

/** A tenant that no other test knows. */
export const newTenant = (): string => `tenant-${randomUUID()}`;
export const newStream = (category = 'walk'): string => `${category}-${randomUUID()}`;

export function newEvent(data: object = { step: 1 }, id: string = randomUUID()): EventToAppend {
  const person = randomUUID();
  const now = new Date().toISOString();
  const metadata = {
    ...{ id, type: 'StepTaken', schemaVersion: 1, tenant: 'walkers', subjects: [person], actor: { person, role: 'walker' } },
    ...{ occurredAt: now, recordedAt: now, correlationId: id, causationId: id, commandId: id, basis: [] },
  };
  return { id, type: 'StepTaken', schemaVersion: 1, data, metadata };
}

export const newEvents = (count: number): EventToAppend[] => Array.from({ length: count }, () => newEvent());

/** The store under test, opened once for all tests of a `describe`. */
export function useStore(open: OpenStore): () => EventStore {
  let opened: Awaited<ReturnType<OpenStore>> | undefined;
  beforeAll(async () => void (opened = await open()));
  afterAll(() => opened?.close());
  return () => opened!.store;
}

/** The stream's revision when the append is refused as a conflict, else how it went. */
export async function conflictOf(append: Promise<Appended>): Promise<bigint | Appended> {
  try {
    return await append;
  } catch (error) {
    if (error instanceof WrongExpectedRevision) return error.current;
    throw error;
  }
}

/** Appends to one stream of one tenant. */
export const appenderTo =
  (store: EventStore, tenant: string, stream: string) =>
  (expected: ExpectedRevision, events: Append['events']): Promise<Appended> =>
    store.append({ tenant, stream, expected, events });

/** Every event after the position that is stored now. */
export async function allAfter(store: EventStore, after: bigint, options: { limit?: number; categories?: readonly string[] } = {}) {
  const events = [];
  let page = await store.readAll(after, options);
  for (;;) {
    events.push(...page.events);
    if (page.atHead) return { events, position: page.position };
    page = await store.readAll(page.position, options);
  }
}
