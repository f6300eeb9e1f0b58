import { setTimeout as pause } from 'node:timers/promises';
import { StoreUnavailable } from '../port.js';
import { Turns } from './turns.js';

it('lets the next one begin when the first in line gives up', async () => {
  const turns = new Turns(2, 400);
  const began: string[] = [];
  let finish = () => undefined as void;
  const long = turns.run(1, () => new Promise<void>((resolve) => (finish = resolve)));
  const heavy = turns.run(2, async () => void began.push('heavy'));
  await pause(100);
  const light = turns.run(1, async () => void began.push('light'));
  expect(began).toEqual([]);
  await expect(heavy).rejects.toBeInstanceOf(StoreUnavailable);
  await light;
  expect(began).toEqual(['light']);
  finish();
  await long;
});
