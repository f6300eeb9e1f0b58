import { raiseEpoch } from '@cairn/event-store';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import pg from 'pg';
import { z } from 'zod';
import { Api } from './api.js';
import { CairnHome } from './fixtures/cairn-process.js';
import { administrator } from './play/cast.js';
import { statusOf } from './read-models.js';

describe('an operator at the command line', () => {
  let database: TestDatabase;
  let home: CairnHome;
  beforeAll(async () => {
    database = await testDatabase();
    home = await CairnHome.make(database.url);
    await home.up('--no-play').ready;
    await new Api(home.origin).as(administrator).post('/api/directory/organisations', { name: 'A care group' }, z.object({ organisationId: z.uuid() }));
  }, 120_000);
  afterAll(async () => {
    await home.remove();
    await database.drop();
  }, 60_000);

  const states = async () => new Set((await statusOf(new Api(home.origin))).map(({ state }) => state));
  async function allAre(wanted: string): Promise<void> {
    const deadline = Date.now() + 60_000;
    while ([...(await states())].join() !== wanted) {
      if (Date.now() > deadline) throw new Error(`the services are ${[...(await states())].join(' and ')}, not ${wanted}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  it.each([
    [['rebuild', 'settings'], /^settings of directory: rebuilt up to position \d+, 0 events parked$/m],
    [['verify', 'settings'], /^settings of directory: \d+ rows, identical$/m],
    [['activate', 'settings', '2', '--service', 'directory'], /^settings of directory: version 2 answers queries$/m],
    [['replay-parked', 'settings'], /^settings of directory: 0 events replayed, 0 left$/m],
    [['read-models'], /directory +│ settings +│ 2 +│ yes +│ live +│ \d+ +│ \d+ +│ [\d.]+ +│ 0 +│ done \d+\/\d+/],
    [['read-models'], /planning +│ flag-conflict-when-reporting-line-changes +│ live +│ -?\d+ +│ \d+ +│ [\d.]+ +│ 0/],
    [['store', 'accept', 'directory'], /^directory: is not halted\n$/],
  ])('runs %j', async (command, printed) => {
    expect(await home.cairn(...command)).toMatchObject({ code: 0, stdout: expect.stringMatching(printed) });
  });

  it('is told in a sentence what cannot be done', async () => {
    const [unknown, absent, twice, used] = await Promise.all([
      home.cairn('rebuild', 'nothing'),
      home.cairn('activate', 'settings', '9', '--service', 'directory'),
      home.cairn('activate', 'settings', '1'),
      home.cairn('retire', 'settings', '2', '--service', 'directory'),
    ]);
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('no service has a read model named nothing') });
    expect(absent).toMatchObject({ code: 1, stderr: expect.stringContaining('VERSION_NOT_COMPLETE: settings@9 cannot answer queries: it is not here') });
    expect(twice).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('directory and assessment have a read model named settings: say which with --service'),
    });
    expect(used).toMatchObject({ code: 1, stderr: expect.stringContaining('VERSION_IN_USE: settings@2 answers queries: activate another version first') });
  });

  it('sees the version of a release that is gone, which is stopped, and drops it', async () => {
    const admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    await admin.query(`INSERT INTO directory.checkpoint (kind, name, version, position, store_id, epoch, status, error_code, error_position)
      SELECT kind, name, 1, 0, store_id, epoch, 'stopped', 'RangeError', 1 FROM directory.checkpoint WHERE name = 'settings' AND version = 2`);
    await admin.end();
    expect((await home.cairn('read-models')).stdout).toMatch(/directory +│ settings +│ 1 +│ old +│ stopped: RangeError at 1 +│ 0 /);
    expect((await home.cairn('activate', 'settings', '1', '--service', 'directory')).stderr).toContain('settings@1 cannot answer queries: it is stopped');
    expect(await home.cairn('retire', 'settings', '1', '--service', 'directory')).toMatchObject({
      code: 0,
      stdout: 'settings of directory: version 1 is dropped\n',
    });
    expect((await home.cairn('retire', 'settings', '1', '--service', 'directory')).stderr).toContain('No version 1 of settings is here.');
  });

  it('is told what halted services wait for, and lets them go on with a restored store', async () => {
    await raiseEpoch(database.url);
    await allAre('halted');
    expect((await home.cairn('read-models')).stdout).toMatch(/^directory is halted: .* then accept this store for directory/m);
    const { code, stdout } = await home.cairn('store', 'accept');
    expect([code, stdout]).toEqual([0, expect.stringContaining('directory: accepts the store, and rebuilds its read models\n')]);
    await allAre('running');
    expect((await home.cairn('verify', 'settings', '--service', 'directory')).stdout).toMatch(/identical$/m);
  }, 120_000);
});
