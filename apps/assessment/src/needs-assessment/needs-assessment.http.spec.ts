import { randomUUID } from 'node:crypto';
import { NeedIdentified, NeedsAssessmentOpened } from '@cairn/contracts/assessment';
import { serve, somebody, type Served } from '@cairn/testing/service';
import { assessment } from '../assessment.module.js';
import { published, text } from '../fixtures/library.js';

const lead = somebody('programme-lead');
const assessor = somebody('observer', { permissions: ['record-retrospectively'] });
const auditor = somebody('auditor');
const inSchoolYear = { 'cairn-occurred-at': '2019-01-14T09:00:00.000Z' };

let served: Served;
let frameworkId: string;
beforeAll(async () => {
  served = await serve(assessment);
  frameworkId = await published(served, lead);
});
afterAll(() => served.close());

const opening = () => ({ practitionerId: randomUUID(), settingId: randomUUID(), framework: { frameworkId, version: '1' } });
const need = () => ({
  ...{ statement: 'Leading change with a tired team', evidence: [{ kind: 'observation' as const, reference: 'a visit' }] },
  items: [{ frameworkId, version: '1', code: 'LT4' }],
});
async function opened(body = opening()) {
  const assessmentId = text(await served.post(assessor, '/needs-assessments', body, inSchoolYear), 'assessmentId');
  const path = `/needs-assessments/${assessmentId}`;
  return {
    ...{ ...body, assessmentId, path, stream: `needsassessment-${assessmentId}` },
    identify: (change: object = {}) => served.post(assessor, `${path}/needs`, { ...need(), ...change }),
    withdraw: (needId: string) => served.post(assessor, `${path}/needs/${needId}/withdrawal`, { reason: 'met already' }),
    complete: () => served.post(assessor, `${path}/completion`, {}),
  };
}

