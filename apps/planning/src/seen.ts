import type { AnyEvent, Basis, Stream } from '@cairn/event-sourcing';
import type { Streams } from '@cairn/event-store';

/** Another stream of this service as a decision sees it, read consistently, with the basis that tells an auditor how far it had been seen. */
export async function seen<S, E extends AnyEvent>(streams: Streams, stream: Stream<S, E>, tenant: string, id: string): Promise<{ state: S; basis: Basis[] }> {
  const { state, revision } = await streams.load(stream, tenant, id);
  return { state, basis: revision < 0n ? [] : [{ stream: `${stream.category}-${id}`, revision: String(revision) }] };
}
