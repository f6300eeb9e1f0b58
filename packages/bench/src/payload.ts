import { createHash } from 'node:crypto';
import type { Envelope } from '@cairn/event-sourcing';
import type { Append, EventToAppend } from '@cairn/event-store';

/** Ids drawn from a counter: the same in every run. */
export const idOf = (kind: string, n: number): string => {
  const hex = createHash('md5').update(`${kind}/${n}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** An event's data as both sides store it: about 450 bytes of JSON. */
export const dataOf = (n: number) => ({
  programmeId: idOf('programme', n % 50),
  groupId: idOf('group', n % 500),
  personId: idOf('person', n % 5000),
  settingId: idOf('setting', n % 200),
  number: n,
  minutes: 120,
  note: 'measured in one run on one database, '.repeat(6),
});

/** The metadata of Cairn's own side comes on top: it is what the product stores. */
const envelopeOf = (id: string, type: string): Envelope => ({
  id,
  type,
  schemaVersion: 1,
  tenant: 'bench',
  subjects: [],
  actor: { person: 'bench', role: 'admin' },
  occurredAt: '2026-01-01T00:00:00.000Z',
  recordedAt: '2026-01-01T00:00:00.000Z',
  correlationId: id,
  causationId: id,
  commandId: id,
  basis: [],
});

export const measuredEvent = (n: number): EventToAppend => {
  const id = crypto.randomUUID();
  return { id, type: 'Measured', schemaVersion: 1, data: dataOf(n), metadata: envelopeOf(id, 'Measured') };
};

export const appendOf = (first: number, events: number): Append => ({
  tenant: 'bench',
  stream: `measure-${crypto.randomUUID()}`,
  expected: 'no-stream',
  events: Array.from({ length: events }, (_, index) => measuredEvent(first + index)),
});
