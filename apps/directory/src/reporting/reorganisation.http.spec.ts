import { randomUUID } from 'node:crypto';
import { serve, somebody, type Served } from '@cairn/testing/service';
import { directory } from '../directory.module.js';

/** Records what was so before it is recorded. */
const historian = somebody('admin', { permissions: ['record-retrospectively'] });
const on = (day: string) => ({ 'cairn-occurred-at': `${day}T09:00:00.000Z` });
const [founded, reorganised] = ['2026-01-05', '2026-05-01'];
const [before, after] = ['2026-04-30T23:59:59Z', '2026-05-02T00:00:00Z'];

let served: Served;
beforeAll(async () => {
  served = await serve(directory);
});
afterAll(() => served.close());

const post = async (path: string, body: object, day: string) => {
  const answer = await served.post(historian, path, body, on(day));
  expect(answer).toMatchObject({ status: 201 });
  return answer.body as Record<string, string>;
};
const get = async (path: string) => (await served.get(historian, path)).body;

/** Two regions with a setting each; Dee leads, Cal below her, Ben and Ana below Cal. */
async function organised() {
  const { organisationId } = await post('/organisations', { name: 'Harbour care group' }, founded!);
  const region = async (name: string) => (await post(`/organisations/${organisationId}/regions`, { name }, founded!)).regionId!;
  const [east, west] = [await region('East'), await region('West')];
  const setting = async (name: string, regionId: string) =>
    (await post(`/organisations/${organisationId}/settings`, { name, kind: 'private', region: null, regionId }, founded!)).settingId!;
  const [quayside, meadow] = [await setting('Quayside', east), await setting('Meadow', west)];
  const person = async (name: string, settingId: string) => {
    const personId = randomUUID();
    await post(`/people/${personId}`, { name, settingId }, founded!);
    return personId;
  };
  const [ana, ben, cal, dee] = [await person('Ana', quayside), await person('Ben', quayside), await person('Cal', meadow), await person('Dee', meadow)];
  const report = (personId: string, managerId: string, day: string) => post(`/organisations/${organisationId}/reporting-lines/${personId}`, { managerId }, day);
  await report(cal, dee, founded!);
  await report(ben, cal, founded!);
  await report(ana, cal, founded!);
  return { organisationId: organisationId!, east, west, quayside, meadow, ana, ben, cal, dee, report };
}

