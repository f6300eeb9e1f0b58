import { execFileSync } from 'node:child_process';
import { openEventStore } from '@cairn/event-store';
import { spawnKurrentDbDouble } from '@cairn/testing/kurrentdb-double';
import { z } from 'zod';
import { Api } from './api.js';
import { CairnHome, type Figures } from './fixtures/cairn-process.js';
import { auditor, seeded } from './play/cast.js';

const expected = {
  settings: 42,
  managers: 42,
  groups: 7,
  largestGroup: 6,
  groupSessions: 21,
  facilitatorHours: 42,
  delegateHours: 252,
  trainingPlansSubmitted: 42,
  trainingPlansApproved: 42,
  grantsReleased: 42,
  refusals: {
    GROUP_FULL: 1,
    ALREADY_ENROLLED: 1,
    PROGRAMME_SESSION_LIMIT: 1,
    PLAN_LINE_WITHOUT_NEED: 1,
    GRANT_SESSIONS_INCOMPLETE: 1,
    GRANT_PLAN_NOT_APPROVED: 1,
    GRANT_SELF_APPROVAL: 2,
    GRANT_ALREADY_RELEASED: 1,
  },
  rebuildIdentical: true,
};
const withoutSeconds = ({ seconds: _, ...figures }: Figures) => figures;

describe('the Ipswich programme, played by one command', () => {
  const homes: CairnHome[] = [];
  const home = async (eventStoreUrl?: string) => {
    const made = await CairnHome.make(undefined, eventStoreUrl);
    homes.push(made);
    return made;
  };
  afterAll(async () => {
    for (const made of homes) await made.remove();
  }, 60_000);

  let uninterrupted: Figures;

  it('gives the figures of the programme, and the same again from the data that is there', async () => {
    const place = await home();
    const first = await place.figures();
    uninterrupted = withoutSeconds(first);
    expect(uninterrupted).toEqual({ ...expected, events: expect.any(Number) });
    expect(first['seconds']).toEqual({ ready: expect.any(Number), play: expect.any(Number) });

    const { code, stdout } = await place.up('--once', '--json').ended;
    const second = JSON.parse(stdout.trimEnd().split('\n').at(-1)!) as Figures;
    expect(code).toBe(0);
    expect(withoutSeconds(second)).toEqual(uninterrupted);
    expect(second['seconds']).toEqual({ ready: expect.any(Number), play: 0 });
    expect(stdout).toMatch(/ready on a second start in [\d.]+ s/);
  }, 120_000);

  it('gives the same figures when its events are in KurrentDB', async () => {
    const double = await spawnKurrentDbDouble({ firstPosition: 2n ** 60n + 1n });
    try {
      const place = await home(double.url);
      expect(withoutSeconds(await place.figures())).toEqual(uninterrupted);
      // They have really gone there, through the client of KurrentDB.
      const { calls } = await double.report();
      expect(calls['BatchAppend']).toBeGreaterThan(0);
      const store = await openEventStore(double.url);
      const head = await store.head();
      expect(head).toBeGreaterThan(2n ** 60n);
      await store.close();
    } finally {
      await double.stop();
    }
  }, 240_000);

  it('gives the same figures, and no event twice, after five power cuts', async () => {
    const place = await home();
    const total = uninterrupted['events'] as number;
    const moments = Array.from({ length: 5 }, (_, cut) => seeded(10, total - 10, 'power cut', cut)).sort((one, other) => one - other);
    for (const moment of moments) {
      const { child, ended } = place.up('--once', '--json');
      await untilEvents(place, moment);
      child.kill('SIGKILL');
      await ended;
    }
    expect(withoutSeconds(await place.figures())).toEqual(uninterrupted);
  }, 180_000);

  it('gives the same figures when the six services are six processes, which end together', async () => {
    const place = await home();
    const { child, ended, line } = place.up('--split', '--json');
    expect(withoutSeconds(JSON.parse(await line) as Figures)).toEqual(uninterrupted);

    const services = childrenOf(child.pid!);
    expect(services).toHaveLength(6);
    process.kill(services[2]!, 'SIGKILL');
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([1, expect.stringMatching(/the \w+ service has ended with SIGKILL/)]);
    expect(services.filter(isAlive)).toEqual([]);
  }, 240_000);
});

/** The services among the processes that this one has started. */
function childrenOf(parent: number): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [pid, ppid, ...args] = line.trim().split(/\s+/);
    return Number(ppid) === parent && args.join(' ').includes('main.js') ? [Number(pid)] : [];
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Until so many events are on record. */
async function untilEvents({ origin }: CairnHome, moment: number): Promise<void> {
  const as = new Api(origin).as(auditor);
  for (let total = -1; total < moment;) ({ total } = await as.get('/api/history/events', z.object({ total: z.int() })));
}
