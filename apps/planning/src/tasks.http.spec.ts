import { randomUUID } from 'node:crypto';
import { PlanningWarningRaised } from '@cairn/contracts/planning/internal';
import { serve, somebody, type Served } from '@cairn/testing/service';
import { planning } from './planning.module.js';

const lead = somebody('programme-lead');

let served: Served;
beforeAll(async () => {
  served = await serve(planning);
});
afterAll(() => served.close());

const detail = '3 of 42 eligible people were not invited.';
/** A warning on the record, and the path of its task. */
async function warned() {
  const programmeId = randomUUID();
  const taskFor = { role: 'programme-lead', personId: null };
  const warning = { code: 'COVERAGE_INCOMPLETE', detail, about: { kind: 'programme', id: programmeId }, personId: null, settingId: null, taskFor };
  await served.record('programme', programmeId, PlanningWarningRaised(warning));
  const [event] = await served.recordedIn(`programme-${programmeId}`);
  return { programmeId, taskId: event!.metadata.id, path: `/tasks/${event!.metadata.id}` };
}
const open = async () => (await served.get(lead, '/tasks?status=open&role=programme-lead&limit=500')).body.items as { taskId: string }[];

describe('a warning', () => {
  it('is a task until somebody closes it', async () => {
    const { programmeId, taskId, path } = await warned();
    expect((await open()).find((task) => task.taskId === taskId)).toMatchObject({
      ...{ code: 'COVERAGE_INCOMPLETE', detail, aboutKind: 'programme', aboutId: programmeId, forRole: 'programme-lead', status: 'open', closedBy: null },
    });
    expect(await served.post(lead, `${path}/completion`, { outcome: 'done' })).toMatchObject({ status: 201, body: { taskId, revision: '0' } });
    expect((await open()).find((task) => task.taskId === taskId)).toBeUndefined();
    const closed = (await served.get(lead, '/tasks?status=done&code=COVERAGE_INCOMPLETE')).body.items as { taskId: string }[];
    expect(closed.find((task) => task.taskId === taskId)).toMatchObject({ status: 'done', closedBy: lead.person });
  });
  it('is closed once', async () => {
    const { path } = await warned();
    await served.post(lead, `${path}/completion`, { outcome: 'not-needed' });
    await served.refuses(() => served.post(lead, `${path}/completion`, { outcome: 'done' }), {
      ...{ status: 422, code: 'TASK_ALREADY_COMPLETED', detail: 'This task was closed before, as not-needed.' },
    });
  });
  it('belongs to its tenant, and is no task when there is none', async () => {
    const { taskId, path } = await warned();
    const stranger = { ...lead, tenant: 'elsewhere' };
    expect((await served.get(stranger, '/tasks')).body).toEqual({ total: 0, items: [] });
    await served.refuses(() => served.post(stranger, `${path}/completion`, { outcome: 'done' }), { status: 404, code: 'NOT_FOUND' });
    await served.refuses(() => served.post(lead, `/tasks/${randomUUID()}/completion`, { outcome: 'done' }), { status: 404, code: 'NOT_FOUND' });
    await served.refuses(() => served.post(somebody('analyst'), `/tasks/${taskId}/completion`, { outcome: 'done' }), { status: 403, code: 'FORBIDDEN' });
  });
});
