import { randomUUID } from 'node:crypto';
import { PersonRegistered } from '@cairn/contracts/directory';
import { NeedsAssessmentCompleted } from '@cairn/contracts/assessment';
import { AttendanceRecorded, AttendanceWaived } from '@cairn/contracts/sessions';
import { serve, somebody, type Served } from '@cairn/testing/service';
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

/** A delegate whose plan is handed in, and the sessions that they attended. */
async function delegateWhoAttended(numbers: number[], figures: object = {}) {
  const [personId, settingId, needId, assessmentId] = Array.from({ length: 4 }, () => randomUUID() as string) as [string, string, string, string];
  await planning.record('person', personId, PersonRegistered({ personId, settingId, name: 'Ben Ito' }));
  await planning.record('needsassessment', assessmentId, NeedsAssessmentCompleted({ assessmentId, practitionerId: personId, settingId, needIds: [needId] }));
  const body = { organisationId: randomUUID(), title: 'Early years leadership', award: design.award, lateSubmission: 'flag', ...figures };
  const { programmeId } = (await planning.post(lead, '/programmes', body)).body;
  const { groupId } = (await planning.post(lead, `/programmes/${programmeId}/groups`, { name: 'Group 3' })).body;
  await planning.post(lead, `/programmes/${programmeId}/groups/${groupId}/delegates`, { personId });

  const plan = `/programmes/${programmeId}/training-plans/${personId}`;
  const delegate = somebody('setting-leader', { person: personId });
  const planId = (await planning.post(delegate, plan)).body.planId as string;
  const lineId = (await planning.post(delegate, `${plan}/lines`, { needId, training: 'Elklan level 3', pence: 12_500 })).body.lineId as string;
  await planning.post(delegate, `${plan}/submission`);

  const attended = (number: number) => AttendanceRecorded({ groupId, programmeId, sessionId: randomUUID(), number, personId, minutes: 120 });
  if (numbers.length > 0) await planning.record('series', groupId, ...numbers.map(attended));
  const grant = `/programmes/${programmeId}/grants/${personId}`;
  return { programmeId, groupId, personId, settingId, delegate, plan, planId, lineId, grant };
}
const approve = (plan: string) => planning.post(officer, `${plan}/approval`);

async function released(figures: object = {}) {
  const its = await delegateWhoAttended([1, 2, 3], figures);
  await approve(its.plan);
  const { stream } = (await planning.post(officer, `${its.grant}/release`)).body as { stream: string };
  return { ...its, stream };
}

