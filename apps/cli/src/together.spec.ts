import { together } from './together.js';

const later = () => new Promise((resolve) => setImmediate(resolve));

describe('working together', () => {
  it('gives the answers in the order of the items, whichever comes first', async () => {
    const answers = await together([3, 1, 2], async (turns) => {
      for (let turn = 0; turn < turns; turn++) await later();
      return turns;
    });
    expect(answers).toEqual([3, 1, 2]);
  });

  it('has at most eight under way', async () => {
    let [underWay, most] = [0, 0];
    await together(Array.from({ length: 50 }), async () => {
      most = Math.max(most, ++underWay);
      await later();
      underWay--;
    });
    expect(most).toBe(8);
  });

  it('begins nothing after a failure, and throws it when the rest has ended', async () => {
    let [begun, ended] = [0, 0];
    const work = together(Array.from({ length: 50 }), async (_, index) => {
      begun++;
      await later();
      if (index === 0) throw new Error('the first');
      ended++;
    });
    await expect(work).rejects.toThrow('the first');
    expect([begun, ended]).toEqual([8, 7]);
  });
});
