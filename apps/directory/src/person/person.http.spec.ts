import { randomUUID } from 'node:crypto';
import { clock, serve, somebody, type Served } from '@cairn/testing/service';
import { directory } from '../directory.module.js';

const admin = somebody('admin');
let served: Served;
let organisationId: string;
let settingId: string;
let leadership: { role: string; settingId: string };
beforeAll(async () => {
  served = await serve(directory);
  organisationId = String((await served.post(admin, '/organisations', { name: 'Harbour care group' })).body.organisationId);
  settingId = await newSetting();
  leadership = { role: 'setting-leader', settingId };
});
const newSetting = async () =>
  String((await served.post(admin, `/organisations/${organisationId}/settings`, { name: 'Quayside', kind: 'private', region: null })).body.settingId);
afterAll(() => served.close());

async function registered(name = 'Ana Okafor', where: string | null = settingId): Promise<string> {
  const personId = randomUUID();
  await served.post(admin, `/people/${personId}`, { name, settingId: where });
  return personId;
}

describe('a person', () => {
  it('is registered under the id of the identity provider, and found again by name', async () => {
    const personId = randomUUID();
    const answer = await served.post(admin, `/people/${personId}`, { name: 'Ana Okafor', settingId });
    expect(answer).toMatchObject({ status: 201, body: { personId, stream: `person-${personId}`, revision: '0' } });
    expect(await served.recordedIn(`person-${personId}`)).toMatchObject([
      { type: 'PersonRegistered', data: { personId, settingId }, metadata: { subjects: [personId], setting: settingId } },
    ]);
    expect((await served.get(admin, `/people/${personId}`)).body).toMatchObject({ personId, name: 'Ana Okafor', settingId, status: 'here', roles: [] });
  });
  it('is registered once', async () => {
    const personId = await registered();
    await served.refuses(() => served.post(admin, `/people/${personId}`, { name: 'Somebody else', settingId: null }), {
      ...{ status: 422, code: 'PERSON_ALREADY_REGISTERED', detail: 'This person is registered already.' },
    });
  });
  it('may look at the own entry, and at no other', async () => {
    const [own, other] = [await registered(), await registered()];
    const practitioner = { ...somebody('practitioner'), person: own };
    expect(await served.get(practitioner, `/people/${own}`)).toMatchObject({ status: 200, body: { personId: own } });
    expect(await served.get(practitioner, `/people/${other}`)).toMatchObject({ status: 403 });
    expect(await served.get(practitioner, '/people')).toMatchObject({ status: 403 });
  });
  it('is unknown to another tenant', async () => {
    const personId = await registered();
    expect(await served.get({ ...admin, tenant: 'elsewhere' }, `/people/${personId}`)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });
});

describe('a role', () => {
  it('is taken on and given up', async () => {
    const personId = await registered();
    expect(await served.post(admin, `/people/${personId}/roles`, leadership)).toMatchObject({ status: 201, body: { personId, revision: '1' } });
    expect((await served.get(admin, `/people/${personId}`)).body).toMatchObject({ roles: [leadership] });
    const reason = 'moved to another setting';
    expect(await served.post(admin, `/people/${personId}/role-revocations`, { ...leadership, reason })).toMatchObject({ status: 201 });
    expect((await served.recordedIn(`person-${personId}`)).slice(1)).toMatchObject([
      { type: 'RoleAssigned', data: leadership },
      { type: 'RoleRevoked', data: { ...leadership, reason } },
    ]);
    expect((await served.get(admin, `/people/${personId}`)).body).toMatchObject({ roles: [] });
  });
  it('is not taken on twice', async () => {
    const personId = await registered();
    await served.post(admin, `/people/${personId}/roles`, leadership);
    await served.refuses(() => served.post(admin, `/people/${personId}/roles`, leadership), {
      ...{ status: 422, code: 'ROLE_ALREADY_HELD', detail: 'This person already holds the role setting-leader at this setting.' },
    });
  });
  it('is held, and work is done, at a setting that is registered', async () => {
    const nowhere = randomUUID();
    const unknown = { status: 422, code: 'SETTING_UNKNOWN', detail: 'No organisation here has registered this setting.' };
    const personId = await registered();
    await served.refuses(() => served.post(admin, `/people/${personId}/roles`, { role: 'observer', settingId: nowhere }), unknown);
    await served.refuses(() => served.post(admin, `/people/${personId}/moves`, { settingId: nowhere }), unknown);
    await served.refuses(() => served.post(admin, `/people/${randomUUID()}`, { name: 'Ana Okafor', settingId: nowhere }), unknown);
  });
  it('is given up only when it is held', async () => {
    const personId = await registered();
    await served.refuses(() => served.post(admin, `/people/${personId}/role-revocations`, { ...leadership, reason: 'a mistake' }), {
      ...{ status: 422, code: 'ROLE_NOT_HELD', detail: 'This person does not hold the role setting-leader at this setting.' },
    });
  });
  it('needs a person', async () => {
    const problem = { status: 404, code: 'NOT_FOUND', detail: 'No person with this id.' };
    await served.refuses(() => served.post(admin, `/people/${randomUUID()}/roles`, leadership), problem);
    await served.refuses(() => served.post(admin, `/people/${randomUUID()}/role-revocations`, { ...leadership, reason: 'a mistake' }), problem);
  });
});

describe('a mover, a leaver', () => {
  it('moves, leaves and comes back, and the record says where they were when', async () => {
    const personId = await registered();
    const elsewhere = await newSetting();
    await served.post(admin, `/people/${personId}/roles`, leadership);
    const path = `/people/${personId}`;
    expect(await served.post(admin, `${path}/moves`, { settingId: elsewhere })).toMatchObject({ status: 201, body: { personId, revision: '2' } });
    await served.stores(0, () => served.post(admin, `${path}/moves`, { settingId: elsewhere }));
    await served.stores(2, () => served.post(admin, `${path}/departure`));
    expect((await served.get(admin, path)).body).toMatchObject({ status: 'left', settingId: null, roles: [] });
    await served.post(admin, `${path}/return`, { settingId: null });
    expect((await served.recordedIn(`person-${personId}`)).slice(2)).toMatchObject([
      { type: 'PersonMoved', data: { personId, from: settingId, to: elsewhere } },
      { type: 'RoleRevoked', data: { ...leadership, reason: 'left' } },
      { type: 'PersonLeft', data: { personId, settingId: elsewhere } },
      { type: 'PersonRejoined', data: { personId, settingId: null } },
    ]);
    const stays = [
      { here: true, settingId },
      { here: true, settingId: elsewhere },
      { here: false, settingId: null },
      { here: true, settingId: null },
    ];
    expect((await served.get(admin, path)).body).toMatchObject({ status: 'here', stays, tenures: [leadership] });
  });
  it('leaves while they are here, and comes back when they are not', async () => {
    const historian = somebody('admin', { permissions: ['record-retrospectively'] });
    const personId = randomUUID();
    const on = (day: string, step: string, body: object) =>
      served.post(historian, `/people/${personId}${step}`, body, { 'cairn-occurred-at': `${day}T09:00:00Z` });
    await on('2026-03-01', '', { name: 'Ana Okafor', settingId: null });
    await served.refuses(() => on('2026-03-15', '/return', { settingId: null }), {
      status: 422,
      code: 'PERSON_STILL_HERE',
      detail: 'This person has been here since 2026-03-01: nobody rejoins who has not left.',
    });
    await served.refuses(() => on('2026-02-01', '/departure', {}), { status: 422, code: 'PERSON_NOT_HERE', detail: 'This person had not joined by then.' });
    await on('2026-04-01', '/departure', {});
    const left = { status: 422, code: 'PERSON_NOT_HERE', detail: 'This person left on 2026-04-01.' };
    for (const [step, body] of [
      ['departure', {}],
      ['moves', { settingId: null }],
      ['roles', { role: 'observer', settingId: null }],
    ] as const)
      await served.refuses(() => served.post(admin, `/people/${personId}/${step}`, body), left);
  });
  it('to whom people report leaves a task behind', async () => {
    const [manager, report] = [await registered(), await registered()];
    await served.post(admin, `/organisations/${organisationId}/reporting-lines/${report}`, { managerId: manager });
    await served.warns(() => served.post(admin, `/people/${manager}/departure`), {
      code: 'LEAVER_HAS_REPORTS',
      detail: '1 person still reports to this person, who has left.',
    });
    expect((await served.get(admin, '/tasks?code=LEAVER_HAS_REPORTS')).body).toMatchObject({
      total: 1,
      items: [{ personId: manager, forRole: 'programme-lead' }],
    });
  });
  it('has a name that is put right where it is the one on record', async () => {
    const personId = await registered('Ana Okafo');
    const correct = (from: string) => served.post(admin, `/people/${personId}/name`, { from, to: 'Ana Okafor', because: 'misspelt' });
    await served.refuses(() => correct('Anna Okafo'), { status: 422, code: 'NAME_IS_ANOTHER', detail: 'The name to be corrected is not the one on record.' });
    expect(await correct('Ana Okafo')).toMatchObject({ status: 201 });
    expect((await served.get(admin, `/people/${personId}`)).body).toMatchObject({ name: 'Ana Okafor' });
  });
});

describe('the people', () => {
  it('are listed by role and by setting', async () => {
    const where = await newSetting();
    const [leader, observer, central] = [await registered('Leader', where), await registered('Observer', where), await registered('Central', null)];
    const observing = { role: 'observer', settingId: null };
    await served.post(admin, `/people/${leader}/roles`, { role: 'sponsor', settingId: where });
    for (const personId of [observer, central]) await served.post(admin, `/people/${personId}/roles`, observing);
    const found = async (query: string) => (await served.get(admin, `/people?${query}`)).body;

    const leading = { personId: leader, name: 'Leader', settingId: where, status: 'here', roles: [{ role: 'sponsor', settingId: where }] };
    expect(await found(`role=sponsor`)).toEqual({ total: 1, items: [{ ...leading, careerStage: null, expertise: [] }] });
    expect(await found('role=observer')).toMatchObject({ total: 2 });
    expect(await found(`role=observer&settingId=${where}`)).toMatchObject({ total: 1, items: [{ personId: observer, name: 'Observer' }] });
    expect(await found(`settingId=${where}&limit=1`)).toMatchObject({ total: 2, items: [{ settingId: where }] });
    expect(await found('role=king')).toMatchObject({ status: 400, code: 'MALFORMED_REQUEST' });
  });
  it('are listed by their place in the tree, by what they offer, and after they have left', async () => {
    const region = await served.post(admin, `/organisations/${organisationId}/regions`, { name: 'East' });
    const regionId = String(region.body.regionId);
    const where = await newSetting();
    await served.post(admin, `/settings/${where}/moves`, { organisationId, regionId, reason: 'the reorganisation' });
    const [here, gone] = [await registered('Here', where), await registered('Gone', where)];
    await served.post(admin, `/people/${here}/expertise`, { area: 'early-language' });
    await served.post(admin, `/people/${here}/career-stage`, { careerStage: 'leading' });
    const before = clock().toISOString();
    await served.post(admin, `/people/${gone}/departure`);
    const found = async (query: string) => ((await served.get(admin, `/people?${query}`)).body.items as { name: string }[]).map(({ name }) => name).sort();

    expect(await found(`regionId=${regionId}`)).toEqual(['Here']);
    expect(await found(`organisationId=${organisationId}&expertise=early-language&careerStage=leading`)).toEqual(['Here']);
    expect(await found(`regionId=${regionId}&at=${before}`)).toEqual(['Gone', 'Here']);
    expect(await found(`settingId=${where}&at=2019-01-01T00:00:00Z`)).toEqual([]);
    expect((await served.get(admin, '/people?status=left&limit=500')).body.items).toEqual(
      expect.arrayContaining([expect.objectContaining({ personId: gone, status: 'left' })]),
    );
  });
});
