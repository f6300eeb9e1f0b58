import { randomUUID } from 'node:crypto';
import { serve, somebody, type Served } from '@cairn/testing/service';
import { directory } from '../directory.module.js';

const admin = somebody('admin');

let served: Served;
beforeAll(async () => {
  served = await serve(directory);
});
afterAll(() => served.close());

async function established(...settings: readonly string[]) {
  const organisationId = String((await served.post(admin, '/organisations', { name: 'Harbour care group' })).body['organisationId']);
  const path = `/organisations/${organisationId}`;
  const ids: string[] = [];
  for (const name of settings) ids.push(String((await served.post(admin, `${path}/settings`, { name, kind: 'private', region: null })).body['settingId']));
  const send = (kind: string, csv: string, importId: string = randomUUID()) => served.post(admin, `${path}/imports/${importId}/${kind}`, { csv });
  const check = (kind: string, csv: string) => served.post(admin, `${path}/imports/${randomUUID()}/${kind}/check`, { csv });
  const file = async (kind: string) => (await served.get(admin, `${path}/exports/${kind}`)).body as string;
  return { organisationId, path, settings: ids, send, check, file };
}
const lines = (...rows: readonly string[]) => `${rows.join('\r\n')}\r\n`;

describe('a file of people', () => {
  const people = lines(
    'ref,name,setting,roles,careerStage,manager',
    '1,Ana Bell,Quayside,setting-leader,,',
    '2,Ben Cole,Quayside,practitioner;supporter,experienced,1',
    '3,Cal Dow,Quayside,,,',
  );

  it('is checked without changing anything, then taken over as a whole', async () => {
    const { organisationId, path, settings, check, send } = await established('Quayside');
    const importId = randomUUID();
    await served.stores(0, async () =>
      expect(await check('people', people)).toMatchObject({ status: 200, body: { rows: 3, changes: 4, faulty: 0, faults: [] } }),
    );
    expect(await send('people', people, importId)).toMatchObject({ status: 201, body: { importId, rows: 3, changes: 4 } });
    expect((await served.get(admin, `${path}/imports/${importId}`)).body).toMatchObject({ status: 'completed', rows: 3, changes: 4, done: 4 });

    const { items } = (await served.get(admin, `/people?organisationId=${organisationId}&limit=500`)).body as { items: { personId: string; name: string }[] };
    const [ana, ben] = ['Ana Bell', 'Ben Cole'].map((name) => items.find((person) => person.name === name)!);
    expect(ana).toMatchObject({ settingId: settings[0], roles: [{ role: 'setting-leader', settingId: settings[0] }] });
    expect(ben).toMatchObject({ careerStage: 'experienced', roles: [{ role: 'practitioner' }, { role: 'supporter' }] });
    expect((await served.get(admin, `/people/${ben!.personId}/reporting-chain`)).body).toMatchObject({
      total: 1,
      items: [{ personId: ana!.personId, level: 1 }],
    });
  });
  it('sent again under its id is no news; under another id it asks whether these are the same people', async () => {
    const { send } = await established('Quayside');
    const importId = randomUUID();
    await send('people', people, importId);
    await served.stores(0, async () => expect(await send('people', people, importId)).toMatchObject({ status: 201, body: { rows: 3, changes: 0 } }));
    await served.refuses(() => send('people', people), {
      status: 422,
      code: 'IMPORT_REJECTED',
      detail: '3 of 3 rows cannot be taken over, so nothing was changed.',
    });
    await served.refuses(() => send('people', lines('name', 'Dee Eve'), importId), {
      status: 422,
      code: 'IMPORT_ID_REUSED',
      detail: 'Under this id a file of 3 rows was taken over, and this one has 1: give the new file an id of its own.',
    });
  });
  it('that was exported changes nothing when it is sent back, and what was changed in it changes', async () => {
    const { organisationId, send, file } = await established('Quayside', 'Hill House');
    await send('people', people);
    const exported = await file('people');
    // nothing but that a file was taken over
    await served.stores(2, async () => expect(await send('people', exported)).toMatchObject({ status: 201, body: { changes: 0 } }));
    const moved = exported.replace(/Ana Bell,Quayside/, 'Ana Bell-Cole,Hill House');
    expect(await send('people', moved)).toMatchObject({ status: 201, body: { changes: 1 } });
    const { items } = (await served.get(admin, `/people?organisationId=${organisationId}`)).body as { items: { name: string }[] };
    expect(items.map(({ name }) => name)).toContain('Ana Bell-Cole');
  });
  it('is refused whole, with the place of each fault', async () => {
    const { organisationId, path, send } = await established('Quayside');
    const answer = await served.stores(0, () => send('people', lines('ref,name,setting,manager', '1,Ana,Quayside,3', '2,,Quayside,', '3,Cal,Nowhere,1')));
    expect(answer).toMatchObject({
      status: 422,
      body: {
        code: 'IMPORT_REJECTED',
        detail: '3 of 3 rows cannot be taken over, so nothing was changed.',
        violations: [
          { code: 'REPORTING_CYCLE', path: 'row 2.manager', detail: 'row 2, column manager: the line is one of 2 that form a circle' },
          { code: 'NAME_MISSING', path: 'row 3.name', detail: 'row 3, column name: there is no name' },
          { code: 'SETTING_UNKNOWN', path: 'row 4.setting' },
          { code: 'REPORTING_CYCLE', path: 'row 4.manager' },
        ],
      },
    });
    expect((await served.get(admin, `/people?organisationId=${organisationId}`)).body).toMatchObject({ total: 0 });
    await served.refuses(() => served.post(admin, `${path}/imports/${randomUUID()}/pets`, { csv: 'name' }), { status: 404, code: 'NOT_FOUND' });
    await served.refuses(() => served.post(somebody('practitioner'), `${path}/imports/${randomUUID()}/people`, { csv: 'name' }), {
      status: 403,
      code: 'FORBIDDEN',
    });
    await served.refuses(() => served.post(admin, `/organisations/${randomUUID()}/imports/${randomUUID()}/people`, { csv: 'name\nAna' }), {
      ...{ status: 404, code: 'NOT_FOUND', detail: 'No organisation with this id.' },
    });
  });
});

