import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Sleepers, type WakeUps } from '../subscription.js';
import { clientConfig, type Connecting } from './connection.js';
import { channel } from './schema.js';

/** Least time between two notifications of one process, in milliseconds: each commits under a lock of the whole cluster. */
const pace = 20;
/** Longest wait for the server to take its leave, in milliseconds. */
const farewell = 1000;

/**
 * Tells subscribers, here and in other processes, that something was appended. A mere accelerator: what it loses, the subscribers' polling finds.
 * Its connection is its own, because LISTEN belongs to a session; it is made when first needed and again when lost.
 */
export class WakeUp implements WakeUps {
  private readonly sleepers = new Sleepers();
  private client: pg.Client | undefined;
  private connecting: Promise<void> | undefined;
  private saying = false;
  private unsaid = false;
  private closed = false;

  constructor(private readonly where: Connecting) {}

  /** Wakes this process now and the others soon. Called after the commit. */
  announce(): void {
    this.sleepers.wake();
    this.unsaid = true;
    void this.say();
  }

  get count(): number {
    return this.sleepers.count;
  }

  sleep(seen: number, milliseconds: number, signal: AbortSignal): Promise<void> {
    this.connect();
    return this.sleepers.sleep(seen, milliseconds, signal);
  }

  /** Says what is still unsaid, where there is a connection, and ends it. */
  async close(): Promise<void> {
    this.closed = true;
    this.sleepers.close();
    await this.connecting;
    if (this.unsaid && !this.saying) await this.client?.query(`NOTIFY ${channel}`).catch(() => undefined);
    // A server that has fallen silent does not hold us.
    await Promise.race([this.client?.end(), pause(farewell, undefined, { ref: false })]).catch(() => undefined);
  }

  private async say(): Promise<void> {
    this.connect();
    if (!this.unsaid || !this.client || this.saying || this.closed) return;
    const { client } = this;
    this.saying = true;
    this.unsaid = false;
    await client.query(`NOTIFY ${channel}`).catch(() => this.lose(client));
    await pause(pace, undefined, { ref: false });
    this.saying = false;
    void this.say();
  }

  private connect(): void {
    if (this.client || this.connecting || this.closed) return;
    this.connecting = this.listen().finally(() => (this.connecting = undefined));
  }

  private async listen(): Promise<void> {
    const client = new pg.Client(clientConfig(this.where));
    client.on('error', () => this.lose(client));
    client.on('end', () => this.lose(client));
    client.on('notification', () => this.sleepers.wake());
    try {
      await client.connect();
      // A notification changes no data: losing one in a crash costs one polling interval, waiting for the disk would cost every append.
      await client.query(`SET synchronous_commit = off; LISTEN ${channel}`);
    } catch {
      return this.lose(client);
    }
    this.client = client;
    this.sleepers.wake();
    void this.say();
  }

  private lose(client: pg.Client | undefined): void {
    if (this.client === client) this.client = undefined;
    client?.end().catch(() => undefined);
  }
}
