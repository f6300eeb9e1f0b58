import { Metadata, status, type ServiceError } from '@grpc/grpc-js';

type Failure = Pick<ServiceError, 'code' | 'details' | 'metadata'> & Error;

const failure = (code: status, details: string, metadata: Record<string, string> = {}): Failure =>
  Object.assign(new Error(details), { code, details, metadata: Metadata.fromHttp2Headers(metadata) });

/** What the client sees when a peer resets a stream. */
export const streamReset = () => failure(status.INTERNAL, 'Received RST_STREAM with code 2 (Internal server error)');

/** Status and trailers by which a follower sends a client to its leader. */
export const notLeader = (host: string, port: number) =>
  failure(status.NOT_FOUND, 'Leader info available', { exception: 'not-leader', 'leader-endpoint-host': host, 'leader-endpoint-port': String(port) });

export const invalidArgument = (details: string) => failure(status.INVALID_ARGUMENT, details);
