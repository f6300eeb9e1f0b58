import { together } from './together.js';

it('asks once for all who ask at the same time, and never answers with what was asked earlier', async () => {
  const answers: ((value: number) => void)[] = [];
  const ask = together(() => new Promise<number>((resolve) => answers.push(resolve)));
  const first = ask();
  const during = [ask(), ask(), ask()];
  expect(answers).toHaveLength(1);
  answers[0]!(1);
  expect(await first).toBe(1);
  expect(answers).toHaveLength(2);
  answers[1]!(2);
  expect(await Promise.all(during)).toEqual([2, 2, 2]);
  void ask();
  expect(answers).toHaveLength(3);
});

it('asks again after a failure', async () => {
  let tries = 0;
  const ask = together(() => (tries++ === 0 ? Promise.reject(new Error('away')) : Promise.resolve(tries)));
  const [first, second] = await Promise.allSettled([ask(), ask()]);
  expect([first!.status, second]).toEqual(['rejected', { status: 'fulfilled', value: 2 }]);
});
