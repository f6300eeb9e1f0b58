import type { LoopbackPerson } from '@cairn/access/loopback-issuer';

export interface Options {
  readonly port: number;
  /** A PostgreSQL server of your own; without it, one is started under `dataDirectory`. */
  readonly databaseUrl?: string | undefined;
  /** Where the events live; by default in the same database. */
  readonly eventStoreUrl?: string | undefined;
  /** Holds the database, the issuer's key and the logs. Made when absent. */
  readonly dataDirectory: string;
  /** Whom the loopback issuer vouches for. */
  readonly people: readonly LoopbackPerson[];
}

export interface Running {
  /** Where the API, its documentation at `/docs` and the issuer at `/issuer` answer: on this machine alone. */
  readonly origin: string;
  /** Settles when a part that the others need has ended by itself: says which. */
  readonly ended: Promise<string>;
  /** Ends everything that was started, in order. */
  close(): Promise<void>;
}
