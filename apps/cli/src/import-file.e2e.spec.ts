import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Api } from './api.js';
import { CairnHome } from './fixtures/cairn-process.js';
import { administrator } from './play/cast.js';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

describe('cairn import', () => {
  let home: CairnHome;
  beforeAll(async () => {
    home = await CairnHome.make();
    await home.up('--no-play').ready;
  }, 60_000);
  afterAll(() => home.remove(), 60_000);

  const run = (kind: string, csv: string, ...options: readonly string[]) => {
    const file = join(home.directory, `${kind}.csv`);
    writeFileSync(file, csv);
    const command = [main, 'import', kind, file, '--url', home.origin, ...options];
    return new Promise<{ code: number; stdout: string; stderr: string }>((ended) => {
      const child = execFile(process.execPath, command, (_, stdout, stderr) => ended({ code: child.exitCode ?? -1, stdout, stderr }));
    });
  };

  it('checks, tells of each faulty row, and takes the file over', async () => {
    expect(await run('people', 'name\nAna\n')).toMatchObject({ code: 1, stderr: 'name the organisation with --organisation: there is none\n' });
    await new Api(home.origin).as(administrator).post('/api/directory/organisations', { name: 'Harbour care group' }, z.object({}));
    expect(await run('settings', 'name,kind\nQuayside,private\n')).toMatchObject({ code: 0, stdout: expect.stringContaining('1 changes made.') });

    const faulty = await run('people', 'ref,name,setting,manager\n1,Ana,Quayside,2\n2,,Nowhere,\n');
    expect(faulty).toMatchObject({ code: 1, stdout: expect.stringContaining('1 of 2 rows are at fault: nothing was changed.') });
    expect(faulty.stdout).toContain('SETTING_UNKNOWN');

    const good = 'ref,name,setting,manager\n1,Ana,Quayside,2\n2,Ben,Quayside,\n';
    expect(await run('people', good, '--check')).toMatchObject({ code: 0, stdout: '2 rows without a fault, 3 changes.\n' });
    expect(await run('people', good)).toMatchObject({ code: 0, stdout: expect.stringContaining('3 changes made.') });
  }, 60_000);
});
