import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openPostgresEventStore, StoreUnavailable, type EventStore, type StoredEvent } from '@cairn/event-store';
import { startLocalPostgres, type LocalPostgres } from '@cairn/local-postgres';
import pg from 'pg';
import { z } from 'zod';
import { Api } from './api.js';
import { CairnHome, type Begun } from './fixtures/cairn-process.js';
import { administrator, seeded } from './play/cast.js';
import { caughtUp, verifyAll } from './read-models.js';

const long = process.env['CAIRN_LONG'] !== undefined;
const kills = long ? 40 : 6;
const seed = Number(process.env['CAIRN_SEED'] ?? 7);
const minutes = 60_000;

const Answer = z.object({ stream: z.string(), revision: z.string(), position: z.string() });
/** A command that was answered: where its event is said to be. */
type Acknowledged = z.output<typeof Answer> & { readonly type: string };

const victims = ['service', 'postmaster', 'backend'] as const;
type Victim = (typeof victims)[number];

/**
 * The six services as people run them, on a PostgreSQL that survives them, under commands through HTTP that are sent again with their keys until they are
 * answered; and a reader of the store that goes on from its own position.
 */
class Campaign {
  readonly acknowledged: Acknowledged[][] = [];
  readonly followed: StoredEvent[] = [];
  readonly killed: Record<Victim, number> = { service: 0, postmaster: 0, backend: 0 };
  store!: EventStore;
  private service!: Begun;
  private postgres!: LocalPostgres;
  private readonly ending = new AbortController();
  private following: Promise<void> | undefined;
  private writing = true;

  private constructor(private readonly home: CairnHome) {}

  static async begin(): Promise<Campaign> {
    const campaign = new Campaign(await CairnHome.make());
    await campaign.startServices();
    campaign.postgres = await startLocalPostgres(campaign.cluster);
    campaign.store = await openPostgresEventStore({ url: campaign.postgres.url });
    campaign.following = campaign.follow();
    return campaign;
  }

  get api(): Api {
    return new Api(this.home.origin);
  }

  get answers(): number {
    return this.acknowledged.reduce((sum, each) => sum + each.length, 0);
  }

  private get cluster(): string {
    return join(this.home.directory, 'postgres');
  }

  /** People are registered and take on roles, one command after the other, until {@link rest}. */
  async write(): Promise<void> {
    const admin = this.api.as(administrator);
    const answers: Acknowledged[] = [];
    this.acknowledged.push(answers);
    while (this.writing) {
      const path = `/api/directory/people/${randomUUID()}`;
      answers.push({ type: 'PersonRegistered', ...(await admin.post(path, { name: 'Somebody', settingId: null }, Answer, { key: randomUUID() })) });
      for (const role of ['observer', 'grant-officer', 'auditor'])
        answers.push({ type: 'RoleAssigned', ...(await admin.post(`${path}/roles`, { role, settingId: null }, Answer, { key: randomUUID() })) });
    }
  }

  rest(): void {
    this.writing = false;
  }

  /** kill -9, and what an operator's machine does then: what is down is started again. */
  async kill(victim: Victim): Promise<void> {
    this.killed[victim]++;
    if (victim === 'service') {
      this.service.child.kill('SIGKILL');
      await this.service.ended;
      await this.startServices();
    } else if (victim === 'postmaster') {
      process.kill(this.postmaster(), 'SIGKILL');
      await this.startPostgres();
    } else await this.killBackend();
    // A service lives on when its database dies.
    expect([this.service.child.exitCode, this.service.child.signalCode]).toEqual([null, null]);
  }

  private async startServices(): Promise<void> {
    this.service = this.home.up('--no-play');
    let ended: string | undefined;
    void this.service.ended.then(({ stderr }) => (ended = stderr));
    while (!(await this.isReady()))
      if (ended !== undefined) throw new Error(`cairn up has ended:\n${ended}`);
      else await pause(100);
  }

