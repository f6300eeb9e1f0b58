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
    expect(await served.get(admin, `/organisations/${organisationId}`)).toMatchObject({
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
    expect((await served.get(admin, `/settings/${String(settingId)}`)).body).toMatchObject({ ...row, regionId: null, closedAt: null });
    expect((await served.get(admin, `/settings?organisationId=${organisationId}`)).body).toMatchObject({ total: 1, items: [row] });
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

const formed = async (organisationId: string, name: string) =>
  String((await served.post(admin, `/organisations/${organisationId}/regions`, { name })).body.regionId);
const joined = async (organisationId: string, regionId: string | null = null) =>
  String((await served.post(admin, `/organisations/${organisationId}/settings`, { ...setting, regionId })).body.settingId);
const move = (settingId: string, organisationId: string, regionId: string | null) =>
  served.post(admin, `/settings/${settingId}/moves`, { organisationId, regionId, reason: 'the reorganisation' });

describe('a region', () => {
  it('is formed, renamed and dissolved', async () => {
    const organisationId = await established();
    const regionId = await formed(organisationId, 'East');
    const path = `/organisations/${organisationId}/regions/${regionId}`;
    expect(await served.post(admin, `${path}/name`, { name: 'East coast' })).toMatchObject({ status: 201, body: { regionId, revision: '2' } });
    expect(await served.post(admin, `${path}/dissolution`, { reason: 'merged' })).toMatchObject({ status: 201 });
    expect((await served.recordedIn(`organisation-${organisationId}`)).slice(1)).toMatchObject([
      { type: 'RegionFormed', data: { organisationId, regionId, name: 'East' } },
      { type: 'RegionRenamed', data: { regionId, from: 'East', to: 'East coast' } },
      { type: 'RegionDissolved', data: { regionId, reason: 'merged' } },
    ]);
    await served.refuses(() => served.post(admin, `${path}/name`, { name: 'West' }), { status: 404, code: 'NOT_FOUND', detail: 'No region with this id.' });
  });
  it('has a name of its own, and is dissolved when it is empty', async () => {
    const organisationId = await established();
    const regionId = await formed(organisationId, 'East');
    await served.refuses(() => served.post(admin, `/organisations/${organisationId}/regions`, { name: 'east' }), {
      status: 422,
      code: 'REGION_NAME_TAKEN',
      detail: 'The organisation has a region East already.',
    });
    const settingId = await joined(organisationId, regionId);
    const dissolve = () => served.post(admin, `/organisations/${organisationId}/regions/${regionId}/dissolution`, { reason: 'merged' });
    await served.refuses(dissolve, { status: 422, code: 'REGION_NOT_EMPTY', detail: '1 setting belongs to this region: move them first.' });
    await move(settingId, organisationId, null);
    expect(await dissolve()).toMatchObject({ status: 201 });
    await served.refuses(() => move(settingId, organisationId, regionId), {
      status: 422,
      code: 'REGION_UNKNOWN',
      detail: 'This is none of the 0 regions of the organisation.',
    });
  });
});

describe('a setting that has joined', () => {
  it('moves within the organisation and to another, and is renamed', async () => {
    const [seller, buyer] = [await established(), await established()];
    const regionId = await formed(seller, 'East');
    const settingId = await joined(seller);
    await move(settingId, seller, regionId);
    await move(settingId, buyer, null);
    await served.stores(0, () => move(settingId, buyer, null));
    await served.post(admin, `/settings/${settingId}/name`, { name: 'Harbourside' });
    const [direct, east, sold] = [
      { organisationId: seller, regionId: null },
      { organisationId: seller, regionId },
      { organisationId: buyer, regionId: null },
    ];
    expect(await served.recordedIn(`setting-${settingId}`)).toMatchObject([
      { type: 'SettingMoved', data: { settingId, from: direct, to: east }, metadata: { setting: settingId } },
      { type: 'SettingMoved', data: { settingId, from: east, to: sold } },
      { type: 'SettingRenamed', data: { organisationId: buyer, settingId, from: 'Quayside', to: 'Harbourside' } },
    ]);
    expect((await served.get(admin, `/settings/${settingId}`)).body).toMatchObject({ ...sold, name: 'Harbourside', places: [direct, east, sold] });
    expect((await served.get(admin, `/organisations/${seller}`)).body).toMatchObject({ settings: 0 });
    expect((await served.get(admin, `/organisations/${buyer}`)).body).toMatchObject({ settings: 1 });
    expect((await served.get(admin, `/settings?regionId=${regionId}`)).body).toMatchObject({ total: 0 });
  });
  it('closes, and nothing happens to it after that, nor before it joined', async () => {
    const historian = somebody('admin', { permissions: ['record-retrospectively'] });
    const on = (day: string, path: string, body: object) => served.post(historian, path, body, { 'cairn-occurred-at': `${day}T09:00:00Z` });
    const organisationId = await established();
    const settingId = String((await on('2026-03-01', `/organisations/${organisationId}/settings`, setting)).body.settingId);
    await served.refuses(() => on('2026-02-01', `/settings/${settingId}/name`, { name: 'Quay' }), {
      status: 422,
      code: 'SETTING_NOT_YET_THERE',
      detail: 'This setting joined on 2026-03-01, later than that.',
    });
    const close = () => on('2026-04-01', `/settings/${settingId}/closure`, { reason: 'the lease ended' });
    expect(await close()).toMatchObject({ status: 201, body: { settingId, revision: '0' } });
    const closed = { status: 422, code: 'SETTING_CLOSED', detail: 'This setting closed on 2026-04-01.' };
    await served.refuses(close, closed);
    await served.refuses(() => served.post(admin, `/settings/${settingId}/name`, { name: 'Quay' }), closed);
    await served.refuses(() => served.post(admin, `/people/${randomUUID()}`, { name: 'Ana Okafor', settingId }), closed);
    await served.refuses(() => move(randomUUID(), organisationId, null), { status: 404, code: 'NOT_FOUND', detail: 'No setting with this id.' });
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
