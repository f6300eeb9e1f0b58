import { randomUUID } from 'node:crypto';
import { serve, somebody, type Served } from '@cairn/testing/service';
import { assessment } from '../assessment.module.js';
import { published, schoolYear, text } from '../fixtures/library.js';

const lead = somebody('programme-lead');
const retirement = { retiredOn: '2019-01-01', replacedBy: null };

let served: Served;
beforeAll(async () => {
  served = await serve(assessment);
});
afterAll(() => served.close());

describe('a framework', () => {
  it('comes into the library, and is found again with its versions', async () => {
    const answer = await served.post(lead, '/frameworks', { title: 'Leading a team', creator: 'Cairn' });
    const frameworkId = text(answer, 'frameworkId');
    expect(answer).toMatchObject({ status: 201, body: { stream: `framework-${frameworkId}`, revision: '0' } });
    expect(await served.post(lead, `/frameworks/${frameworkId}/versions`, schoolYear)).toMatchObject({ status: 201, body: { frameworkId, revision: '1' } });
    expect(await served.recordedIn(`framework-${frameworkId}`)).toMatchObject([
      { type: 'FrameworkImported', data: { frameworkId, title: 'Leading a team', creator: 'Cairn' } },
      { type: 'FrameworkVersionPublished', data: { frameworkId, ...schoolYear } },
    ]);
    expect((await served.get(lead, `/frameworks/${frameworkId}`)).body).toEqual({
      ...{ frameworkId, title: 'Leading a team', creator: 'Cairn' },
      versions: [
        {
          ...{ frameworkId, ...schoolYear, retiredOn: null, replacedBy: null, profiles: [], scales: [], associations: [] },
          ...{ description: null, language: null, attribution: null, unit: null, source: null },
          items: schoolYear.items.map((item) => ({ ...item, scaleId: null, replacedBy: [], children: [] })),
        },
      ],
    });
  });
  it('is listed with the names of its versions', async () => {
    const frameworkId = await published(served, lead);
    const { body } = await served.get(lead, '/frameworks?limit=500');
    expect(body['items']).toContainEqual({ frameworkId, title: 'Leading a team', creator: 'Cairn', versions: ['1'] });
  });
  it('is imported by those who may', async () => {
    await served.refuses(() => served.post(somebody('auditor'), '/frameworks', { title: 'Mine', creator: 'Me' }), { status: 403, code: 'FORBIDDEN' });
  });
  it('is unknown elsewhere', async () => {
    const frameworkId = await published(served, lead);
    const stranger = { ...lead, tenant: 'elsewhere' };
    expect(await served.get(stranger, `/frameworks/${frameworkId}`)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    const problem = { status: 404, code: 'NOT_FOUND', detail: 'No framework with this id.' };
    await served.refuses(() => served.post(stranger, `/frameworks/${frameworkId}/versions`, schoolYear), problem);
    await served.refuses(() => served.post(lead, `/frameworks/${randomUUID()}/versions`, schoolYear), problem);
  });
});

describe('a published version', () => {
  it('never changes', async () => {
    const frameworkId = await published(served, lead);
    await served.refuses(() => served.post(lead, `/frameworks/${frameworkId}/versions`, { ...schoolYear, jurisdiction: 'Wales' }), {
      ...{ status: 422, code: 'FRAMEWORK_VERSION_IMMUTABLE' },
      detail: 'Version 1 was published already and does not change any more: publish a new version.',
    });
  });
  it('is retired, once', async () => {
    const frameworkId = await published(served, lead);
    await served.post(lead, `/frameworks/${frameworkId}/versions`, { ...schoolYear, version: '2' });
    const retire = (body: object) => served.post(lead, `/frameworks/${frameworkId}/versions/1/retirement`, body);
    expect(await retire({ ...retirement, replacedBy: '2' })).toMatchObject({ status: 201, body: { frameworkId, revision: '3' } });
    expect((await served.recordedIn(`framework-${frameworkId}`))[3]).toMatchObject({
      type: 'FrameworkVersionRetired',
      data: { frameworkId, version: '1', retiredOn: '2019-01-01', replacedBy: '2' },
    });
    expect((await served.get(lead, `/frameworks/${frameworkId}`)).body).toMatchObject({ versions: [{ retiredOn: '2019-01-01', replacedBy: '2' }, {}] });
    await served.refuses(() => retire(retirement), { status: 422, code: 'FRAMEWORK_VERSION_IMMUTABLE' });
  });
  it('must be there to be retired, and so must its replacement', async () => {
    const frameworkId = await published(served, lead);
    const retire = (version: string, body: object) => served.post(lead, `/frameworks/${frameworkId}/versions/${version}/retirement`, body);
    await served.refuses(() => retire('9', retirement), { status: 404, code: 'NOT_FOUND', detail: 'No version of this framework with this name.' });
    await served.refuses(() => retire('1', { ...retirement, replacedBy: '9' }), {
      ...{ status: 422, code: 'FRAMEWORK_UNKNOWN', detail: 'The library has no version 9 of this framework.' },
    });
  });
  it('has items', async () => {
    const frameworkId = text(await served.post(lead, '/frameworks', { title: 'Empty', creator: 'Nobody' }), 'frameworkId');
    await served.refuses(() => served.post(lead, `/frameworks/${frameworkId}/versions`, { ...schoolYear, items: [] }), {
      ...{ status: 400, code: 'MALFORMED_REQUEST' },
    });
  });
  it('hangs together: each fault is named with its place', async () => {
    const frameworkId = text(await served.post(lead, '/frameworks', { title: 'Broken', creator: 'Nobody' }), 'frameworkId');
    const items = [schoolYear.items[0], { ...schoolYear.items[0], parent: 'X' }];
    const publish = () => served.post(lead, `/frameworks/${frameworkId}/versions`, { ...schoolYear, items });
    await served.refuses(publish, { status: 422, code: 'FRAMEWORK_VERSION_INVALID', detail: 'This version has 2 faults: nothing of it was published.' });
    expect((await publish()).body['violations']).toEqual([
      { code: 'REPEATED', path: 'items.1.code', detail: 'LT1 stands at items.0.code already' },
      { code: 'ITEM_UNKNOWN', path: 'items.1.parent', detail: 'no item of this version has the code X' },
    ]);
  });
  it('says of an earlier one what has replaced its items', async () => {
    const frameworkId = await published(served, lead);
    const replaced = (version: string, code: string) => [{ type: 'replacedBy', from: { frameworkId, version, code }, to: { code: 'N' } }];
    const publish = (associations: object) =>
      served.post(lead, `/frameworks/${frameworkId}/versions`, { ...schoolYear, version: '2', items: [{ code: 'N', statement: 'New.' }], associations });
    await served.refuses(() => publish([...replaced('1', 'X'), ...replaced('0', 'LT1')]), { status: 422, code: 'FRAMEWORK_VERSION_INVALID' });
    expect((await publish(replaced('1', 'LT1'))).status).toBe(201);
    expect((await served.get(lead, `/frameworks/${frameworkId}/versions/1`)).body).toMatchObject({
      items: [
        { code: 'LT1', replacedBy: [{ frameworkId, version: '2', code: 'N' }] },
        { code: 'LT4', replacedBy: [] },
      ],
    });
  });
  it('is found by the day on which it was in force', async () => {
    const frameworkId = await published(served, lead);
    await served.post(lead, `/frameworks/${frameworkId}/versions`, { ...schoolYear, version: '2', inForceFrom: '2019-09-01', inForceUntil: null });
    const on = async (day: string) => (await served.get(lead, `/frameworks/${frameworkId}?on=${day}`)).body['versions'];
    expect(await on('2018-08-31')).toEqual([]);
    expect(await on('2019-08-31')).toMatchObject([{ version: '1' }]);
    expect(await on('2019-09-01')).toMatchObject([{ version: '2' }]);
    expect(await served.get(lead, `/frameworks/${frameworkId}/versions/2`)).toMatchObject({
      status: 200,
      body: { version: '2', items: [{ code: 'LT1' }, {}] },
    });
    expect(await served.get(lead, `/frameworks/${frameworkId}/versions/3`)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });
});

describe('a role profile', () => {
  const levels = [1, 2].map((value) => ({ value, name: `level ${value}`, descriptor: `What level ${value} looks like.` }));
  const scales = [{ scaleId: randomUUID(), title: 'How far', levels }];
  const profile = { role: 'room leader', targets: [{ code: 'LT1', level: 2 }] };

  it('is published beside the version, never changes, and is replaced by another', async () => {
    const frameworkId = text(await served.post(lead, '/frameworks', { title: 'Scaled', creator: 'Cairn' }), 'frameworkId');
    await served.post(lead, `/frameworks/${frameworkId}/versions`, { ...schoolYear, scales });
    const publish = (body: object) => served.post(lead, `/frameworks/${frameworkId}/versions/1/role-profiles`, body);
    await served.refuses(() => publish({ ...profile, targets: [{ code: 'LT1', level: 3 }] }), {
      ...{ status: 422, code: 'ROLE_PROFILE_INVALID', detail: 'This role profile asks for 1 thing that the version does not have.' },
    });
    const first = text(await publish(profile), 'profileId');
    await served.refuses(() => publish(profile), {
      ...{ status: 422, code: 'ROLE_PROFILE_IMMUTABLE' },
      detail: 'Version 1 has a profile of the role room leader already, which does not change any more: publish one that replaces it.',
    });
    const second = text(await publish({ ...profile, targets: [{ code: 'LT1', level: 1 }], replaces: first }), 'profileId');
    expect((await served.get(lead, `/frameworks/${frameworkId}/versions/1`)).body).toMatchObject({
      ...{ scales, items: [{ code: 'LT1', scaleId: scales[0]!.scaleId }, {}] },
      profiles: [
        { profileId: first, ...profile, replaces: null, replacedBy: second },
        { profileId: second, role: 'room leader', targets: [{ code: 'LT1', level: 1 }], replaces: first, replacedBy: null },
      ],
    });
  });
});