describe('a reorganisation on 1 May', () => {
  it('leaves the tree and the chains of 30 April as they were, and changes those of 2 May as it should', async () => {
    const { organisationId, east, west, quayside, meadow, ana, ben, cal, dee, report } = await organised();
    await post(`/settings/${quayside}/moves`, { organisationId, regionId: west, reason: 'the reorganisation' }, reorganised!);
    await post(`/organisations/${organisationId}/regions/${east}/dissolution`, { reason: 'the reorganisation' }, reorganised!);
    await post(`/organisations/${organisationId}/regions/${west}/name`, { name: 'Coast' }, reorganised!);
    await report(ana, dee, reorganised!);
    await report(ben, ana, reorganised!);

    const quay = { settingId: quayside, name: 'Quayside', kind: 'private', region: null };
    const mead = { settingId: meadow, name: 'Meadow', kind: 'private', region: null };
    const tree = async (at: string) => {
      const { items } = await get(`/organisation-tree?at=${at}`);
      return (items as { organisationId: string }[]).find((item) => item.organisationId === organisationId);
    };
    const organisation = { organisationId, name: 'Harbour care group', settings: [] };
    const [eastThen, westThen] = [
      { regionId: east, name: 'East', settings: [quay] },
      { regionId: west, name: 'West', settings: [mead] },
    ];
    expect(await tree(before!)).toEqual({ ...organisation, regions: expect.arrayContaining([eastThen, westThen]) });
    expect(await tree(after!)).toEqual({ ...organisation, regions: [{ regionId: west, name: 'Coast', settings: [mead, quay] }] });
    expect(await tree('2025-12-31T00:00:00Z')).toBeUndefined();

    const since = (day: string | undefined) => ({ since: `${day}T09:00:00.000Z` });
    const chain = async (personId: string, at: string) => (await get(`/people/${personId}/reporting-chain?at=${at}`)).items;
    const step = (level: number, personId: string, day: string | undefined) => ({ organisationId, level, personId, ...since(day) });
    expect(await chain(ben, before!)).toEqual([step(1, cal, founded), step(2, dee, founded)]);
    expect(await chain(ben, after!)).toEqual([step(1, ana, reorganised), step(2, dee, reorganised)]);
    expect(await chain(ana, before!)).toEqual([step(1, cal, founded), step(2, dee, founded)]);
    expect(await chain(ana, after!)).toEqual([step(1, dee, reorganised)]);
    expect(await chain(cal, after!)).toEqual(await chain(cal, before!));

    const isAbove = (managerId: string, at: string) => get(`/organisations/${organisationId}/reporting-chain?managerId=${managerId}&personId=${ben}&at=${at}`);
    const { organisationId: _, ...path } = step(1, cal, founded);
    expect(await isAbove(cal, before!)).toEqual({
      ...{ organisationId, managerId: cal, personId: ben, onChain: true, levels: 1, ...since(founded), path: [path] },
    });
    expect(await isAbove(cal, after!)).toMatchObject({ onChain: false, levels: 0, since: null, path: [] });
    expect(await isAbove(dee, after!)).toMatchObject({ onChain: true, levels: 2, ...since(reorganised), path: [{ personId: ana }, { personId: dee }] });
    expect(await get(`/organisations/${organisationId}/reporting-lines?at=${before}`)).toMatchObject({
      total: 3,
      items: expect.arrayContaining([expect.objectContaining({ personId: ben, managerId: cal, ...since(founded) })]),
    });

    const names = async (query: string) => ((await get(`/people?${query}`)).items as { name: string }[]).map(({ name }) => name).sort();
    expect(await names(`regionId=${east}&at=${before}`)).toEqual(['Ana', 'Ben']);
    expect(await names(`regionId=${east}&at=${after}`)).toEqual([]);
    expect(await names(`regionId=${west}&at=${after}`)).toEqual(['Ana', 'Ben', 'Cal', 'Dee']);
  });

  it('is the same when it is recorded late, after what came later', async () => {
    const { organisationId, west, quayside, ana, ben, cal, dee, report } = await organised();
    await report(ben, dee, '2026-06-01');
    await report(ben, ana, reorganised!);
    await post(`/settings/${quayside}/moves`, { organisationId, regionId: null, reason: 'independent' }, '2026-06-01');
    await post(`/settings/${quayside}/moves`, { organisationId, regionId: west, reason: 'the reorganisation' }, reorganised!);
    const managerOf = async (at: string) => (await get(`/people/${ben}/reporting-chain?at=${at}`)).items[0].personId;
    expect([await managerOf(before!), await managerOf(after!), await managerOf('2026-06-02T00:00:00Z')]).toEqual([cal, ana, dee]);
    expect(await get(`/settings/${quayside}`)).toMatchObject({ regionId: null, places: [{}, { regionId: west }, { regionId: null }] });
  });

  it('takes nothing from somebody who leaves', async () => {
    const { organisationId, quayside, ben, cal, dee } = await organised();
    await post(`/people/${ben}/roles`, { role: 'setting-leader', settingId: quayside }, '2026-02-01');
    await post(`/people/${ben}/departure`, {}, reorganised!);
    await post(`/organisations/${organisationId}/reporting-lines/${ben}/end`, { reason: 'left' }, reorganised!);
    const leading = { role: 'setting-leader', settingId: quayside };
    expect(await get(`/people/${ben}?at=${before}`)).toMatchObject({ name: 'Ben', status: 'here', settingId: quayside, roles: [leading] });
    expect(await get(`/people/${ben}?at=${after}`)).toMatchObject({ name: 'Ben', status: 'left', settingId: null, roles: [] });
    const tenure = { ...leading, from: '2026-02-01T09:00:00.000Z', until: `${reorganised}T09:00:00.000Z` };
    const stays = [
      { at: `${founded}T09:00:00.000Z`, here: true, settingId: quayside },
      { at: `${reorganised}T09:00:00.000Z`, here: false, settingId: null },
    ];
    expect(await get(`/people/${ben}`)).toMatchObject({ status: 'left', stays, tenures: [tenure] });
    const chain = async (at: string) =>
      ((await get(`/people/${ben}/reporting-chain?at=${at}`)).items as { personId: string }[]).map(({ personId }) => personId);
    expect(await chain(before!)).toEqual([cal, dee]);
    expect(await chain(after!)).toEqual([]);
    expect((await served.recordedIn(`person-${ben}`)).map(({ type }) => type)).toEqual(['PersonRegistered', 'RoleAssigned', 'RoleRevoked', 'PersonLeft']);
  });
});
