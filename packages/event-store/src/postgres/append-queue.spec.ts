import { AppendQueue, type SendAppends } from './append-queue.js';

it('takes 200,000 appends that wait at once, and answers each', async () => {
  let calls = 0;
  const send: SendAppends = async (batch) => {
    calls++;
    return batch.map(({ stream }) => ({ outcome: 'appended', revision: '0', position: stream }));
  };
  const queue = new AppendQueue(send, { lanes: 2, deadline: 60_000 });
  const streams = Array.from({ length: 200_000 }, (_, index) => String(index));
  const rows = await Promise.all(streams.map((stream) => queue.append({ tenant: 'ward', stream, expected: 'no-stream', events: [] })));
  expect(rows.every(({ position }, index) => position === streams[index])).toBe(true);
  expect(calls).toBeLessThan(1000);
}, 60_000);
