import { z } from 'zod';
import { Api } from './api.js';
import { CairnHome } from './fixtures/cairn-process.js';
import { administrator } from './play/cast.js';

describe('an operator at the command line', () => {
  let home: CairnHome;
  beforeAll(async () => {
    home = await CairnHome.make();
    await home.up('--no-play').ready;
    await new Api(home.origin).as(administrator).post('/api/directory/organisations', { name: 'A care group' }, z.object({ organisationId: z.uuid() }));
  }, 120_000);
  afterAll(() => home.remove(), 60_000);

  it.each([
    [['rebuild', 'settings'], /^settings of directory: rebuilt up to position \d+, 0 events parked$/m],
    [['verify', 'settings'], /^settings of directory: \d+ rows, identical$/m],
    [['activate', 'settings', '2', '--service', 'directory'], /^settings of directory: version 2 answers queries$/m],
    [['replay-parked', 'settings'], /^settings of directory: 0 events replayed, 0 left$/m],
    [['read-models'], /directory +│ settings +│ 2 +│ yes +│ live +│ \d+ +│ \d+ +│ [\d.]+ +│ 0 +│ done \d+\/\d+/],
    [['store', 'accept', 'directory'], /^directory: is not halted\n$/],
  ])('runs %j', async (command, printed) => {
    expect(await home.cairn(...command)).toMatchObject({ code: 0, stdout: expect.stringMatching(printed) });
  });

  it('is told in a sentence what cannot be done', async () => {
    const [unknown, absent, twice] = await Promise.all([
      home.cairn('rebuild', 'nothing'),
      home.cairn('activate', 'settings', '9', '--service', 'directory'),
      home.cairn('activate', 'settings', '1'),
    ]);
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('no service has a read model named nothing') });
    expect(absent).toMatchObject({ code: 1, stderr: expect.stringContaining('VERSION_NOT_COMPLETE: settings@9 cannot answer queries: it is not here') });
    expect(twice).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('directory and assessment have a read model named settings: say which with --service'),
    });
  });
});
