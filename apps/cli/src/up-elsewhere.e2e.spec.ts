import { execFileSync } from 'node:child_process';
import { openEventStore } from '@cairn/event-store';
import { spawnKurrentDbDouble } from '@cairn/testing/kurrentdb-double';
import { CairnHome, type Figures } from './fixtures/cairn-process.js';
import { expected, withoutSeconds } from './fixtures/ipswich-figures.js';

describe('the Ipswich programme, played elsewhere than in one process with one PostgreSQL', () => {
  const homes: CairnHome[] = [];
  const home = async (eventStoreUrl?: string) => {
    const made = await CairnHome.make(undefined, eventStoreUrl);
    homes.push(made);
    return made;
  };
  let usual: Figures;
  beforeAll(async () => {
    usual = withoutSeconds(await (await home()).figures());
    expect(usual).toEqual({ ...expected, events: expect.any(Number) });
  }, 120_000);
  afterAll(async () => {
    for (const made of homes) await made.remove();
  }, 60_000);

  it('gives the same figures when its events are in KurrentDB', async () => {
    const double = await spawnKurrentDbDouble({ firstPosition: 2n ** 60n + 1n });
    try {
      const place = await home(double.url);
      expect(withoutSeconds(await place.figures())).toEqual(usual);
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

  it('gives the same figures when the six services are six processes, which end together', async () => {
    const place = await home();
    const { child, ended, line } = place.up('--split', '--json');
    expect(withoutSeconds(JSON.parse(await line) as Figures)).toEqual(usual);

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
