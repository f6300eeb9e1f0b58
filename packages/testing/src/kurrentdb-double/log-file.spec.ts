import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProposedEvent } from './event-log.js';
import { openLogFile } from './log-file.js';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'log-file-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const proposed = (): ProposedEvent => ({
  id: randomUUID(),
  type: 'StepTaken',
  contentType: 'application/json',
  data: Buffer.from('{}'),
  metadata: Buffer.from('{}'),
});

it('finds everything where it was, also when its last line was cut short', () => {
  const path = join(folder, 'log');
  const first = openLogFile(path, 2n ** 60n);
  const [one, two] = [[proposed(), proposed()], [proposed()]];
  first.log.append('walk-1', 'no-stream', one);
  first.log.append('run-1', 'any', two);
  const stored = [0, 1, 2].map((index) => first.log.at(index));
  first.close();
  appendFileSync(path, '{"stream":"walk-1","cre');

  const second = openLogFile(path, 0n);
  expect([0, 1, 2].map((index) => second.log.at(index))).toEqual(stored);
  expect(stored[0]!.position).toBe(2n ** 60n);
  expect(second.log.append('walk-1', 'no-stream', one)).toMatchObject({ decision: 'idempotent', last: stored[1] });
  expect(second.log.append('walk-1', 1n, [proposed()])).toMatchObject({ decision: 'ok', last: { revision: 2n } });
  second.close();
  const third = openLogFile(path, 0n);
  expect(third.log.length).toBe(4);
  third.close();
});
