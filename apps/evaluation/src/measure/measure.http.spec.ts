import { randomUUID } from 'node:crypto';
import { DelegateEnrolled } from '@cairn/contracts/planning';
import { serve, somebody, type Served, type Somebody } from '@cairn/testing/service';
import { evaluation } from '../evaluation.module.js';

const programmeId = randomUUID();
const before = { instrument: 'resilience questionnaire 1', occasion: 'before', score: 14, scale: { lowest: 6, highest: 30 } };
const after = { ...before, occasion: 'after', score: 19 };

let served: Served;
beforeAll(async () => {
  served = await serve(evaluation);
});
afterAll(() => served.close());

async function delegate(): Promise<Somebody> {
  const who = somebody('setting-leader');
  await served.record('programme', programmeId, DelegateEnrolled({ programmeId, groupId: randomUUID(), personId: who.person, settingId: randomUUID() }));
  return who;
}
const path = (who: Somebody, construct = 'resilience') => `/programmes/${programmeId}/people/${who.person}/constructs/${construct}/measurements`;
describe('measuring a construct', () => {
  it('records it, with the enrolment that the decision has seen', async () => {
    const who = await delegate();
    const answer = await served.post(who, path(who), before);
    const stream = `measure-${String(answer.body['measureId'])}`;
    expect(answer).toMatchObject({ status: 201, body: { stream, revision: '0' } });
    expect(await served.recordedIn(stream)).toMatchObject([
      {
        type: 'ConstructMeasured',
        data: { programmeId, personId: who.person, construct: 'resilience', ...before },
        metadata: { subjects: [who.person], basis: [{ stream: `programme-${programmeId}` }] },
      },
    ]);
  });
  it('meets its baseline in one stream', async () => {
    const who = await delegate();
    const { body } = await served.post(who, path(who), before);
    expect(await served.post(who, path(who), after)).toMatchObject({ status: 201, body: { stream: body['stream'], revision: '1' } });
  });
  it('is done once, however often it is sent with the same key', async () => {
    const who = await delegate();
    const send = () => served.post(who, path(who), before, { 'idempotency-key': 'questionnaire of monday' });
    const first = await send();
    await served.stores(0, async () => expect(await send()).toEqual(first));
  });

  it.each([
    ['somebody who was never a delegate', null, before, 'NOT_A_DELEGATE', 'This person has never been a delegate of this programme.'],
    ['a score off the scale', [], { ...before, score: 31 }, 'SCORE_OFF_SCALE', 'The score 31 is not on the scale from 6 to 30.'],
    ['an after without a before', [], after, 'NO_BASELINE', 'There is no measurement from before the programme to compare this one with.'],
    ['a second before', [before], before, 'ALREADY_MEASURED', 'This construct was measured before the programme already.'],
    ['another instrument', [before], { ...after, instrument: 'another' }, 'MEASURE_MISMATCH', expect.stringContaining('now "another" (6 to 30)')],
  ])('is refused for %s', async (_, earlier, body, code, detail) => {
    const who = earlier === null ? somebody('setting-leader') : await delegate();
    for (const measurement of earlier ?? []) await served.post(who, path(who), measurement);
    await served.refuses(() => served.post(who, path(who), body), { status: 422, code, detail });
  });

  it("is refused for somebody else's construct", async () => {
    const [who, other] = [await delegate(), somebody('setting-leader')];
    await served.refuses(() => served.post(other, path(who), before), { status: 403, code: 'FORBIDDEN' });
  });
  it('is refused for a delegate of another tenant', async () => {
    const who = await delegate();
    await served.refuses(() => served.post({ ...who, tenant: 'elsewhere' }, path(who), before), { status: 422, code: 'NOT_A_DELEGATE' });
  });
  it('is malformed with a field that nobody knows', async () => {
    const who = await delegate();
    await served.refuses(() => served.post(who, path(who), { ...before, personId: who.person }), { status: 400, code: 'MALFORMED_REQUEST' });
  });
  it('knows no construct that is not a word', async () => {
    const who = await delegate();
    await served.refuses(() => served.post(who, path(who, 'R2-D2'), before), { status: 404, code: 'NOT_FOUND' });
  });
});

describe('what became of a construct', () => {
  const ofProgramme = (who: Somebody, programme = programmeId) => served.get(who, `/programmes/${programme}/constructs/confidence`);
  const confidence = async (...scores: number[]) => {
    const who = await delegate();
    for (const [index, score] of scores.entries()) await served.post(who, path(who, 'confidence'), { ...(index ? after : before), score });
  };

  it('is told in figures over at least five people', async () => {
    await Promise.all([confidence(10, 16), confidence(12, 12), confidence(14, 12), confidence(16, 22)]);
    const of = (people: number) => ({ people, mean: null });
    expect(await ofProgramme(somebody('programme-lead'))).toEqual({
      status: 200,
      body: { construct: 'confidence', before: of(4), after: of(4), paired: { people: 4, meanChange: null, improved: null, unchanged: null, worse: null } },
    });
    await Promise.all([confidence(18, 18), confidence(20)]);
    expect((await ofProgramme(somebody('programme-lead'))).body).toEqual({
      construct: 'confidence',
      before: { people: 6, mean: 15 },
      after: { people: 5, mean: 16 },
      paired: { people: 5, meanChange: 2, improved: 2, unchanged: 2, worse: 1 },
    });
  });
  it('is nothing yet, where nobody has measured', async () => {
    const { body } = await ofProgramme(somebody('programme-lead'), randomUUID());
    expect(body).toMatchObject({ before: { people: 0, mean: null }, paired: { people: 0, improved: 0 } });
  });
  it('is not told to somebody without a right to figures', async () => {
    expect(await ofProgramme(somebody('practitioner'))).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
  });
});
