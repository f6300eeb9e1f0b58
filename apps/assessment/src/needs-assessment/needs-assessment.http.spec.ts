import { randomUUID } from 'node:crypto';
import { NeedIdentified, NeedsAssessmentOpened } from '@cairn/contracts/assessment';
import { serve, somebody, type Served } from '@cairn/testing/service';
import { assessment } from '../assessment.module.js';
import { text } from '../fixtures/library.js';
import { assessor, auditor, inSchoolYear, opened as openedIn, rateable, registered } from '../fixtures/opened.js';

let served: Served;
let frameworkId: string;
let roleProfileId: string;
beforeAll(async () => {
  served = await serve(assessment);
  ({ frameworkId, roleProfileId } = await rateable(served));
});
afterAll(() => served.close());

const opened = () => openedIn(served, { frameworkId });
const opening = () => ({ practitionerId: randomUUID(), settingId: randomUUID(), framework: { frameworkId, version: '1' } });
const need = () => ({
  ...{ statement: 'Leading change with a tired team', evidence: [{ kind: 'observation' as const, reference: 'a visit' }] },
  items: [{ frameworkId, version: '1', code: 'LT4' }],
});

describe('a needs assessment', () => {
  it('is opened against a version that was in force when it happened', async () => {
    const { assessmentId, path, stream, practitionerId, settingId, framework } = await opened();
    expect(await served.recordedIn(stream)).toMatchObject([
      {
        type: 'NeedsAssessmentOpened',
        data: { assessmentId, practitionerId, settingId, framework },
        metadata: {
          ...{ subjects: [practitionerId], setting: settingId, occurredAt: inSchoolYear['cairn-occurred-at'] },
          basis: [{ stream: `framework-${frameworkId}`, revision: '2' }, { stream: `person-${practitionerId}`, revision: '0' }, { revision: '0' }],
        },
      },
    ]);
    const row = { assessmentId, practitionerId, settingId, framework, roleProfileId: null, status: 'open', needIds: [], readiness: [], completedAt: null };
    expect((await served.get(auditor, path)).body).toEqual({ ...row, openedAt: inSchoolYear['cairn-occurred-at'] });
    expect((await served.get(auditor, `/needs-assessments?practitionerId=${practitionerId}`)).body).toMatchObject({ total: 1, items: [{ assessmentId }] });
  });
  it('is opened for a person and a setting that directory has registered', async () => {
    const known = await registered(served);
    const open = (change: object) => served.post(assessor, '/needs-assessments', { ...opening(), ...known, ...change }, inSchoolYear);
    await served.refuses(() => open({ practitionerId: randomUUID() }), {
      status: 422,
      code: 'PERSON_UNKNOWN',
      detail: 'No person with this id was registered.',
    });
    await served.refuses(() => open({ settingId: randomUUID() }), { status: 422, code: 'SETTING_UNKNOWN', detail: 'No setting with this id was registered.' });
  });
  it('is opened against a profile that the version has', async () => {
    const { stream } = await openedIn(served, { frameworkId, roleProfileId });
    expect(await served.recordedIn(stream)).toMatchObject([{ data: { roleProfileId } }]);
    const unknown = { ...opening(), ...(await registered(served)), roleProfileId: randomUUID() };
    await served.refuses(() => served.post(assessor, '/needs-assessments', unknown, inSchoolYear), {
      ...{ status: 422, code: 'ROLE_PROFILE_UNKNOWN', detail: 'Version 1 has no role profile with this id that no other has replaced.' },
    });
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
      ...{ status: 422, code: 'FRAMEWORK_UNKNOWN', detail: expect.stringMatching(/^The library has no version [19] of this framework\.$/) },
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
        metadata: { basis: [{ stream: `framework-${frameworkId}`, revision: '2' }] },
      },
    ]);
    const none = { priority: null, earlierStatements: [], evidenceIds: [], enablerIds: [], inspectionAction: null, metOn: null };
    const row = { needId, assessmentId, practitionerId, settingId, status: 'identified', ...need(), ...none };
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
    [
      'a word of evidence',
      { evidence: undefined },
      { code: 'NEED_WITHOUT_EVIDENCE', detail: 'A need cites at least 1 piece of evidence and 1 framework item; this one cites 0 and 1.' },
    ],
    [
      'a word of an item',
      { items: undefined },
      { code: 'NEED_WITHOUT_EVIDENCE', detail: 'A need cites at least 1 piece of evidence and 1 framework item; this one cites 1 and 0.' },
    ],
    [
      'evidence of its assessment',
      { evidenceIds: [randomUUID()] },
      { code: 'EVIDENCE_UNKNOWN', detail: 'Piece 1 of 1 of the evidence was not recorded in this assessment.' },
    ],
    [
      'evidence',
      { evidence: [] },
      { code: 'NEED_WITHOUT_EVIDENCE', detail: 'A need cites at least 1 piece of evidence and 1 framework item; this one cites 0 and 1.' },
    ],
    [
      'a framework item',
      { items: [] },
      { code: 'NEED_WITHOUT_EVIDENCE', detail: 'A need cites at least 1 piece of evidence and 1 framework item; this one cites 1 and 0.' },
    ],
    [
      'an inspection that is known',
      { inspectionAction: { inspectionId: randomUUID(), actionId: randomUUID() } },
      { code: 'INSPECTION_ACTION_UNKNOWN', detail: 'No inspection of this setting asked for an action with this id.' },
    ],
  ])('is refused without %s', async (_, change, problem) => {
    const { identify } = await opened();
    await served.refuses(() => identify(change), { status: 422, ...problem });
  });
  it('is refused with an item that the version does not have', async () => {
    const { identify } = await opened();
    await served.refuses(() => identify({ items: [...need().items, { frameworkId, version: '1', code: 'LT8' }] }), {
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

describe('the priority of a need', () => {
  it('is settled, and settled anew', async () => {
    const { found, of, stream, practitionerId } = await opened();
    const [needId] = await found();
    expect(await of(needId, 'priority', { priority: 2 })).toMatchObject({ status: 201, body: { needId, revision: '2' } });
    await served.refuses(() => of(needId, 'priority', { priority: 2 }), {
      ...{ status: 422, code: 'NEED_PRIORITY_UNCHANGED', detail: 'This need has priority 2 already.' },
    });
    await of(needId, 'priority', { priority: 1 });
    expect((await served.recordedIn(stream)).at(-1)).toMatchObject({ type: 'NeedPrioritised', data: { needId, practitionerId, from: 2, to: 1 } });
    expect((await served.get(auditor, `/needs?practitionerId=${practitionerId}`)).body).toMatchObject({ items: [{ needId, priority: 1 }] });
    await served.refuses(() => of(needId, 'priority', { priority: 6 }), { status: 400, code: 'MALFORMED_REQUEST' });
    await served.refuses(() => of(randomUUID(), 'priority', { priority: 1 }), { status: 404, code: 'NOT_FOUND' });
  });
});

describe('a prerequisite', () => {
  it('is a need to be met first, and never in a circle', async () => {
    const { found, of, stream, practitionerId } = await opened();
    const [portfolio, literacy, course] = (await found(3)) as [string, string, string];
    const mark = (enablerId: string, targetId: string) => of(targetId, 'prerequisites', { enablerId });
    expect(await mark(portfolio, course)).toMatchObject({ status: 201, body: { needId: course } });
    await mark(literacy, portfolio);
    expect((await served.recordedIn(stream)).at(-2)).toMatchObject({ type: 'NeedMarkedPrerequisite', data: { enablerId: portfolio, targetId: course } });
    const { items } = (await served.get(auditor, `/needs?practitionerId=${practitionerId}`)).body as { items: { needId: string; enablerIds: string[] }[] };
    expect(items.find(({ needId }) => needId === course)).toMatchObject({ enablerIds: [portfolio] });
    await served.refuses(() => mark(course, literacy), {
      ...{ status: 422, code: 'PREREQUISITE_CYCLE', detail: 'The need would be a prerequisite of itself, over 3 steps.' },
    });
    await served.refuses(() => mark(course, course), {
      status: 422,
      code: 'PREREQUISITE_CYCLE',
      detail: 'The need would be a prerequisite of itself, over 1 step.',
    });
    await served.refuses(() => mark(portfolio, course), {
      ...{ status: 422, code: 'PREREQUISITE_ALREADY_MARKED', detail: 'It is marked already: this need has 1 prerequisite.' },
    });
    await served.refuses(() => mark(randomUUID(), course), { status: 404, code: 'NOT_FOUND', detail: 'No need with this id in this assessment.' });
  });
});

describe('readiness for change', () => {
  it('is a stage of a model of the registry', async () => {
    const { path, stream } = await opened();
    const record = (model: string, stage: string) => served.post(assessor, `${path}/readiness`, { model, stage });
    expect(await record('stages-of-change', 'preparation')).toMatchObject({ status: 201, body: { revision: '1' } });
    expect((await served.recordedIn(stream))[1]).toMatchObject({ type: 'ReadinessRecorded', data: { model: 'stages-of-change', stage: 'preparation' } });
    expect((await served.get(auditor, path)).body).toMatchObject({ readiness: [{ stage: 'preparation', recordedBy: assessor.person }] });
    await served.refuses(() => record('horoscope', 'action'), {
      ...{ status: 422, code: 'MODEL_UNKNOWN', detail: expect.stringMatching(/^The registry has 6 models, and none of this name: stages-of-change, /) },
    });
    await served.refuses(() => record('inner-game', 'action'), {
      ...{ status: 422, code: 'STAGE_UNKNOWN', detail: 'The model inner-game has 0 stages of readiness.' },
    });
  });
  it('has a registry that says where each model comes from', async () => {
    const { items } = (await served.get(auditor, '/readiness-models')).body as { items: object[] };
    expect(items).toContainEqual(expect.objectContaining({ model: 'stages-of-change', confirmed: false, citation: expect.stringContaining('Prochaska') }));
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

describe('after completion', () => {
  it('a statement is put right, and both are shown', async () => {
    const { found, of, complete, practitionerId, practitioner, stream, need } = await opened();
    const [needId] = await found();
    await complete();
    const body = { statement: 'Leading change with a new team', reason: 'the team is new' };
    expect(await of(needId, 'statement-corrections', body)).toMatchObject({ status: 201, body: { needId, revision: '3' } });
    expect((await served.recordedIn(stream))[3]).toMatchObject({ type: 'NeedStatementCorrected', data: { needId, correctsRevision: '1' } });
    const earlier = [{ statement: need.statement, reason: body.reason, correctsRevision: '1' }];
    const expected = { total: 1, items: [{ needId, statement: body.statement, earlierStatements: earlier, status: 'standing' }] };
    expect((await served.get(practitioner, `/people/${practitionerId}/needs`)).body).toMatchObject(expected);
  });
  it('a need that was a mistake does not stand any more', async () => {
    const { found, of, complete, practitionerId } = await opened();
    const [needId] = await found();
    const correct = () => of(needId, 'standing-correction', { reason: 'it was about somebody else' });
    await served.refuses(correct, { status: 422, code: 'NEED_NOT_STANDING', detail: 'The assessment is still open, so its needs do not stand yet.' });
    await complete();
    expect(await correct()).toMatchObject({ status: 201 });
    await served.refuses(correct, { status: 422, code: 'NEED_NOT_STANDING', detail: 'This need does not stand any more.' });
    expect((await served.get(auditor, `/needs?practitionerId=${practitionerId}`)).body).toMatchObject({ items: [{ needId, status: 'withdrawn' }] });
  });
  it('a need is met, on evidence, once', async () => {
    const { found, of, complete, practitionerId } = await opened();
    const [needId] = await found();
    const evidence = [{ kind: 'observation', reference: 'a second visit' }];
    const meet = (change: object = {}) => of(needId, 'fulfilment', { metOn: '2019-11-04', evidence, ...change });
    await served.refuses(() => meet(), { status: 422, code: 'NEED_NOT_STANDING', detail: 'The assessment is still open, so its needs do not stand yet.' });
    await complete();
    await served.refuses(() => meet({ evidence: [] }), {
      ...{ status: 422, code: 'NEED_WITHOUT_EVIDENCE', detail: 'A need cites at least 1 piece of evidence and 1 framework item; this one cites 0 and 1.' },
    });
    await served.refuses(() => meet({ metOn: '2999-01-01' }), {
      ...{ status: 422, code: 'NOT_YET_HAPPENED', detail: expect.stringMatching(/^It cannot have happened on 2999-01-01: it is \d{4}-\d\d-\d\d\.$/) },
    });
    expect(await meet()).toMatchObject({ status: 201, body: { needId, stream: `need-${needId}`, revision: '0' } });
    await served.refuses(() => meet(), { status: 422, code: 'NEED_ALREADY_MET', detail: 'This need was met on 2019-11-04 already.' });
    expect((await served.get(auditor, `/needs?practitionerId=${practitionerId}`)).body).toMatchObject({
      items: [{ needId, status: 'met', metOn: '2019-11-04' }],
    });
  });
});
