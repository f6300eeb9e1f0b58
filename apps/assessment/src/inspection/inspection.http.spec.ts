import { randomUUID } from 'node:crypto';
import { serve, somebody, type Served } from '@cairn/testing/service';
import { assessment } from '../assessment.module.js';
import { text } from '../fixtures/library.js';

const assessor = somebody('observer');
const visit = {
  ...{ settingId: randomUUID(), regulator: 'ofsted', scale: 'ofsted-four-grades', inspectedOn: '2018-03-14' },
  grades: [{ area: 'overall effectiveness', grade: 'requires improvement' }],
  actions: [{ recommendation: 'Make changes with the team.' }, { recommendation: 'Use supervision to improve teaching.' }],
};
const reportCard = { ...visit, scale: 'ofsted-report-card', grades: [{ area: 'safeguarding', grade: 'met' }] };

let served: Served;
beforeAll(async () => {
  served = await serve(assessment);
});
afterAll(() => served.close());

describe('the outcome of an inspection', () => {
  it('is recorded, and every action gets an id', async () => {
    const answer = await served.post(assessor, '/inspections', visit);
    const inspectionId = text(answer, 'inspectionId');
    const actionIds = answer.body['actionIds'] as string[];
    expect(answer).toMatchObject({ status: 201, body: { stream: `inspection-${inspectionId}`, revision: '0' } });
    expect(new Set(actionIds).size).toBe(2);
    expect(await served.recordedIn(`inspection-${inspectionId}`)).toMatchObject([
      {
        type: 'InspectionOutcomeRecorded',
        data: { ...visit, inspectionId, actions: visit.actions.map((action, index) => ({ ...action, actionId: actionIds[index] })) },
        metadata: { setting: visit.settingId },
      },
    ]);
  });
  it('keeps its ids when it is sent again with the same key', async () => {
    const send = () => served.post(assessor, '/inspections', visit, { 'idempotency-key': 'visit of march' });
    const first = await send();
    await served.stores(0, async () => expect(await send()).toEqual(first));
  });
  it.each([
    ['the four grades', { ...visit, inspectedOn: '2025-11-09' }],
    ['the report card', { ...reportCard, inspectedOn: '2025-11-10' }],
  ])('is on the scale of its day: %s', async (_, body) => {
    const grades = body.scale === visit.scale ? [{ area: 'personal development', grade: 'good' }] : body.grades;
    expect(await served.post(assessor, '/inspections', { ...body, grades })).toMatchObject({ status: 201 });
  });

  it.each([
    [
      'a scale that is not in force any more',
      { ...visit, inspectedOn: '2025-11-10' },
      { code: 'SCALE_NOT_IN_FORCE', detail: 'On 2025-11-10 the scale ofsted-four-grades was not in force; in force was ofsted-report-card.' },
    ],
    [
      'a scale that is not in force yet',
      { ...reportCard, inspectedOn: '2025-11-09' },
      { code: 'SCALE_NOT_IN_FORCE', detail: 'On 2025-11-09 the scale ofsted-report-card was not in force; in force was ofsted-four-grades.' },
    ],
    [
      'a grade that the scale does not have',
      { ...visit, grades: [{ area: 'overall effectiveness', grade: 'strong' }] },
      {
        code: 'GRADE_NOT_ON_SCALE',
        detail:
          'Grade 1 of 1 is not on the scale in force at the date of the inspection: overall effectiveness can be outstanding, good, requires improvement, inadequate.',
      },
    ],
    [
      'an area with two grades',
      { ...visit, grades: [...visit.grades, { area: 'overall effectiveness', grade: 'good' }] },
      { code: 'AREA_GRADED_TWICE', detail: 'An area has one grade; overall effectiveness has 2 here.' },
    ],
    [
      'an area that the scale does not have',
      { ...visit, grades: [{ area: 'kindness', grade: 'good' }] },
      { code: 'GRADE_NOT_ON_SCALE', detail: expect.anything() },
    ],
  ])('is refused for %s', (_, body, problem) => served.refuses(() => served.post(assessor, '/inspections', body), { status: 422, ...problem }));

  it('is found by its setting, the latest first, and the scales by their dates', async () => {
    const settingId = randomUUID();
    for (const inspectedOn of ['2014-03-14', '2018-03-14']) await served.post(assessor, '/inspections', { ...visit, settingId, inspectedOn });
    const auditor = somebody('auditor');
    expect((await served.get(auditor, `/inspections?settingId=${settingId}`)).body).toMatchObject({
      ...{ total: 2, items: [{ inspectedOn: '2018-03-14', actions: [{ needIds: [] }, { needIds: [] }] }, { inspectedOn: '2014-03-14' }] },
    });
    expect(await served.get(assessor, `/inspections?settingId=${settingId}`)).toMatchObject({ status: 403 });
    expect((await served.get(assessor, '/inspections/scales')).body).toMatchObject({
      items: [{ inForceUntil: '2019-08-31' }, { inForceUntil: '2025-11-09' }, { scale: 'ofsted-report-card', inForceFrom: '2025-11-10', inForceUntil: null }],
    });
  });
  it('is recorded by those who may', async () => {
    await served.refuses(() => served.post(somebody('supporter'), '/inspections', visit), { status: 403, code: 'FORBIDDEN' });
  });
  it('is malformed without a grade', async () => {
    await served.refuses(() => served.post(assessor, '/inspections', { ...visit, grades: [] }), { status: 400, code: 'MALFORMED_REQUEST' });
  });
});