describe('files of settings and of reporting lines', () => {
  it('are taken over, exported, and no news when sent back', async () => {
    const { send, file } = await established('Quayside');
    expect(await send('settings', lines('name,kind,region', 'Hill House,private,North', 'Mill Lane,care home,'))).toMatchObject({
      status: 201,
      body: { changes: 2 },
    });
    const exported = await file('settings');
    expect(exported.split('\r\n')).toHaveLength(5);
    expect(await send('settings', exported)).toMatchObject({ status: 201, body: { rows: 3, changes: 0 } });
    await served.refuses(() => send('settings', lines('name,kind', 'hill house,castle')), { status: 422, code: 'IMPORT_REJECTED' });

    await send('people', lines('ref,name,setting,manager', '1,Ana,Quayside,', '2,Ben,Quayside,1'));
    const known = await file('reporting-lines');
    expect(await send('reporting-lines', known)).toMatchObject({ status: 201, body: { rows: 1, changes: 0 } });
    const [, line = ''] = known.split('\r\n');
    const [ben = '', ana = ''] = line.split(',');
    await served.refuses(() => send('reporting-lines', lines('personId,managerId', `${ana},${ana}`)), { status: 422, code: 'IMPORT_REJECTED' });
    expect(await send('reporting-lines', lines('personId,managerId', `${ben},`, `${ana},${ben}`))).toMatchObject({ status: 201, body: { changes: 2 } });
    expect((await served.get(admin, `/people/${ana}/reporting-chain`)).body).toMatchObject({ items: [{ personId: ben }] });
  });
});

describe('2,000 people, six levels deep', () => {
  const size = 2000;
  const width = 20;
  /** Twenty lead, and everybody else reports to somebody of the level above. */
  const levels = Array.from({ length: size }, (_, n) => Math.min(5, Math.floor(Math.log(n / width + 1) / Math.log(2.35))));
  const managerOf = (n: number) => {
    const above = levels.findIndex((level) => level === levels[n]! - 1);
    return levels[n] === 0 ? '' : String(above + (n % levels.filter((level) => level === levels[n]! - 1).length));
  };
  const row = (n: number, { name = `Person ${n}`, setting = `Setting ${n % 40}`, manager = managerOf(n) } = {}) =>
    `${n},${name},${setting},practitioner,${manager}`;
  const head = 'ref,name,setting,roles,manager';
  const settings = Array.from({ length: 40 }, (_, n) => `Setting ${n}`);

  it('are taken over with progress; the same file with a circle and five broken rows is refused with exactly these rows', async () => {
    const { organisationId, path, send } = await established();
    await send('settings', lines('name,kind', ...settings.map((name) => `${name},private`)));
    expect(Math.max(...levels)).toBe(5);
    const rows = Array.from({ length: size }, (_, n) => row(n));

    const broken = [...rows];
    broken[1990] = row(1990, { name: '' });
    broken[1991] = row(1991, { setting: 'Nowhere' });
    broken[1992] = row(1992, { manager: '99999' });
    broken[1993] = row(1993).replace(',practitioner,', ',wizard,');
    broken[1994] = row(1994).replace(/^1994,/, '3,');
    const boss = managerOf(1999);
    broken[Number(boss)] = row(Number(boss), { manager: '1999' });
    const refusal = await served.stores(0, () => send('people', lines(head, ...broken)));
    const faulty = [...new Set((refusal.body.violations as { path: string }[]).map((violation) => Number(/row (\d+)/.exec(violation.path)![1])))];
    expect(refusal).toMatchObject({ status: 422, body: { code: 'IMPORT_REJECTED' } });
    expect(faulty.sort((a, b) => a - b)).toEqual([...[1990, 1991, 1992, 1993, 1994].map((n) => n + 2), Number(boss) + 2, 1999 + 2].sort((a, b) => a - b));

    const importId = randomUUID();
    const began = performance.now();
    let seen = 0;
    const taken = send('people', lines(head, ...rows), importId);
    for (let finished = false; !finished;) {
      finished = await Promise.race([taken.then(() => true), served.get(admin, `${path}/imports/${importId}`).then(() => false)]);
      const { body } = await served.get(admin, `${path}/imports/${importId}`);
      if (body.done > 0 && body.done < body.changes) seen++;
    }
    const seconds = (performance.now() - began) / 1000;
    expect(await taken).toMatchObject({ status: 201, body: { rows: size } });
    console.log(`2,000 people with reporting lines six levels deep: taken over in ${seconds.toFixed(1)} s (budget 10), progress seen ${seen} times on the way`);
    expect((await served.get(admin, `/people?organisationId=${organisationId}&limit=1`)).body).toMatchObject({ total: size });
  }, 120_000);
});
