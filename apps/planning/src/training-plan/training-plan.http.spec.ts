import { randomUUID } from 'node:crypto';
import { NeedsAssessmentCompleted } from '@cairn/contracts/assessment';
import { PersonRegistered, ReportingLineSet } from '@cairn/contracts/directory';
import { serve, somebody, today, type Served } from '@cairn/testing/service';
import { design } from '../fixtures/ipswich.js';
import { planning as service } from '../planning.module.js';

let planning: Served;
beforeAll(async () => {
  planning = await serve(service);
});
afterAll(async () => {
  await planning.close();
});

const lead = somebody('programme-lead');
const officer = somebody('grant-officer');
const settingId = randomUUID();

/** A programme with one delegate, who is a practitioner of the setting and has one need. */
async function delegateWithNeed(figures: object = {}) {
  const [organisationId, personId, needId] = [randomUUID(), randomUUID(), randomUUID()] as string[] as [string, string, string];
  await planning.record('person', personId, PersonRegistered({ personId, settingId, name: 'Ben Ito' }));
  const assessment = { assessmentId: randomUUID(), practitionerId: personId, settingId, needIds: [needId] };
  await planning.record('needsassessment', assessment.assessmentId, NeedsAssessmentCompleted(assessment));
  const body = { organisationId, title: 'Early years leadership', award: design.award, ...figures };
  const { programmeId } = (await planning.post(lead, '/programmes', body)).body;
  const { groupId } = (await planning.post(lead, `/programmes/${programmeId}/groups`, { name: 'Group 3' })).body;
  await planning.post(lead, `/programmes/${programmeId}/groups/${groupId}/delegates`, { personId });
  const plan = `/programmes/${programmeId}/training-plans/${personId}`;
  const delegate = somebody('practitioner', { person: personId, permissions: ['record-retrospectively'] });
  return { organisationId, programmeId, personId, delegate, plan, needId, assessmentId: assessment.assessmentId };
}
type Delegate = Awaited<ReturnType<typeof delegateWithNeed>>;

const line = { training: 'Elklan level 3', pence: 12_500 };
const inTime = { 'cairn-occurred-at': '2019-10-14T10:00:00Z' };

async function drafted(figures: object = {}) {
  const its = await delegateWithNeed(figures);
  const { stream } = (await planning.post(its.delegate, its.plan)).body as { stream: string };
  return { ...its, stream };
}
async function submitted(by: (its: Delegate) => string = ({ personId }) => personId) {
  const its = await drafted();
  const window = { term: 'autumn 2019', opensOn: '2019-09-02', closesOn: '2019-12-20' };
  await planning.post(lead, `/programmes/${its.programmeId}/submission-windows`, window);
  await planning.post(its.delegate, `${its.plan}/lines`, { ...line, needId: its.needId });
  await planning.post(somebody('setting-leader', { person: by(its), permissions: ['record-retrospectively'] }), `${its.plan}/submission`, {}, inTime);
  return its;
}

