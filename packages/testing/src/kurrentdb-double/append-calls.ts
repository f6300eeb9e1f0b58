import type { handleBidiStreamingCall } from '@grpc/grpc-js';
import type { Expected } from './commit-check.js';
import type { Appended, ProposedEvent } from './event-log.js';
import { notLeader, streamReset } from './errors.js';
import { batchReply, batchSuccess, busyStatus, proposedOf, streamNameOf, timeoutStatus, tooLargeStatus, uuidOf, wrongVersionStatus } from './messages.js';
import type { streams } from './protocol.js';
import type { Node } from './node.js';

interface Pending {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: ProposedEvent[];
}

type BatchCall = Parameters<handleBidiStreamingCall<streams.BatchAppendReq, streams.BatchAppendResp>>[0];

/** `Streams.BatchAppend`: many appends on one stream, each with a correlation id, in parts until one is final. */
export function batchAppend(node: Node): handleBidiStreamingCall<streams.BatchAppendReq, streams.BatchAppendResp> {
  return (call) => {
    const pending = new Map<string, Pending>();
    call.on('data', (request: streams.BatchAppendReq) => {
      const correlationId = uuidOf(request.getCorrelationId());
      const options = request.getOptions();
      if (options) pending.set(correlationId, { stream: streamNameOf(options.getStreamIdentifier()), expected: expectedOfBatch(options), events: [] });
      const append = pending.get(correlationId);
      if (!append) return;
      if (node.faults.take('reset-before-append')) return fail(call, streamReset());
      append.events.push(...request.getProposedMessagesList().map(proposedOf));
      if (!request.getIsFinal()) return;
      pending.delete(correlationId);
      settle(node, call, correlationId, append);
    });
    call.on('end', () => call.end());
    call.on('error', () => undefined);
  };
}

function settle(node: Node, call: BatchCall, correlationId: string, { stream, expected, events }: Pending): void {
  const { faults, log, limits } = node;
  const reply = batchReply(correlationId, stream);
  if (faults.take('swallow-append')) return;
  if (faults.take('append-not-leader')) return fail(call, notLeader(node.host, node.port));
  if (faults.take('append-busy')) return void call.write(reply.setError(busyStatus()));
  if (bytesOf(events) > limits.appendBytes) return void call.write(reply.setError(tooLargeStatus(limits.appendBytes)));
  const outcome = log.append(stream, expected, events);
  if (faults.take('lose-append-reply')) return;
  if (faults.take('reset-after-append')) return fail(call, streamReset());
  if (faults.take('append-timeout')) return void call.write(reply.setError(timeoutStatus()));
  if (faults.take('stray-append-reply')) call.write(answered(node, batchReply('00000000-0000-4000-8000-000000000000', stream), expected, outcome));
  call.write(answered(node, reply, expected, outcome));
  if (faults.take('duplicate-append-reply')) call.write(reply);
}

function answered({ faults }: Node, reply: streams.BatchAppendResp, expected: Expected, outcome: Appended): streams.BatchAppendResp {
  if (outcome.decision === 'wrong-version')
    return reply.setError(wrongVersionStatus(expected, faults.take('wrong-version-without-current') ? undefined : outcome.current));
  return reply.setSuccess(batchSuccess(outcome.last, !faults.take('append-without-position')));
}

const fail = (call: BatchCall, error: Error) => void call.emit('error', error);

const bytesOf = (events: readonly ProposedEvent[]) =>
  events.reduce((sum, { type, data, metadata }) => sum + type.length * 2 + data.length + metadata.length, 0);

function expectedOfBatch(options: streams.BatchAppendReq.Options): Expected {
  if (options.hasStreamPosition()) return BigInt(options.getStreamPosition());
  if (options.hasNoStream()) return 'no-stream';
  return options.hasStreamExists() ? 'stream-exists' : 'any';
}
