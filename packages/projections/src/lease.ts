import type pg from 'pg';
import { dedicatedConnection, lockClass } from './database.js';

/**
 * Which read models and processes of a service this process may run: one advisory lock each, held by one connection for as long as it lives, so that
 * another replica takes over when this one dies. It only saves work; the checkpoints' compare-and-set is what makes two runners harmless.
 */
export class Lease {
  private connection: pg.Client | undefined;
  private readonly held = new Set<string>();

  constructor(
    private readonly url: string,
    private readonly service: string,
    /** The connection broke: nothing is held any more. */
    private readonly lost: () => void,
  ) {}

  /** Tries for those that are not held yet, and makes sure that the others still are. Gives all that are held. */
  async acquire(wanted: readonly string[]): Promise<ReadonlySet<string>> {
    const connection = (this.connection ??= await this.connect());
    const missing = wanted.filter((each) => !this.held.has(each));
    try {
      const { rows } = await connection.query<{ name: string; locked: boolean }>(
        'SELECT name, pg_try_advisory_lock($1, hashtext($2 || name)) AS locked FROM unnest($3::text[]) WITH ORDINALITY AS wanted (name, n) ORDER BY n',
        [lockClass, `${this.service}/`, missing],
      );
      for (const { name, locked } of rows) if (locked) this.held.add(name);
      return this.held;
    } catch (error) {
      this.drop(connection);
      throw error;
    }
  }

  private async connect(): Promise<pg.Client> {
    const connection = await dedicatedConnection(this.url);
    connection.on('end', () => this.drop(connection));
    return connection;
  }

  private drop(connection: pg.Client): void {
    if (this.connection !== connection) return;
    this.connection = undefined;
    this.held.clear();
    connection.end().catch(() => undefined);
    this.lost();
  }

  /** Gives everything back. */
  async close(): Promise<void> {
    const { connection } = this;
    this.connection = undefined;
    this.held.clear();
    await connection?.end().catch(() => undefined);
  }
}