  private isReady = (): Promise<boolean> =>
    fetch(`${this.home.origin}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );

  private postmaster = (): number => Number(readFileSync(join(this.postgres.dataDirectory, 'postmaster.pid'), 'utf8').split('\n')[0]);

  /** On the same port; for a moment the backends of the one before it are still there, and it does not start. */
  private async startPostgres(): Promise<void> {
    for (;;)
      try {
        this.postgres = await startLocalPostgres(this.cluster, { port: String(this.postgres.port) });
        return;
      } catch {
        await pause(200);
      }
  }

  /** One that appends or reads, where there is one at this moment; PostgreSQL then ends all the others, and recovers. */
  private async killBackend(): Promise<void> {
    const client = await persistently(() => connected(this.postgres.url));
    const { rows } = await client.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY state = 'active' DESC, query LIKE '%append%' DESC, pid LIMIT 1`,
    );
    process.kill(rows[0]!.pid, 'SIGKILL');
    // Its connection goes with all the others: nothing answers when it is ended.
    client.end().catch(() => undefined);
  }

  private async follow(): Promise<void> {
    while (!this.ending.signal.aborted)
      try {
        for await (const page of this.store.subscribe(this.followed.at(-1)?.position ?? -1n, { signal: this.ending.signal }))
          this.followed.push(...page.events);
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        await pause(50);
      }
  }

  /** Until the follower has seen everything, and everything has a place in the read models. */
  async settle(): Promise<void> {
    const head = await persistently(() => this.store.head());
    while ((this.followed.at(-1)?.position ?? -1n) < head) await pause(20);
    await caughtUp(this.api);
  }

  async end(): Promise<void> {
    this.rest();
    this.ending.abort();
    await this.following;
    await this.store.close();
    await this.home.remove();
  }
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function persistently<T>(action: () => Promise<T>): Promise<T> {
  for (;;)
    try {
      return await action();
    } catch {
      await pause(50);
    }
}

async function everything(store: EventStore): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (let after = -1n; ;) {
    const page = await store.readAll(after);
    events.push(...page.events);
    if (page.atHead) return events;
    after = page.position;
  }
}

/** What is wrong with the store, counted against what was answered. */
function faultsOf(events: readonly StoredEvent[], acknowledged: readonly Acknowledged[][], followed: readonly StoredEvent[]) {
  const at = new Map(events.map((event) => [`${event.stream}/${event.revision}`, event]));
  const answers = acknowledged.flat();
  const isThere = ({ stream, revision, position, type }: Acknowledged) => {
    const event = at.get(`${stream}/${revision}`);
    return event?.type === type && String(event.position) === position;
  };
  const streams = new Set(answers.map(({ stream }) => stream));
  const stored = events.filter(({ stream }) => streams.has(stream)).length;
  const outOfOrder = acknowledged.flatMap((own) => own.slice(1).filter(({ position }, index) => BigInt(position) <= BigInt(own[index]!.position)));
  return {
    lost: answers.filter((answer) => !isThere(answer)).length,
    duplicated: stored - answers.length + (events.length - new Set(events.map(({ id }) => id)).size),
    reordered: outOfOrder.length + followed.filter(({ id }, index) => events[index]?.id !== id).length,
    gaps: events.filter(({ position }, index) => position !== BigInt(index)).length,
    unseen: events.length - followed.length,
  };
}

describe(`failure 14: kill -9 of the services and of PostgreSQL under load, ${kills} times, seed ${seed}`, () => {
  let campaign: Campaign;
  beforeAll(async () => void (campaign = await Campaign.begin()), 5 * minutes);
  afterAll(() => campaign.end(), 2 * minutes);

  it(
    'failure 2: nothing that was answered is lost, doubled or out of order, and the read models are those of a clean rebuild',
    async () => {
      const writers = Array.from({ length: 6 }, () => campaign.write());
      const failed = Promise.all(writers).then(() => undefined);
      failed.catch(() => undefined);
      const begun = performance.now();
      for (let kill = 0; kill < kills; kill++) {
        const wanted = campaign.answers + seeded(5, 60, seed, 'answers', kill);
        while (campaign.answers < wanted) await Promise.race([pause(5), failed]);
        await campaign.kill(victims[(kill + seeded(0, 1, seed, 'victim', kill)) % victims.length]!);
      }
      campaign.rest();
      await failed;
      await campaign.settle();

      const events = await everything(campaign.store);
      const { acknowledged, answers, followed, killed } = campaign;
      const faults = faultsOf(events, acknowledged, followed);
      const identical = await verifyAll(campaign.api, (_, __, work) => work(() => undefined));
      process.stderr.write(
        `${kills} × kill -9 in ${Math.round((performance.now() - begun) / 1000)} s (${killed.service} of the services, ${killed.postmaster} of the postmaster, ${killed.backend} of a backend; seed ${seed}): ` +
          `${answers} commands answered, ${events.length} events; lost ${faults.lost}, duplicated ${faults.duplicated}, reordered ${faults.reordered}; ` +
          `read models ${identical ? 'equal' : 'DIFFER from'} a clean rebuild\n`,
      );
      expect(faults).toEqual({ lost: 0, duplicated: 0, reordered: 0, gaps: 0, unseen: 0 });
      expect(identical).toBe(true);
      expect(Object.values(killed).every((count) => count > 0)).toBe(true);
    },
    long ? 60 * minutes : 10 * minutes,
  );
});