describe('a needs assessment', () => {
  it('is opened against a version that was in force when it happened', async () => {
    const { assessmentId, path, stream, ...body } = await opened();
    const { practitionerId, settingId, framework } = body;
    expect(await served.recordedIn(stream)).toMatchObject([
      {
        type: 'NeedsAssessmentOpened',
        data: { assessmentId, practitionerId, settingId, framework },
        metadata: {
          ...{ subjects: [practitionerId], setting: settingId, occurredAt: inSchoolYear['cairn-occurred-at'] },
          basis: [{ stream: `framework-${frameworkId}`, revision: '1' }],
        },
      },
    ]);
    expect((await served.get(auditor, path)).body).toEqual({ assessmentId, practitionerId, settingId, framework, status: 'open', needIds: [] });
  });
  it('is refused against a version that is not in force today', async () => {
    await served.refuses(() => served.post(assessor, '/needs-assessments', opening()), {
      ...{ status: 422, code: 'FRAMEWORK_NOT_IN_FORCE', detail: expect.stringMatching(/^Version 1 of this framework was not in force on \d{4}-\d\d-\d\d\.$/) },
    });
  });
  it.each([
    ['a version', () => ({ frameworkId, version: '9' })],
    ['a framework', () => ({ frameworkId: randomUUID(), version: '1' })],
  ])('is refused against %s that the library does not have', async (_, framework) => {
    await served.refuses(() => served.post(assessor, '/needs-assessments', { ...opening(), framework: framework() }, inSchoolYear), {
      ...{ status: 422, code: 'FRAMEWORK_UNKNOWN' },
    });
  });
  it("is refused against another tenant's framework", async () => {
    const stranger = { ...assessor, tenant: 'elsewhere' };
    await served.refuses(() => served.post(stranger, '/needs-assessments', opening(), inSchoolYear), { status: 422, code: 'FRAMEWORK_UNKNOWN' });
  });
  it('is dated back only by those who may record in retrospect', async () => {
    await served.refuses(() => served.post(somebody('observer'), '/needs-assessments', opening(), inSchoolYear), { status: 403, code: 'FORBIDDEN' });
  });
  it('is unknown to another tenant', async () => {
    const { path } = await opened();
    const stranger = { ...assessor, tenant: 'elsewhere' };
    expect(await served.get({ ...auditor, tenant: 'elsewhere' }, path)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    await served.refuses(() => served.post(stranger, `${path}/needs`, need()), { status: 404, code: 'NOT_FOUND', detail: 'No needs assessment with this id.' });
  });
});

describe('a need', () => {
  it('is identified, with its evidence and the item it belongs to', async () => {
    const { assessmentId, practitionerId, settingId, stream, identify } = await opened();
    const answer = await identify();
    const needId = text(answer, 'needId');
    expect(answer).toMatchObject({ status: 201, body: { assessmentId, revision: '1' } });
    expect((await served.recordedIn(stream)).slice(1)).toMatchObject([
      {
        type: 'NeedIdentified',
        data: { assessmentId, needId, practitionerId, settingId, evidence: need().evidence, items: need().items },
        metadata: { basis: [{ stream: `framework-${frameworkId}`, revision: '1' }] },
      },
    ]);
    const row = { needId, assessmentId, practitionerId, settingId, status: 'identified', ...need(), inspectionAction: null };
    expect((await served.get(auditor, `/needs?practitionerId=${practitionerId}`)).body).toEqual({ total: 1, items: [row] });
  });
  it('may answer an action that an inspection asked for', async () => {
    const { practitionerId, settingId, stream, identify } = await opened();
    const visited = await served.post(assessor, '/inspections', {
      ...{ settingId, regulator: 'ofsted', scale: 'ofsted-four-grades', inspectedOn: '2018-03-14' },
      grades: [{ area: 'overall effectiveness', grade: 'good' }],
      actions: [{ recommendation: 'Make changes with the team.' }],
    });
    const inspectionAction = { inspectionId: text(visited, 'inspectionId'), actionId: (visited.body['actionIds'] as string[])[0] };
    const needId = text(await identify({ inspectionAction }), 'needId');
    expect((await served.recordedIn(stream)).slice(1)).toMatchObject([
      { type: 'NeedIdentified', metadata: { basis: [{}, { stream: `inspection-${inspectionAction.inspectionId}`, revision: '0' }] } },
      { type: 'InspectionActionLinkedToNeed', data: { needId, practitionerId, ...inspectionAction } },
    ]);
    expect((await served.get(auditor, `/needs?settingId=${settingId}`)).body).toMatchObject({ total: 1, items: [{ needId, inspectionAction }] });
  });
  it.each([
    ['evidence', { evidence: [] }, 'NEED_WITHOUT_EVIDENCE', 'A need cites at least 1 piece of evidence and 1 framework item; this one cites 0 and 1.'],
    ['a framework item', { items: [] }, 'NEED_WITHOUT_EVIDENCE', 'A need cites at least 1 piece of evidence and 1 framework item; this one cites 1 and 0.'],
    [
      'an inspection that is known',
      { inspectionAction: { inspectionId: randomUUID(), actionId: randomUUID() } },
      'INSPECTION_ACTION_UNKNOWN',
      'No inspection of this setting asked for an action with this id.',
    ],
  ])('is refused without %s', async (_, change, code, detail) => {
    const { identify } = await opened();
    await served.refuses(() => identify(change), { status: 422, code, detail });
  });
  it('is refused with an item that the version does not have', async () => {
    const { identify } = await opened();
    await served.refuses(() => identify({ items: [...need().items, { frameworkId, version: '1', code: 'LT9' }] }), {
      ...{ status: 422, code: 'FRAMEWORK_ITEM_UNKNOWN', detail: 'Item 2 of 2 is not in version 1, which this assessment uses.' },
    });
  });
  it('is one of at most 200', async () => {
    const { assessmentId, practitionerId, settingId, framework } = { assessmentId: randomUUID(), ...opening() };
    const identified = () => NeedIdentified({ ...need(), assessmentId, needId: randomUUID(), practitionerId, settingId });
    const past = [NeedsAssessmentOpened({ assessmentId, practitionerId, settingId, framework }), ...Array.from({ length: 200 }, identified)];
    await served.record('needsassessment', assessmentId, ...past);
    await served.refuses(() => served.post(assessor, `/needs-assessments/${assessmentId}/needs`, need()), {
      ...{ status: 422, code: 'ASSESSMENT_FULL', detail: 'This assessment has 200 of 200 needs.' },
    });
  });
  it('is refused for an assessment that is not there', async () => {
    await served.refuses(() => served.post(assessor, `/needs-assessments/${randomUUID()}/needs`, need()), {
      ...{ status: 404, code: 'NOT_FOUND', detail: 'No needs assessment with this id.' },
    });
  });
  it('is withdrawn, with a reason', async () => {
    const { practitionerId, stream, identify, withdraw } = await opened();
    const needId = text(await identify(), 'needId');
    expect(await withdraw(needId)).toMatchObject({ status: 201, body: { needId, revision: '2' } });
    expect((await served.recordedIn(stream))[2]).toMatchObject({ type: 'NeedWithdrawn', data: { needId, practitionerId, reason: 'met already' } });
    expect((await served.get(auditor, `/needs?practitionerId=${practitionerId}`)).body).toMatchObject({ items: [{ needId, status: 'withdrawn' }] });
    await served.refuses(() => withdraw(needId), { status: 404, code: 'NOT_FOUND', detail: 'No need with this id in this assessment.' });
  });
});

describe('completing a needs assessment', () => {
  it('lets its needs stand, and closes it for ever', async () => {
    const { assessmentId, practitionerId, settingId, path, stream, identify, withdraw, complete } = await opened();
    const needId = text(await identify(), 'needId');
    expect(await complete()).toMatchObject({ status: 201, body: { assessmentId, revision: '2' } });
    expect((await served.recordedIn(stream))[2]).toMatchObject({
      type: 'NeedsAssessmentCompleted',
      data: { assessmentId, practitionerId, settingId, needIds: [needId] },
    });
    expect((await served.get(auditor, path)).body).toMatchObject({ status: 'completed', needIds: [needId] });
    expect((await served.get(auditor, `/needs?practitionerId=${practitionerId}`)).body).toMatchObject({ items: [{ needId, status: 'standing' }] });

    const closed = { status: 422, code: 'ASSESSMENT_CLOSED', detail: 'This assessment was completed and is closed: open a new one.' };
    for (const step of [() => identify(), () => withdraw(needId), complete]) await served.refuses(step, closed);
  });
  it('takes at least one need', async () => {
    const { complete } = await opened();
    await served.refuses(complete, { status: 422, code: 'ASSESSMENT_HAS_NO_NEEDS', detail: 'An assessment with 0 needs cannot be completed.' });
  });
  it('does not change the answer to a step that was taken before and is sent again', async () => {
    const { path, complete } = await opened();
    const send = () => served.post(assessor, `${path}/needs`, need(), { 'idempotency-key': 'need' });
    const first = await send();
    await complete();
    await served.stores(0, async () => expect(await send()).toEqual(first));
  });
});
