import { Server, ServerCredentials, type ServiceDefinition, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { batchAppend } from './append-calls.js';
import { gossip, supportedMethods } from './discovery-calls.js';
import { EventLog } from './event-log.js';
import { Faults, type Fault } from './faults.js';
import { openLogFile } from './log-file.js';
import type { Counts, Node } from './node.js';
import { GossipService, ServerFeaturesService, StreamsService } from './protocol.js';
import { read } from './read-calls.js';

export interface KurrentDbDoubleOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Keeps the log there, and begins with what it holds. Without it the log lives in memory. */
  readonly dataFile?: string;
  /** Position of the first event of a new log. */
  readonly firstPosition?: bigint;
  /** Most bytes of one append. */
  readonly appendBytes?: number;
}

export interface KurrentDbDouble {
  readonly url: string;
  readonly port: number;
  /** Gets this wrong the next `times` times that there is occasion. */
  misbehave(fault: Fault, times?: number): void;
  behave(): void;
  /** Asks every connection to go away, as a server does before it stops; new ones are welcome. */
  goAway(): void;
  /** What there is and what was asked for, to this moment. */
  report(): DoubleReport;
  /** Cuts all connections and stops listening. */
  stop(): Promise<void>;
}

export interface DoubleReport extends Counts {
  readonly events: number;
}

const host = '127.0.0.1';
/** How long a connection that was asked to go away may finish its calls, in milliseconds. */
const graceful = 100;
/** As large as the client accepts. */
const messageBytes = 17 * 1024 * 1024;

/**
 * A stand-in for KurrentDB that speaks its protocol to the real client, native parts included: appends, reads, subscriptions, features and gossip, on one
 * node, without TLS. It knows no appends but batched ones, no filters but prefixes of stream names, no deletion, no stream metadata, no persistent subscriptions, no projections. What it cannot show, only a server can.
 */
export async function startKurrentDbDouble({
  port = 0,
  dataFile,
  firstPosition = 0n,
  appendBytes = 64 * 1024 * 1024,
}: KurrentDbDoubleOptions = {}): Promise<KurrentDbDouble> {
  const kept = dataFile === undefined ? { log: new EventLog(firstPosition), close: () => undefined } : openLogFile(dataFile, firstPosition);
  const node: Node = { host, port, log: kept.log, faults: new Faults(), limits: { appendBytes }, counts: { calls: {}, eventsSent: 0, openSubscriptions: 0 } };
  const server = new Server({ 'grpc.max_receive_message_length': messageBytes, 'grpc.max_send_message_length': messageBytes });
  addCounted(server, node.counts, StreamsService, { read: read(node), batchAppend: batchAppend(node) });
  addCounted(server, node.counts, ServerFeaturesService, { getSupportedMethods: supportedMethods });
  addCounted(server, node.counts, GossipService, { read: gossip(node) });
  node.port = await listen(server, port);
  return {
    port: node.port,
    url: `kurrentdb://${host}:${node.port}?tls=false`,
    misbehave: (fault, times = 1) => node.faults.set(fault, times),
    behave: () => node.faults.clear(),
    goAway: () => server.drain(`${host}:${node.port}`, graceful),
    report: () => ({ ...node.counts, events: node.log.length }),
    stop: async () => {
      server.forceShutdown();
      kept.close();
    },
  };
}

/** Methods that are not implemented answer UNIMPLEMENTED, as grpc-js does for them. */
function addCounted(server: Server, { calls }: Counts, service: ServiceDefinition, methods: UntypedServiceImplementation): void {
  const counted = Object.entries(methods).map(([name, method]) => {
    const path = service[name]!.path.split('/').at(-1)!;
    const handle = (...args: Parameters<typeof method>) => {
      calls[path] = (calls[path] ?? 0) + 1;
      return (method as (...args: unknown[]) => void)(...args);
    };
    return [name, handle];
  });
  server.addService(service, Object.fromEntries(counted) as UntypedServiceImplementation);
}

const listen = (server: Server, port: number) =>
  new Promise<number>((resolve, reject) =>
    server.bindAsync(`${host}:${port}`, ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound))),
  );