describe('a training plan', () => {
  it('goes from draft to approval', async () => {
    const { delegate, plan, programmeId, personId, needId, stream } = await submitted();
    expect((await planning.post(officer, `${plan}/approval`)).status).toBe(201);

    const events = await planning.recordedIn(stream);
    expect(events.map(({ type }) => type)).toEqual(['TrainingPlanDrafted', 'TrainingPlanLineAdded', 'TrainingPlanSubmitted', 'TrainingPlanApproved']);
    expect(events[2]).toMatchObject({ data: { submittedBy: personId, lines: 1, totalPence: 12_500 }, metadata: { occurredAt: '2019-10-14T10:00:00.000Z' } });
    const answer = (await planning.get(delegate, plan)).body;
    expect(answer).toMatchObject({ status: 'approved', totalPence: 12_500, submittedBy: personId, approvedBy: officer.person });
    expect(answer.lines).toEqual([{ lineId: expect.any(String), needId, ...line }]);
    const { total, items } = (await planning.get(lead, `/programmes/${programmeId}/training-plans`)).body;
    expect([total, items]).toMatchObject([1, [{ personId, status: 'approved', lineCount: 1 }]]);
  });

  it('is for a delegate, and one', async () => {
    const { programmeId, delegate, plan } = await drafted();
    expect(await planning.refused(delegate, plan)).toEqual({
      ...{ status: 422, code: 'TRAINING_PLAN_ALREADY_DRAFTED', detail: 'This person has a training plan in the programme already.' },
    });
    const stranger = randomUUID();
    expect(await planning.refused(lead, `/programmes/${programmeId}/training-plans/${stranger}`)).toEqual({
      ...{ status: 422, code: 'NOT_A_DELEGATE', detail: 'This person is no delegate of the programme.' },
    });
    expect((await planning.refused(delegate, `/programmes/${programmeId}/training-plans/${stranger}`)).status).toBe(403);
    expect((await planning.get(lead, `/programmes/${programmeId}/training-plans/${stranger}`)).status).toBe(404);
  });

  it('is given back with a reason that its delegate can read', async () => {
    const { delegate, plan } = await submitted();
    expect((await planning.post(officer, `${plan}/return`, { reason: 'Line 1 has no date' })).status).toBe(201);
    expect((await planning.get(delegate, plan)).body).toMatchObject({ status: 'draft', returnReason: 'Line 1 has no date' });
    expect(await planning.refused(officer, `${plan}/return`, { reason: 'Again' })).toMatchObject({ status: 422, code: 'TRAINING_PLAN_NOT_SUBMITTED' });
    expect((await planning.refused(lead, `${plan}/return`, { reason: 'Not mine to do' })).status).toBe(403);
  });
});

describe('a line', () => {
  it('serves a need of a completed assessment, and says how far that had been seen', async () => {
    const { delegate, plan, needId, assessmentId, stream } = await drafted();
    const { status, body } = await planning.post(delegate, `${plan}/lines`, { ...line, needId });
    expect([status, body.lineId]).toEqual([201, expect.any(String)]);
    const [, added] = await planning.recordedIn(stream);
    expect(added!.metadata.basis).toEqual([{ stream: `needsassessment-${assessmentId}`, revision: '0' }]);
  });

  it('without one is refused before anything else', async () => {
    const { delegate, plan } = await drafted();
    const withoutNeed = {
      ...{ status: 422, code: 'PLAN_LINE_WITHOUT_NEED' },
      detail: 'A line of a training plan serves a need that a completed assessment has found for this person or this setting.',
    };
    expect(await planning.refused(delegate, `${plan}/lines`, line)).toMatchObject(withoutNeed);
    expect(await planning.refused(delegate, `${plan}/lines`, { ...line, needId: null })).toMatchObject(withoutNeed);
    expect(await planning.refused(delegate, `${plan}/lines`, { ...line, needId: randomUUID() })).toMatchObject(withoutNeed);
    const handedIn = await submitted();
    expect(await planning.refused(handedIn.delegate, `${handedIn.plan}/lines`, line)).toMatchObject(withoutNeed);
    expect(await planning.refused(handedIn.delegate, `${handedIn.plan}/lines`, { ...line, needId: handedIn.needId })).toEqual({
      ...{ status: 422, code: 'TRAINING_PLAN_NOT_A_DRAFT', detail: 'The training plan is submitted, no draft.' },
    });
  });
});

