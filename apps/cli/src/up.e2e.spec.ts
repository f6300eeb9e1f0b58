import { z } from 'zod';
import { Api } from './api.js';
import { CairnHome, type Figures } from './fixtures/cairn-process.js';
import { expected, withoutSeconds } from './fixtures/ipswich-figures.js';
import { auditor, seeded } from './play/cast.js';

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
});

/** Until so many events are on record. */
async function untilEvents({ origin }: CairnHome, moment: number): Promise<void> {
  const as = new Api(origin).as(auditor);
  for (let total = -1; total < moment;) ({ total } = await as.get('/api/history/events', z.object({ total: z.int() })));
}
