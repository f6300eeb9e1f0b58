import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

describe('cairn acceptance', () => {
  it('plays every scenario, and says so on the last line', () => {
    const { NODE_OPTIONS: _, ...env } = process.env;
    const { status, stdout } = spawnSync(process.execPath, [main, 'acceptance', '--json'], { env, encoding: 'utf8' });
    const { scenarios } = JSON.parse(stdout.trimEnd().split('\n').at(-1)!) as { scenarios: { id: string; title: string; passed: boolean }[] };
    expect(scenarios.map(({ id, passed }) => [id, passed])).toEqual([
      ['S01', true],
      ['S02', true],
      ['S03', true],
      ['S07', true],
      ['S08', true],
      ['S12', true],
    ]);
    expect(status).toBe(0);
  }, 60_000);
});