describe('handing in', () => {
  it('takes a line and an open window, judged by the day on which it happened', async () => {
    const { programmeId, delegate, plan, needId } = await drafted();
    expect(await planning.refused(delegate, `${plan}/submission`)).toEqual({
      ...{ status: 422, code: 'TRAINING_PLAN_EMPTY', detail: 'The training plan has 0 lines.' },
    });
    await planning.post(delegate, `${plan}/lines`, { ...line, needId });
    await planning.post(lead, `/programmes/${programmeId}/submission-windows`, { term: 'autumn 2019', opensOn: '2019-09-02', closesOn: '2019-12-20' });
    const late = { 'cairn-occurred-at': '2019-12-21T00:00:00Z' };
    expect(await planning.refused(delegate, `${plan}/submission`, {}, late)).toEqual({
      ...{ status: 422, code: 'OUTSIDE_SUBMISSION_WINDOW' },
      detail: '2019-12-21 lies in no submission window (autumn 2019: 2019-09-02 to 2019-12-20).',
    });
    expect(await planning.refused(delegate, `${plan}/submission`)).toMatchObject({ status: 422, code: 'OUTSIDE_SUBMISSION_WINDOW' });
    expect((await planning.post(delegate, `${plan}/submission`, {}, { 'cairn-occurred-at': '2019-12-20T23:59:59Z' })).status).toBe(201);
    expect(await planning.refused(delegate, `${plan}/submission`, {}, inTime)).toMatchObject({ status: 422, code: 'TRAINING_PLAN_NOT_A_DRAFT' });
  });

  it('late is let in and flagged where that is the policy', async () => {
    const { delegate, plan, needId, stream } = await drafted({ lateSubmission: 'flag' });
    await planning.post(delegate, `${plan}/lines`, { ...line, needId });
    const detail = `${today()} lies in no submission window (there is none).`;
    await planning.warns(() => planning.post(delegate, `${plan}/submission`), { code: 'OUTSIDE_SUBMISSION_WINDOW', detail });
    expect((await planning.recordedIn(stream)).slice(2, 4).map(({ type }) => type)).toEqual(['TrainingPlanSubmitted', 'LateSubmissionFlagged']);
    expect((await planning.get(delegate, plan)).body).toMatchObject({ status: 'submitted', late: true });
  });
});

describe('approval', () => {
  const reason = (approver: string) => `A training plan is approved by someone independent; the approver ${approver}.`;
  const selfApproval = (approver: string) => ({ status: 422, code: 'GRANT_SELF_APPROVAL', detail: reason(approver) });

  it('is not by the delegate, nor by whoever handed it in', async () => {
    const { personId, plan } = await submitted(() => lead.person);
    expect(await planning.refused(somebody('grant-officer', { person: personId }), `${plan}/approval`)).toEqual(selfApproval('is the person whose plan it is'));
    expect(await planning.refused(somebody('grant-officer', { person: lead.person }), `${plan}/approval`)).toEqual(selfApproval('handed it in'));
  });

  it('is not by someone who reports to them, through however many levels, and says how far that had been seen', async () => {
    const { organisationId, programmeId, personId, plan, stream } = await submitted();
    const [below, between] = [somebody('grant-officer'), randomUUID()];
    const reports = (from: string, to: string) => ReportingLineSet({ organisationId, personId: from, managerId: to, previousManagerId: null });
    await planning.record('reporting', organisationId, reports(below.person, between), reports(between, personId), reports(personId, officer.person));
    expect(await planning.refused(below, `${plan}/approval`)).toEqual(selfApproval('reports to the person who handed it in, through 2 levels'));

    expect((await planning.post(officer, `${plan}/approval`)).status).toBe(201);
    const approved = (await planning.recordedIn(stream)).at(-1)!;
    expect(approved.metadata.basis).toEqual([
      { stream: `programme-${programmeId}`, revision: '3' },
      { stream: `reporting-${organisationId}`, revision: '2' },
    ]);
    expect(await planning.refused(below, `${plan}/approval`)).toMatchObject({ code: 'GRANT_SELF_APPROVAL' });
    expect(await planning.refused(officer, `${plan}/approval`)).toMatchObject({ status: 422, code: 'TRAINING_PLAN_NOT_SUBMITTED' });
  });

  it('is for a plan that was handed in, by someone who may', async () => {
    const { plan, delegate } = await drafted();
    expect(await planning.refused(officer, `${plan}/approval`)).toEqual({
      ...{ status: 422, code: 'TRAINING_PLAN_NOT_SUBMITTED', detail: 'The training plan is draft, not submitted.' },
    });
    expect((await planning.refused(delegate, `${plan}/approval`)).status).toBe(403);
    expect((await planning.refused(officer, `/programmes/${randomUUID()}/training-plans/${randomUUID()}/approval`)).status).toBe(404);
  });
});
