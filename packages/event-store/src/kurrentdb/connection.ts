import type { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { StoreUnavailable } from '../port.js';

/** Loaded only where this adapter is used: the client brings native code, which a platform may lack. */
type Library = typeof import('@kurrent/kurrentdb-client');

export interface Connecting {
  /** `kurrentdb://`, `kurrent://`, `kdb://` or `esdb://`, each also with `+discover`; user and password belong in here. */
  readonly url: string;
  /** Longest wait for an answer, and for one's turn, in milliseconds. */
  readonly deadline: number;
}

/** The clients that speak to one store: one appends, one reads. Apart, because a client that has stopped answering is replaced, and only that one. */
export class Connection {
  private appends: KurrentDBClient;
  private reads: KurrentDBClient;
  private closed = false;

  private constructor(
    readonly library: Library,
    private readonly string: string,
    readonly deadline: number,
  ) {
    this.appends = this.connect();
    this.reads = this.connect();
  }

  static async open({ url, deadline }: Connecting): Promise<Connection> {
    return new Connection(await import('@kurrent/kurrentdb-client'), url.replace(/^(kurrent|kdb|esdb)(?=:|\+)/, 'kurrentdb'), deadline);
  }

  get writer(): KurrentDBClient {
    return this.unlessClosed(this.appends);
  }

  get reader(): KurrentDBClient {
    return this.unlessClosed(this.reads);
  }

  /** Gives up a client that does not answer; appends that are under way on it fail. Nothing happens when it has been given up already. */
  replace(silent: KurrentDBClient): void {
    if (silent === this.reads) this.reads = this.connect();
    if (silent !== this.appends) return;
    this.appends = this.connect();
    void silent.dispose();
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([this.appends.dispose(), this.reads.dispose()]);
  }

  private unlessClosed(client: KurrentDBClient): KurrentDBClient {
    if (this.closed) throw new StoreUnavailable('the event store is closed');
    return client;
  }

  private connect(): KurrentDBClient {
    try {
      return this.library.KurrentDBClient.connectionString(this.string);
    } catch {
      // The client's own message quotes the string, and a password may be in it.
      throw new Error('the connection string of the KurrentDB event store is not valid');
    }
  }
}