describe('a grant', () => {
  it('is released for sessions 1 and 3, a waiver for session 2 and an approved plan, once', async () => {
    const { programmeId, groupId, personId, settingId, plan, planId, grant } = await delegateWhoAttended([1, 3]);
    const refused = () => planning.refused(officer, `${grant}/release`);
    expect(await refused()).toEqual({ status: 422, code: 'GRANT_SESSIONS_INCOMPLETE', detail: 'attended 2 of 3; session 2 missing, no waiver' });
    const waived = AttendanceWaived({ groupId, programmeId, number: 2, personId, waivedBy: randomUUID(), reason: 'Jury service' });
    await planning.record('series', groupId, waived);
    expect(await refused()).toEqual({ status: 422, code: 'GRANT_PLAN_NOT_APPROVED', detail: 'The training plan is submitted, not approved.' });
    await approve(plan);

    const { status, body } = await planning.post(officer, `${grant}/release`);
    expect(status).toBe(201);
    const [event] = await planning.recordedIn(body.stream);
    expect(event!.data).toEqual({
      ...{ grantId: body.grantId, programmeId, personId, planId, settingId, releasedBy: officer.person },
      ...{ award: design.award, attended: [1, 3], waived: [2] },
    });
    expect(event!.metadata.basis).toEqual([
      { stream: `programme-${programmeId}`, revision: '2' },
      { stream: `trainingplan-${planId}`, revision: '5' },
      { stream: `series-${groupId}`, revision: '2' },
    ]);
    expect(await refused()).toEqual({ status: 422, code: 'GRANT_ALREADY_RELEASED', detail: 'The grant was released before.' });
  });

  it('is released once to many who try at once', async () => {
    const { plan, grant } = await delegateWhoAttended([1, 2, 3]);
    await approve(plan);
    const answers = await Promise.all(Array.from({ length: 8 }, () => planning.post(officer, `${grant}/release`)));
    expect(answers.map(({ status, body }) => body.code ?? status).sort()).toEqual([201, ...Array(7).fill('GRANT_ALREADY_RELEASED')]);
  });

  it('is not released to a person who came to none, whoever they are', async () => {
    const { programmeId, grant } = await delegateWhoAttended([]);
    const none = { status: 422, code: 'GRANT_SESSIONS_INCOMPLETE', detail: 'attended 0 of 3; sessions 1, 2, 3 missing, no waiver' };
    expect(await planning.refused(officer, `${grant}/release`)).toEqual(none);
    expect(await planning.refused(officer, `/programmes/${programmeId}/grants/${randomUUID()}/release`)).toEqual(none);
  });

  it('is of a programme that exists, and released by a grant officer', async () => {
    const { grant, delegate } = await delegateWhoAttended([]);
    expect(await planning.refused(officer, `/programmes/${randomUUID()}/grants/${randomUUID()}/release`)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect((await planning.refused(delegate, `${grant}/release`)).status).toBe(403);
  });
});

describe('the money of a grant', () => {
  it('is spent on the plan and given back, never twice', async () => {
    const { programmeId, personId, delegate, grant, lineId } = await released();
    expect((await planning.post(delegate, `${grant}/spending`, { lineId, pence: 30_000 })).status).toBe(201);
    expect(await planning.refused(delegate, `${grant}/spending`, { lineId, pence: 20_001 })).toEqual({
      ...{ status: 422, code: 'GRANT_SPEND_EXCEEDS_AWARD' },
      detail: 'GBP 200.01 is more than the GBP 200.00 that are left of GBP 500.00.',
    });
    expect(await planning.refused(delegate, `${grant}/spending`, { lineId: randomUUID(), pence: 100 })).toEqual({
      ...{ status: 422, code: 'GRANT_SPEND_OFF_PLAN', detail: 'This line is none of the 1 of the approved plan.' },
    });
    expect(await planning.refused(delegate, `${grant}/returns`, { pence: 20_001, reason: 'Cheaper' })).toEqual({
      ...{ status: 422, code: 'GRANT_RETURN_EXCEEDS_BALANCE', detail: 'GBP 200.01 is more than the GBP 200.00 that are unspent.' },
    });
    expect((await planning.post(delegate, `${grant}/returns`, { pence: 20_000, reason: 'Cheaper' })).status).toBe(201);
    expect(await planning.refused(delegate, `${grant}/spending`, { lineId, pence: 1 })).toMatchObject({ code: 'GRANT_SPEND_EXCEEDS_AWARD' });

    const { total, items } = (await planning.get(officer, `/programmes/${programmeId}/grants`)).body;
    expect([total, items]).toMatchObject([1, [{ personId, award: design.award, spentPence: 30_000, returnedPence: 20_000, balancePence: 0 }]]);
  });

  it('spent off the plan is flagged where that is the policy', async () => {
    const { delegate, grant, stream } = await released({ offPlanSpend: 'flag' });
    await planning.warns(() => planning.post(delegate, `${grant}/spending`, { lineId: randomUUID(), pence: 100 }), {
      ...{ code: 'GRANT_SPEND_OFF_PLAN', detail: 'This line is none of the 1 of the approved plan.' },
    });
    expect((await planning.recordedIn(stream)).slice(0, 3).map(({ type }) => type)).toEqual(['GrantReleased', 'GrantSpendRecorded', 'OffPlanSpendFlagged']);
  });

  it('is there after the release', async () => {
    const { delegate, grant, lineId } = await delegateWhoAttended([]);
    expect(await planning.refused(delegate, `${grant}/spending`, { lineId, pence: 100 })).toEqual({
      ...{ status: 422, code: 'GRANT_NOT_RELEASED', detail: 'The grant has not been released.' },
    });
    expect(await planning.refused(delegate, `${grant}/returns`, { pence: 100, reason: 'Cheaper' })).toMatchObject({ status: 422, code: 'GRANT_NOT_RELEASED' });
  });
});

it('every read model comes out the same when it is folded again from the first event', async () => {
  const admin = somebody('admin');
  for (const { name } of service.readModels)
    expect([name, (await planning.post(admin, `/read-models/${name}/verify`)).body]).toMatchObject([name, { identical: true }]);
});
