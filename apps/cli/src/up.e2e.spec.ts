import { z } from 'zod';
import { Api } from './api.js';
import { CairnHome } from './fixtures/cairn-process.js';
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
const withoutSeconds = ({ seconds: _, ...figures }: Record<string, unknown>) => figures;

describe('the Ipswich programme, played by one command', () => {
  const homes: CairnHome[] = [];
  const home = async () => {
    const made = await CairnHome.make();
    homes.push(made);
    return made;
  };
  afterAll(async () => {
    for (const made of homes) await made.remove();
  }, 60_000);

  let uninterrupted: Record<string, unknown>;

  it('gives the figures of the programme, and the same again from the data that is there', async () => {
    const place = await home();
    const first = await place.figures();
    uninterrupted = withoutSeconds(first);
    expect(uninterrupted).toEqual({ ...expected, events: expect.any(Number) });
    expect(first['seconds']).toEqual({ ready: expect.any(Number), play: expect.any(Number) });

    const { code, stdout } = await place.up('--once', '--json').ended;
    const second = JSON.parse(stdout.trimEnd().split('\n').at(-1)!) as Record<string, unknown>;
    expect(code).toBe(0);
    expect(withoutSeconds(second)).toEqual(uninterrupted);
    expect(second['seconds']).toEqual({ ready: expect.any(Number), play: 0 });
    expect(stdout).toMatch(/ready on a second start in [\d.]+ s/);
  }, 120_000);

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

  it('gives the same figures when the six services are six processes', async () => {
    const place = await home();
    expect(withoutSeconds(await place.figures('--split'))).toEqual(uninterrupted);
  }, 180_000);
});

/** Until so many events are on record. */
async function untilEvents({ origin }: CairnHome, moment: number): Promise<void> {
  const as = new Api(origin).as(auditor);
  for (let total = -1; total < moment;) ({ total } = await as.get('/api/history/events', z.object({ total: z.int() })));
}
