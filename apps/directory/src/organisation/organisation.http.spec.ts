import { randomUUID } from 'node:crypto';
import { serve, somebody, type Served } from '@cairn/testing/service';
import { directory } from '../directory.module.js';

const admin = somebody('admin');
const setting = { name: 'Quayside', kind: 'private', region: 'Ipswich' };

let served: Served;
beforeAll(async () => {
  served = await serve(directory);
});
afterAll(() => served.close());

const established = async () => String((await served.post(admin, '/organisations', { name: 'Harbour care group' })).body['organisationId']);

describe('an organisation', () => {
  it('is established, and found again', async () => {
    const answer = await served.post(admin, '/organisations', { name: 'Harbour care group' });
    const organisationId = String(answer.body['organisationId']);
    expect(answer).toMatchObject({ status: 201, body: { stream: `organisation-${organisationId}`, revision: '0' } });
    expect(await served.recordedIn(`organisation-${organisationId}`)).toMatchObject([
      { type: 'OrganisationEstablished', data: { organisationId, name: 'Harbour care group' } },
    ]);
    expect(await served.get(admin, `/organisations/${organisationId}`)).toEqual({
      status: 200,
      body: { organisationId, name: 'Harbour care group', settings: 0 },
    });
  });
  it('is established once, however often it is sent with the same key', async () => {
    const send = () => served.post(admin, '/organisations', { name: 'Once' }, { 'idempotency-key': 'once' });
    const first = await send();
    await served.stores(0, async () => expect(await send()).toEqual(first));
  });
  it.each([{}, { name: '' }, { name: 'Harbour', organisationId: randomUUID() }])('is malformed as %j', async (body) => {
    await served.refuses(() => served.post(admin, '/organisations', body), { status: 400, code: 'MALFORMED_REQUEST' });
  });
  it('is established by those who may', async () => {
    await served.refuses(() => served.post(somebody('practitioner'), '/organisations', { name: 'Mine' }), { status: 403, code: 'FORBIDDEN' });
  });
});

describe('a setting', () => {
  it('is registered, and found again by its organisation', async () => {
    const organisationId = await established();
    const answer = await served.post(admin, `/organisations/${organisationId}/settings`, setting);
    const settingId = answer.body['settingId'];
    expect(answer).toMatchObject({ status: 201, body: { organisationId, revision: '1' } });
    expect((await served.recordedIn(`organisation-${organisationId}`))[1]).toMatchObject({ type: 'SettingRegistered', data: { settingId, ...setting } });
    const row = { settingId, organisationId, ...setting };
    expect((await served.get(admin, `/settings/${String(settingId)}`)).body).toEqual(row);
    expect((await served.get(admin, `/settings?organisationId=${organisationId}`)).body).toEqual({ total: 1, items: [row] });
    expect((await served.get(admin, `/organisations/${organisationId}`)).body).toMatchObject({ settings: 1 });
  });
  it('needs an organisation, and one of this tenant', async () => {
    const [own, unknown] = [await established(), randomUUID()];
    const problem = { status: 404, code: 'NOT_FOUND', detail: 'No organisation with this id.' };
    await served.refuses(() => served.post(admin, `/organisations/${unknown}/settings`, setting), problem);
    await served.refuses(() => served.post({ ...admin, tenant: 'elsewhere' }, `/organisations/${own}/settings`, setting), problem);
  });
  it('is of a known kind', async () => {
    const organisationId = await established();
    await served.refuses(() => served.post(admin, `/organisations/${organisationId}/settings`, { ...setting, kind: 'castle' }), {
      status: 400,
      code: 'MALFORMED_REQUEST',
    });
  });
});

describe('the lists', () => {
  it('come in pages, with the total', async () => {
    const organisationId = await established();
    for (const name of ['A', 'B', 'C']) await served.post(admin, `/organisations/${organisationId}/settings`, { ...setting, name });
    const page = async (query: string) => (await served.get(admin, `/settings?organisationId=${organisationId}&${query}`)).body;
    const all = await page('limit=500');
    expect(all).toMatchObject({ total: 3 });
    expect(await page('limit=2&offset=2')).toEqual({ total: 3, items: (all['items'] as object[]).slice(2) });
    expect(await page('limit=501')).toMatchObject({ status: 400, code: 'MALFORMED_REQUEST' });
  });
  it("hold nothing of another tenant's", async () => {
    const organisationId = await established();
    const stranger = { ...admin, tenant: 'elsewhere' };
    expect((await served.get(stranger, '/organisations')).body).toEqual({ total: 0, items: [] });
    expect(await served.get(stranger, `/organisations/${organisationId}`)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect(await served.get(admin, `/organisations/${randomUUID()}`)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });
});
