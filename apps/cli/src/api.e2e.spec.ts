import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ipswich } from '@cairn/frameworks';
import { freePort } from '@cairn/local-postgres';
import { startStandalone, type Running } from '@cairn/standalone';
import { testDatabase, type TestDatabase } from '@cairn/testing';
import { z } from 'zod';
import { person } from './acceptance/scenario.js';
import { organisationOf, programmeOf, staffOf } from './acceptance/stage.js';
import { Api, Refused } from './api.js';

const staff = staffOf('E2E');
const delegates = Array.from({ length: 43 }, (_, index) => person('E2E', `leader-${index + 1}`, 'setting-leader'));
const Anything = z.object({});
const Census = z.object({ total: z.int(), byType: z.record(z.string(), z.int()) });

describe('the services through HTTP', () => {
  const directory = mkdtempSync(join(tmpdir(), 'cairn-api-'));
  let database: TestDatabase;
  let running: Running;
  let api: Api;
  let organisationId: string;

  beforeAll(async () => {
    database = await testDatabase();
    const people = [...Object.values(staff), ...delegates];
    running = await startStandalone({ port: await freePort(), databaseUrl: database.url, dataDirectory: directory, people });
    api = new Api(running.origin);
    ({ organisationId } = await organisationOf(api, staff, delegates));
  }, 60_000);
  afterAll(async () => {
    await running?.close();
    await database?.drop();
    rmSync(directory, { recursive: true, force: true });
  }, 30_000);

  const census = async () => {
    api.settle();
    return api.as(staff.auditor).get('/api/history/events', Census);
  };
  const enrolled = async () => (await census()).byType['DelegateEnrolled'] ?? 0;
  const enrol = (path: string, groupId: string, { person: personId }: { person: string }) =>
    api.as(staff.lead).post(`${path}/groups/${groupId}/delegates`, { personId }, Anything);

  it('seats 42 delegates who enrol at once', async () => {
    const before = await enrolled();
    const { path, groupIds } = await programmeOf(api, staff, organisationId, ipswich.groups);
    await Promise.all(delegates.slice(0, 42).map((who, index) => enrol(path, groupIds[index % 7]!, who)));
    expect(await enrolled()).toBe(before + 42);
  });

  it('gives the last seat to one of two who race for it, in 50 rounds', async () => {
    for (let programme = 0; programme < 10; programme++) {
      const { path, groupIds } = await programmeOf(api, staff, organisationId, ['A', 'B', 'C', 'D', 'E']);
      for (const [round, groupId] of groupIds.entries()) {
        const [first, second, ...seated] = delegates.slice(round * 7, round * 7 + 7) as [(typeof delegates)[0], (typeof delegates)[0], ...typeof delegates];
        await Promise.all(seated.map((who) => enrol(path, groupId, who)));
        const before = await enrolled();
        const race = await Promise.allSettled([enrol(path, groupId, first), enrol(path, groupId, second)]);
        const lost = race.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
        expect(lost).toEqual([expect.any(Refused)]);
        expect((lost[0] as Refused).problem).toMatchObject({ status: 422, code: 'GROUP_FULL', detail: `${'ABCDE'[round]} has 6 of 6 delegates` });
        expect(await enrolled()).toBe(before + 1);
      }
    }
  }, 60_000);

  it('answers the same POST with the same key again, and records nothing more', async () => {
    const design = { ...ipswich.design, organisationId };
    const Outcome = z.object({ programmeId: z.uuid(), stream: z.string(), revision: z.string(), position: z.string() });
    const first = await api.as(staff.lead).post('/api/planning/programmes', design, Outcome, { key: 'twice' });
    const { total } = await census();
    expect(await api.as(staff.lead).post('/api/planning/programmes', design, Outcome, { key: 'twice' })).toEqual(first);
    expect((await census()).total).toBe(total);
  });

  it('refuses a key that was used with another body', async () => {
    const design = { ...ipswich.design, organisationId };
    await api.as(staff.lead).post('/api/planning/programmes', design, Anything, { key: 'reused' });
    const { total } = await census();
    const problem = await api.as(staff.lead).refused('/api/planning/programmes', { ...design, groupCapacity: 7 }, { key: 'reused' });
    expect(problem).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
    expect((await census()).total).toBe(total);
  });
});
