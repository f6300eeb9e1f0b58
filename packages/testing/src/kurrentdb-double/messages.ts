import type { Expected } from './commit-check.js';
import type { LoggedEvent, ProposedEvent } from './event-log.js';
import {
  AllStreamPosition,
  Any,
  BatchAppendResp,
  GoogleEmpty,
  MaximumAppendSizeExceeded,
  ReadResp,
  Status,
  StreamIdentifier,
  Timeout,
  Timestamp,
  UUID,
  WrongExpectedVersion,
  type shared,
  type streams,
} from './protocol.js';

const { ReadEvent, SubscriptionConfirmation, Checkpoint, CaughtUp, StreamNotFound, Position } = ReadResp;

export const streamNameOf = (identifier: shared.StreamIdentifier | undefined): string => Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');

const identifierOf = (name: string) => new StreamIdentifier().setStreamName(Buffer.from(name, 'utf8'));

/** A UUID in either of its two forms: as text, or as two signed halves. */
export function uuidOf(uuid: shared.UUID | undefined): string {
  const halves = uuid?.getStructured();
  if (!halves) return (uuid?.getString() ?? '').toLowerCase();
  const hex = [halves.getMostSignificantBits(), halves.getLeastSignificantBits()].map((half) =>
    BigInt.asUintN(64, BigInt(half)).toString(16).padStart(16, '0'),
  );
  return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function uuidMessage(uuid: string, structured: boolean) {
  if (!structured) return new UUID().setString(uuid);
  const half = (hex: string) => String(BigInt.asIntN(64, BigInt(`0x${hex}`)));
  const hex = uuid.replaceAll('-', '');
  return new UUID().setStructured(new UUID.Structured().setMostSignificantBits(half(hex.slice(0, 16))).setLeastSignificantBits(half(hex.slice(16))));
}

export function proposedOf(message: streams.BatchAppendReq.ProposedMessage): ProposedEvent {
  return {
    id: uuidOf(message.getId()),
    type: message.getMetadataMap().get('type') ?? '',
    contentType: message.getMetadataMap().get('content-type') ?? '',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

export function eventMessage(event: LoggedEvent, structuredIds: boolean): streams.ReadResp {
  const recorded = new ReadEvent.RecordedEvent()
    .setId(uuidMessage(event.id, structuredIds))
    .setStreamIdentifier(identifierOf(event.stream))
    .setStreamRevision(String(event.revision))
    .setPreparePosition(String(event.position))
    .setCommitPosition(String(event.position))
    .setCustomMetadata(event.metadata)
    .setData(event.data);
  recorded.getMetadataMap().set('type', event.type).set('content-type', event.contentType).set('created', String(event.created));
  return new ReadResp().setEvent(new ReadEvent().setEvent(recorded).setCommitPosition(String(event.position)));
}

export const confirmationMessage = (id: string) => new ReadResp().setConfirmation(new SubscriptionConfirmation().setSubscriptionId(id));

export const notFoundMessage = (stream: string) => new ReadResp().setStreamNotFound(new StreamNotFound().setStreamIdentifier(identifierOf(stream)));

/** "Everything before here has been examined." Prepare 0 is what servers send while a subscription catches up: the event at `commit` itself may be unread. */
export const checkpointMessage = (commit: bigint, prepare: bigint) =>
  new ReadResp().setCheckpoint(
    new Checkpoint().setCommitPosition(String(commit)).setPreparePosition(String(prepare)).setTimestamp(Timestamp.fromDate(new Date())),
  );

export function caughtUpMessage(position: bigint | undefined): streams.ReadResp {
  const caughtUp = new CaughtUp().setTimestamp(Timestamp.fromDate(new Date()));
  if (position !== undefined) caughtUp.setPosition(new Position().setCommitPosition(String(position)).setPreparePosition(String(position)));
  return new ReadResp().setCaughtUp(caughtUp);
}

/** The answer to one append of a batch stream. */
export const batchReply = (correlationId: string, stream: string) =>
  new BatchAppendResp().setCorrelationId(uuidMessage(correlationId, false)).setStreamIdentifier(identifierOf(stream));

export function batchSuccess(last: LoggedEvent, withPosition: boolean): streams.BatchAppendResp.Success {
  const success = new BatchAppendResp.Success().setCurrentRevision(String(last.revision));
  if (!withPosition) return success.setNoPosition(new GoogleEmpty());
  return success.setPosition(new AllStreamPosition().setCommitPosition(String(last.position)).setPreparePosition(String(last.position)));
}

/** An error of one append: the client decides by the type of the one detail alone. */
function statusOf(message: string, typeName: string, detail: { serializeBinary(): Uint8Array }) {
  const details = new Any();
  details.pack(detail.serializeBinary(), typeName);
  return new Status().setMessage(message).setDetails(details);
}

export function wrongVersionStatus(expected: Expected, current: bigint | undefined) {
  const detail = new WrongExpectedVersion();
  if (current !== undefined && current >= 0n) detail.setCurrentStreamRevision(String(current));
  else if (current !== undefined) detail.setCurrentNoStream(new GoogleEmpty());
  if (expected === 'any') detail.setExpectedAny(new GoogleEmpty());
  else if (expected === 'no-stream') detail.setExpectedNoStream(new GoogleEmpty());
  else if (expected === 'stream-exists') detail.setExpectedStreamExists(new GoogleEmpty());
  else detail.setExpectedStreamPosition(String(expected));
  return statusOf('WrongExpectedVersion', 'event_store.client.WrongExpectedVersion', detail);
}

export const timeoutStatus = () => statusOf('Timeout', 'event_store.client.Timeout', new Timeout());
export const busyStatus = () => statusOf('Server Is Busy', 'google.protobuf.Empty', new GoogleEmpty());
export const tooLargeStatus = (limit: number) =>
  statusOf('Maximum append size exceeded', 'event_store.client.MaximumAppendSizeExceeded', new MaximumAppendSizeExceeded().setMaxappendsize(limit));
