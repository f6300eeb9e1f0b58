import { getPostgreSQLEventStore, pongoMultiStreamProjection, rebuildPostgreSQLProjections } from '@event-driven-io/emmett-postgresql';
import type { Result } from './measure.js';
import { dataOf } from './payload.js';

type PeerEvent = { type: 'Measured'; data: ReturnType<typeof dataOf> };
type PeerRow = { personId: string; events: number; minutes: number };

/** The peer's own projection of the same data, one document a person, rebuilt over so many events: events a second. */
async function peerRate(url: string, events: number): Promise<number> {
  const database = new URL(url);
  const emmett = getPostgreSQLEventStore(database.href);
  await emmett.schema.migrate();
  try {
    await emmett.schema.dangerous.truncate({ resetSequences: true });
    for (let first = 0; first < events; first += 500)
      await emmett.appendToStream<PeerEvent>(
        `measure-${crypto.randomUUID()}`,
        Array.from({ length: 500 }, (_, index) => ({ type: 'Measured', data: dataOf(first + index) })),
      );
  } finally {
    await emmett.close();
  }
  const projection = pongoMultiStreamProjection<PeerRow, PeerEvent>({
    collectionName: 'peer_attendances',
    canHandle: ['Measured'],
    getDocumentId: (event) => event.data.personId,
    initialState: () => ({ personId: '', events: 0, minutes: 0 }),
    evolve: (row: PeerRow, { data }: PeerEvent) => ({ personId: data.personId, events: row.events + 1, minutes: row.minutes + data.minutes }),
  });
  const consumer = rebuildPostgreSQLProjections<PeerEvent>({ connectionString: database.href, projections: [projection] });
  const started = performance.now();
  try {
    await consumer.start();
    return (events * 1000) / (performance.now() - started);
  } finally {
    await consumer.close();
  }
}

/** When the peer cannot run, its error is the answer. */
export async function benchPeerRebuild(url: string, events: number, ours: number): Promise<Result> {
  const row = { name: 'fold-rebuild-vs-emmett', value: ours, unit: 'events/s', promised: '50' };
  try {
    const theirs = await peerRate(url, events);
    return { ...row, against: `emmett-postgresql, rebuild of ${events} events`, againstValue: theirs, ratio: ours / theirs };
  } catch (error) {
    return { ...row, against: `emmett-postgresql could not run: ${error instanceof Error ? error.message : String(error)}`, againstValue: 0, ratio: 0 };
  }
}
