import { randomUUID } from 'node:crypto';
import { serve, somebody, type Served } from '@cairn/testing/service';
import { directory } from '../directory.module.js';

const admin = somebody('admin');
const settingId = randomUUID();
const leadership = { role: 'setting-leader', settingId };

let served: Served;
beforeAll(async () => {
  served = await serve(directory);
});
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
    expect((await served.get(admin, `/people/${personId}`)).body).toEqual({ personId, name: 'Ana Okafor', settingId, roles: [] });
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

describe('the people', () => {
  it('are listed by role and by setting', async () => {
    const where = randomUUID();
    const [leader, observer, central] = [await registered('Leader', where), await registered('Observer', where), await registered('Central', null)];
    const observing = { role: 'observer', settingId: null };
    await served.post(admin, `/people/${leader}/roles`, { role: 'sponsor', settingId: where });
    for (const personId of [observer, central]) await served.post(admin, `/people/${personId}/roles`, observing);
    const found = async (query: string) => (await served.get(admin, `/people?${query}`)).body;

    expect(await found(`role=sponsor`)).toEqual({
      total: 1,
      items: [{ personId: leader, name: 'Leader', settingId: where, roles: [{ role: 'sponsor', settingId: where }] }],
    });
    expect(await found('role=observer')).toMatchObject({ total: 2 });
    expect(await found(`role=observer&settingId=${where}`)).toMatchObject({ total: 1, items: [{ personId: observer, name: 'Observer' }] });
    expect(await found(`settingId=${where}&limit=1`)).toMatchObject({ total: 2, items: [{ settingId: where }] });
    expect(await found('role=king')).toMatchObject({ status: 400, code: 'MALFORMED_REQUEST' });
  });
});
