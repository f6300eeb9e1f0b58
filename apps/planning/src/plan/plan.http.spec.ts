import { randomUUID } from 'node:crypto';
import { NeedIdentified, NeedsAssessmentCompleted, NeedWithdrawn } from '@cairn/contracts/assessment';
import { LearningAgreementTookEffect, ObjectiveSet } from '@cairn/contracts/planning';
import { serve, somebody, type Served } from '@cairn/testing/service';
import { agreementProposed, proposed } from '../fixtures/pair.js';
import { content, written as objectiveOfSpecs } from '../fixtures/plans.js';
import { lead, under } from '../fixtures/served-pair.js';
import { planning as service } from '../planning.module.js';

let planning: Served;
beforeAll(async () => {
  planning = await serve(service);
});
afterAll(() => planning.close());

const earlier = { 'cairn-occurred-at': '2025-11-03T10:00:00Z' };
const dueOn = '2099-12-18';
const objective = { ...objectiveOfSpecs, dueOn };
const benefit = 'Children play outside every day';
const context = { to: 'context', adaptation: 'Sessions take place outside' };
const tailoring = { preferences: ['Watches before trying'], accessNeeds: [], careerStage: 'second year', context: null, adaptations: [context] };

/** A need of the person, in an assessment that is completed unless the spec says what became of it. */
async function needOf(practitionerId: string, settingId: string, fate: 'completed' | 'open' | 'withdrawn' = 'completed') {
  const [assessmentId, needId] = [randomUUID(), randomUUID()];
  const identified = NeedIdentified({
    ...{ assessmentId, needId, practitionerId, settingId, statement: 'Leading outdoor play' },
    evidence: [{ kind: 'self-assessment', reference: 'a conversation' }],
    items: [{ frameworkId: randomUUID(), version: '1', code: 'N1' }],
  });
  const after = {
    open: [],
    withdrawn: [NeedWithdrawn({ assessmentId, needId, practitionerId, reason: 'Found twice' })],
    completed: [NeedsAssessmentCompleted({ assessmentId, practitionerId, settingId, needIds: [needId] })],
  };
  await planning.record('needsassessment', assessmentId, identified, ...after[fate]);
  return { needId, assessmentId };
}

/** Ben, who has a need, and Ana, who has drafted a plan with him; under a learning agreement where the spec needs one. */
async function drafted(changes: object = {}, { underAgreement = false } = {}) {
  const [ben, ana, engagementId, settingId] = [somebody('practitioner'), somebody('supporter'), randomUUID(), randomUUID()];
  const its = { engagementId, practitionerId: ben.person };
  await planning.record('engagement', engagementId, proposed({ ...its, supporterId: ana.person, settingId }));
  const effect = LearningAgreementTookEffect({ ...its, version: 1, replaces: null, reviewOn: '2099-12-01' });
  if (underAgreement) await planning.record('agreement', engagementId, agreementProposed(its), effect);
  const { needId, assessmentId } = await needOf(ben.person, settingId);
  const plans = `/people/${ben.person}/plans`;
  const draft = { engagementId, serviceUserBenefit: benefit, ...changes };
  const { planId, stream } = (await planning.post(ana, plans, draft)).body as { planId: string; stream: string };
  return { ben, ana, settingId, engagementId, needId, assessmentId, plans, planId, stream, plan: `${plans}/${planId}`, draft };
}
type Its = Awaited<ReturnType<typeof drafted>>;
let one: Promise<Its> | undefined;
/** A draft that is only asked what it refuses. */
const untouched = () => (one ??= drafted());

const set = async ({ ana, plan, needId }: Its, changes: object = {}) =>
  (await planning.post(ana, `${plan}/objectives`, { ...objective, needIds: [needId], ...changes })).body as { objectiveId: string };
const contentOf = async ({ ana, plan }: Its) => (await planning.get(ana, plan)).body.contentRevision as number;
async function agreed(its: Its) {
  const contentRevision = await contentOf(its);
  for (const party of [its.ana, its.ben]) await planning.post(party, `${its.plan}/agreement`, { contentRevision });
}
/** With one objective and one adaptation, agreed by both. */
async function ready(changes: object = {}) {
  const its = await drafted(changes);
  const { objectiveId } = await set(its);
  await planning.post(its.ana, `${its.plan}/tailoring`, tailoring);
  await agreed(its);
  return { ...its, objectiveId };
}
/** Agreed, under a learning agreement in force, but not yet tailored nor tied to anything. */
async function underAgreement(changes: object = {}) {
  const its = await drafted(changes, { underAgreement: true });
  const { objectiveId } = await set(its);
  return { ...its, objectiveId, activate: () => planning.post(its.ana, `${its.plan}/activation`) };
}
async function active() {
  const its = await underAgreement();
  await planning.post(its.ana, `${its.plan}/tailoring`, tailoring);
  await agreed(its);
  expect((await its.activate()).status).toBe(201);
  return its;
}
async function organisationObjective() {
  const body = { organisationId: randomUUID(), title: 'Every child plays outside', from: '2026-09-01' };
  return (await planning.post(lead, '/organisation-objectives', body)).body.organisationObjectiveId as string;
}

describe('drafting a plan', () => {
  it('says what those who are served will have of it', async () => {
    const { ana, ben, plans, planId, stream, settingId, engagementId, draft } = await drafted();
    const [event] = await planning.recordedIn(stream);
    expect(event).toMatchObject({
      ...{ type: 'PlanDrafted', data: { practitionerId: ben.person, supporterId: ana.person, settingId, engagementId, serviceUserBenefit: benefit } },
      metadata: { setting: settingId, subjects: [ben.person, ana.person] },
    });
    expect((await planning.get(ben, plans)).body).toMatchObject({ total: 1, items: [{ planId, status: 'draft' }] });
    await planning.refuses(() => planning.post(ana, plans, { ...draft, serviceUserBenefit: '  ' }), {
      ...{ status: 422, code: 'NO_SERVICE_USER_BENEFIT' },
      detail: 'A plan says what those whom the practitioner serves will have of it; the intended benefit is empty.',
    });
  });
  it('is the business of its two parties', async () => {
    const { ana, ben, plan, plans, draft, needId } = await drafted();
    const planOfOthers = { status: 403, code: 'PLAN_OF_OTHERS', detail: 'A plan is changed by its practitioner and its supporter, and by nobody else.' };
    await planning.refuses(() => planning.post(lead, plans, draft), planOfOthers);
    await planning.refuses(() => planning.post(somebody('supporter'), `${plan}/objectives`, { ...objective, needIds: [needId] }), planOfOthers);
    await planning.refuses(() => planning.post(somebody('supporter'), `${plan}/closure`, { reason: 'Not mine' }), planOfOthers);
    await planning.refuses(() => planning.post(somebody('practitioner'), `${plan}/agreement`, { contentRevision: 0 }), { status: 403, code: 'FORBIDDEN' });
    const another = `/people/${randomUUID()}/plans/${plan.split('/').at(-1)}`;
    await planning.refuses(() => planning.post(ana, `${another}/agreement`, { contentRevision: 0 }), {
      status: 404,
      code: 'NOT_FOUND',
      detail: 'No such plan of this person.',
    });
    expect((await planning.get(ana, another)).status).toBe(404);
    await planning.refuses(() => planning.post(ana, plans, { ...draft, templateId: randomUUID() }), {
      ...{ status: 404, code: 'NOT_FOUND', detail: 'No plan template with this id.' },
    });
    expect((await planning.post(ben, plans, draft)).status).toBe(201);
    await planning.refuses(() => planning.post(ben, plans, { ...draft, engagementId: randomUUID() }), {
      ...{ status: 404, code: 'NOT_FOUND', detail: 'No engagement with this id.' },
    });
    await planning.refuses(() => planning.post(ana, `/people/${ana.person}/plans`, draft), {
      ...{ status: 422, code: 'NOT_A_PARTY', detail: 'This person is no party to the engagement.' },
    });
  });
});

describe('an objective', () => {
  it('is kept with its needs, and how far their assessment had been seen', async () => {
    const its = await drafted();
    const { objectiveId } = await set(its);
    const event = (await planning.recordedIn(its.stream)).at(-1)!;
    expect(event).toMatchObject({ type: 'ObjectiveSet', data: { objectiveId, version: 1, needIds: [its.needId], dueOn } });
    expect(event.metadata.basis).toEqual([{ stream: `needsassessment-${its.assessmentId}`, revision: '1' }]);
  });
  it.each<[string, string, object]>([
    ['specific', 'no difference that it will make', { difference: null }],
    ['measurable', 'no baseline', { baseline: null }],
    ['measurable', 'the target equals the baseline, 3', { target: 3 }],
    ['achievable', 'no current level', { currentLevel: ' ' }],
    ['relevant', 'no personal or organisational reason', { personalReason: null, organisationalReason: null }],
    ['time-bound', 'no due date', { dueOn: null }],
  ])('that is not %s (%s) is refused by name', async (letter, lacks, changes) => {
    const { ana, plan, needId } = await untouched();
    const detail = `missing: ${letter} (${lacks})`;
    await planning.refuses(() => planning.post(ana, `${plan}/objectives`, { ...objective, needIds: [needId], ...changes }), {
      ...{ status: 422, code: 'OBJECTIVE_NOT_SMART', detail },
    });
  });
  it('lacks several letters at once, each with its field', async () => {
    const { ana, plan, needId } = await untouched();
    const vague = { statement: 'Be better at outdoor play', horizon: 'short-term', needIds: [needId] };
    await planning.refuses(() => planning.post(ana, `${plan}/objectives`, { ...objective, needIds: [needId], baseline: null, dueOn: null }), {
      ...{ status: 422, code: 'OBJECTIVE_NOT_SMART', detail: 'missing: measurable (no baseline), time-bound (no due date)' },
    });
    const { violations } = (await planning.post(ana, `${plan}/objectives`, vague)).body as { violations: { path: string }[] };
    const fields = ['difference', 'instrument', 'baseline', 'target', 'currentLevel', 'support', 'personalReason', 'dueOn'];
    expect(violations.map(({ path }) => path)).toEqual(fields);
  });
  it('is due in the future', async () => {
    const { ben, plan, needId } = await untouched();
    const late = somebody('practitioner', { person: ben.person, permissions: ['record-retrospectively'] });
    await planning.refuses(() => planning.post(late, `${plan}/objectives`, { ...objective, needIds: [needId], dueOn: '2025-11-02' }, earlier), {
      ...{ status: 422, code: 'OBJECTIVE_DATE_IN_PAST' },
      detail: 'The due date 2025-11-02 lies before 2025-11-03, the day on which the objective is set.',
    });
  });
  const derives = (why: string) =>
    `An objective derives from needs that a completed assessment has found for the same practitioner; 1 of 1 do not count: ${why}.`;
  it.each<[string, string, string, (its: Its) => Promise<string>]>([
    ['of another person', 'NEED_OF_ANOTHER_PERSON', 'it was found for another person', async (its) => (await needOf(randomUUID(), its.settingId)).needId],
    [
      'of an open assessment',
      'NEED_ASSESSMENT_OPEN',
      'its assessment is not completed',
      async (its) => (await needOf(its.ben.person, its.settingId, 'open')).needId,
    ],
    ['that was withdrawn', 'NEED_WITHDRAWN', 'it was withdrawn', async (its) => (await needOf(its.ben.person, its.settingId, 'withdrawn')).needId],
    ['that nobody has found', 'NEED_UNKNOWN', 'no assessment has found it', async () => randomUUID()],
  ])('does not derive from a need %s', async (_, violation, why, need) => {
    const its = await untouched();
    const needIds = [await need(its)];
    const ask = () => planning.post(its.ana, `${its.plan}/objectives`, { ...objective, needIds });
    await planning.refuses(ask, { status: 422, code: 'OBJECTIVE_NOT_DERIVED_FROM_NEED', detail: derives(why) });
    expect((await ask()).body.violations).toEqual([{ code: violation, detail: `A need does not count: ${why}.`, path: 'needIds' }]);
  });
  it('challenges, and is the practitioner’s as much as the organisation’s', async () => {
    const its = await drafted();
    await planning.warns(() => planning.post(its.ana, `${its.plan}/objectives`, { ...objective, needIds: [its.needId], organisationalReason: null }), {
      ...{ code: 'P2_ONE_SIDED_GOAL' },
      detail: "The objective gives 1 of 2 reasons: no organisational one. A goal attends to the person's priorities and to the organisation's.",
    });
    await planning.warns(() => planning.post(its.ana, `${its.plan}/objectives`, { ...objective, needIds: [its.needId], stretch: null }), {
      ...{ code: 'P2_NO_STRETCH', detail: 'The objective leads from 3 to 7, and does not say what the practitioner could not yet do alone.' },
    });
    const { items } = (await planning.get(its.ana, `/tasks?personId=${its.ben.person}`)).body;
    expect(items).toMatchObject([{ forPerson: its.ana.person }, { forPerson: its.ana.person }]);
  });
  it('is revised for a reason, and its first version stays beside it', async () => {
    const its = await ready();
    const path = `${its.plan}/objectives/${its.objectiveId}/revisions`;
    const revision = { ...objective, needIds: [its.needId], target: 6, reason: 'The room has changed' };
    expect((await planning.post(its.ben, path, revision)).status).toBe(201);
    const { objectives } = (await planning.get(its.ben, its.plan)).body;
    expect(objectives).toMatchObject([
      {
        objectiveId: its.objectiveId,
        versions: [
          { version: 1, measure: { target: 7 }, words: { statement: 'Lead outdoor play' }, reason: null },
          { version: 2, measure: { target: 6 }, reason: 'The room has changed', setBy: its.ben.person },
        ],
      },
    ]);
    const fresh = await drafted();
    const { objectiveId } = await set(fresh);
    await planning.refuses(() => planning.post(fresh.ana, `${fresh.plan}/objectives/${objectiveId}/revisions`, { ...revision, needIds: [fresh.needId] }), {
      ...{ status: 422, code: 'OBJECTIVE_NOT_AGREED' },
      detail: 'Version 1 of an objective is what both have agreed to; until then it is withdrawn and set anew, not revised.',
    });
  });
  it('is withdrawn once', async () => {
    const its = await ready();
    const withdraw = (objectiveId = its.objectiveId) =>
      planning.post(its.ana, `${its.plan}/objectives/${objectiveId}/withdrawal`, { reason: 'Reached before' });
    expect((await withdraw()).status).toBe(201);
    await planning.refuses(withdraw, { status: 422, code: 'OBJECTIVE_WITHDRAWN', detail: 'The objective was withdrawn.' });
    await planning.refuses(() => withdraw(randomUUID()), { status: 404, code: 'NOT_FOUND', detail: 'No such objective in this plan.' });
    expect((await planning.get(its.ana, its.plan)).body.objectives).toMatchObject([{ withdrawnFor: 'Reached before' }]);
  });
  it('is one of fifty at most', async () => {
    const its = await drafted();
    const ofPlan = { planId: its.planId, engagementId: its.engagementId, practitionerId: its.ben.person, settingId: its.settingId };
    await planning.record(
      'plan',
      its.planId,
      ...Array.from({ length: 50 }, () => ObjectiveSet({ ...ofPlan, ...content, objectiveId: randomUUID(), version: 1 })),
    );
    await planning.refuses(() => planning.post(its.ana, `${its.plan}/objectives`, { ...objective, needIds: [its.needId] }), {
      ...{ status: 422, code: 'TOO_MANY_OBJECTIVES', detail: 'The plan has 50 objectives; more than 50 are no plan.' },
    });
  });
});

describe('tailoring', () => {
  it('is recorded once, then revised for a reason', async () => {
    const { ana, plan } = await drafted();
    await planning.refuses(() => planning.post(ana, `${plan}/tailoring/revisions`, { ...tailoring, reason: 'Moved' }), {
      ...{ status: 422, code: 'TAILORING_NOT_RECORDED', detail: 'The plan has no tailoring record that could be revised.' },
    });
    expect((await planning.post(ana, `${plan}/tailoring`, tailoring)).status).toBe(201);
    await planning.refuses(() => planning.post(ana, `${plan}/tailoring`, tailoring), {
      ...{ status: 422, code: 'TAILORING_ALREADY_RECORDED', detail: 'The plan has a tailoring record; it is revised, with a reason.' },
    });
    await planning.post(ana, `${plan}/tailoring/revisions`, { ...tailoring, careerStage: 'third year', reason: 'A year later' });
    expect((await planning.get(ana, plan)).body).toMatchObject({ tailoring: { careerStage: 'third year' }, adaptedTo: ['context'] });
  });
  it('never goes by a type of learner', async () => {
    const { ana, plan } = await drafted();
    await planning.warns(() => planning.post(ana, `${plan}/tailoring`, { ...tailoring, preferences: ['VARK: visual', 'Short sessions'] }), {
      ...{ code: 'LEARNING_STYLE_NAMED' },
      detail: '1 text names a learning style. Teaching to a style does not help; what the practitioner prefers and needs does.',
    });
  });
  it('stands beside sources of support and adjustments', async () => {
    const { ana, ben, plan } = await drafted();
    await planning.post(ana, `${plan}/support-sources`, { kind: 'peer', source: 'Cleo next door' });
    const { adjustmentId } = (await planning.post(ben, `${plan}/adjustments`, { concerns: 'time', adjustment: 'Mornings' })).body;
    expect((await planning.get(ben, plan)).body).toMatchObject({
      ...{ supportSources: [{ kind: 'peer', source: 'Cleo next door' }], adjustments: [{ adjustmentId, concerns: 'time', adjustment: 'Mornings' }] },
    });
  });
});

describe('what a plan says', () => {
  it('is opened for its two parties, and for nobody else', async () => {
    const { ana, ben, plan } = await ready();
    for (const party of [ana, ben])
      expect((await planning.get(party, plan)).body).toMatchObject({
        ...{ serviceUserBenefit: benefit, tailoring, objectives: [{ versions: [{ words: { statement: 'Lead outdoor play' } }] }] },
      });
    for (const other of [lead, somebody('auditor'), somebody('supporter')])
      expect((await planning.get(other, plan)).body).toMatchObject({
        ...{ status: 'agreed', serviceUserBenefit: null, tailoring: null, objectives: [{ versions: [{ words: null, dueOn }] }] },
      });
    expect((await planning.get(somebody('practitioner'), plan)).status).toBe(403);
    expect((await planning.get(somebody('line-manager'), plan)).status).toBe(403);
  });
});

describe('agreeing', () => {
  it('is to what stands there', async () => {
    const its = await ready();
    const contentRevision = await contentOf(its);
    const agree = () => planning.post(its.ana, `${its.plan}/agreement`, { contentRevision });
    await planning.refuses(agree, { status: 422, code: 'PLAN_ALREADY_AGREED', detail: 'The supporter has agreed to the plan as it stands.' });
    await set(its);
    const { items } = (await planning.get(its.ana, `/plans?supporterId=${its.ana.person}`)).body;
    const blockedBy = ['the agreement of the practitioner', 'the agreement of the supporter', 'a learning agreement in force'];
    expect(items).toMatchObject([{ planId: its.planId, status: 'draft', objectives: { live: 2, nextDueOn: dueOn }, blockedBy }]);
    const detail = `The plan has changed: its content is of revision ${await contentOf(its)}, and revision ${contentRevision} was agreed to.`;
    await planning.refuses(agree, { status: 422, code: 'PLAN_CHANGED_SINCE', detail });
  });
});

describe('a plan becomes active', () => {
  const untailored = '0 adaptations recorded for career stage, context';

  it('when nothing is missing, and names its objectives as agreed', async () => {
    const its = await untouched();
    await planning.refuses(() => planning.post(its.ana, `${its.plan}/activation`), {
      ...{ status: 422, code: 'PLAN_NOT_READY' },
      detail: 'missing: an objective, the agreement of the practitioner, the agreement of the supporter, a learning agreement in force',
    });
    const { objectiveId, stream, engagementId, activate, plan, ana } = await active();
    const activated = (await planning.recordedIn(stream)).find(({ type }) => type === 'PlanActivated')!;
    expect(activated).toMatchObject({
      data: { objectives: [{ objectiveId, version: 1 }] },
      metadata: { policyVersion: expect.any(String), basis: [{ stream: `agreement-${engagementId}`, revision: '1' }] },
    });
    expect((await planning.get(ana, plan)).body).toMatchObject({ status: 'active', blockedBy: [] });
    await planning.refuses(activate, { status: 422, code: 'PLAN_UNDER_WAY', detail: 'The plan is active; it was agreed and activated before.' });
  });
  it('tailored, or with a warning where the organisation leaves that open', async () => {
    const its = await underAgreement();
    await agreed(its);
    await planning.refuses(its.activate, { status: 422, code: 'PLAN_NOT_TAILORED', detail: untailored });
    await under(planning, 'PLAN_NOT_TAILORED', 'warn', 'refuse', () => planning.warns(its.activate, { code: 'PLAN_NOT_TAILORED', detail: untailored }));
  });
  it('in words of its own, not its template’s', async () => {
    const words = { statement: objective.statement, difference: objective.difference, support: objective.support };
    const template = { title: 'Outdoor play', serviceUserBenefit: benefit, objectives: [words], adaptations: [context] };
    const { templateId } = (await planning.post(lead, '/plan-templates', template)).body;
    const its = await underAgreement({ templateId });
    await planning.post(its.ana, `${its.plan}/tailoring`, tailoring);
    await agreed(its);
    await planning.refuses(its.activate, {
      ...{ status: 422, code: 'PLAN_NOT_TAILORED' },
      detail: 'the intended benefit, 1 of 1 objectives, 1 of 1 adaptations are those of the template',
    });
  });
  it('aligned, or with a warning where the organisation leaves that open', async () => {
    const its = await underAgreement();
    await planning.post(its.ana, `${its.plan}/tailoring`, tailoring);
    await agreed(its);
    const detail = '1 of 1 objectives serve no objective of the organisation.';
    await under(planning, 'OBJECTIVE_NOT_ALIGNED', 'refuse', 'warn', async () => {
      await planning.refuses(its.activate, { status: 422, code: 'OBJECTIVE_NOT_ALIGNED', detail: '1 of 1 objectives serve no objective of the organisation.' });
    });
    await planning.warns(its.activate, { code: 'OBJECTIVE_NOT_ALIGNED', detail });
  });
  it.each([
    ['peer', { code: 'P7_PEER_ONLY', detail: 'The support network has 1 peer and 0 specialist sources.' }],
    ['specialist', { code: 'P7_SPECIALIST_ONLY', detail: 'The support network has 1 specialist and 0 peer sources.' }],
  ])('with a note on a network of one %s', async (kind, warning) => {
    const its = await underAgreement();
    await planning.post(its.ana, `${its.plan}/tailoring`, tailoring);
    await planning.post(its.ana, `${its.plan}/support-sources`, { kind, source: 'Cleo next door' });
    await agreed(its);
    await planning.warns(its.activate, warning);
  });
});

describe('the course of a plan', () => {
  it('pauses and goes on, and the lead may steer it', async () => {
    const { plan, ana } = await active();
    await planning.refuses(() => planning.post(ana, `${plan}/resumption`), {
      ...{ status: 422, code: 'PLAN_NOT_PAUSED', detail: 'The plan is active, not paused.' },
    });
    expect((await planning.post(lead, `${plan}/pause`, { reason: 'Leave' })).status).toBe(201);
    await planning.refuses(() => planning.post(ana, `${plan}/completion`), {
      ...{ status: 422, code: 'PLAN_NOT_ACTIVE', detail: 'The plan is paused, not active.' },
    });
    expect((await planning.post(ana, `${plan}/resumption`)).status).toBe(201);
  });
  it('ends, and from then on is corrected only', async () => {
    const { plan, ana, ben, stream } = await active();
    const correction = { corrects: 1, field: 'dueOn', from: '2099-12-18', to: '2099-12-11', reason: 'Typed wrongly' };
    await planning.refuses(() => planning.post(ana, `${plan}/corrections`, correction), {
      ...{ status: 422, code: 'PLAN_NOT_FINISHED', detail: 'The plan is active: it is changed, not corrected.' },
    });
    expect((await planning.post(ben, `${plan}/completion`)).status).toBe(201);
    const immutable = {
      ...{ status: 422, code: 'PLAN_COMPLETED_IMMUTABLE', detail: 'The plan is completed and no longer changes; record a correction instead.' },
    };
    await planning.refuses(() => planning.post(ana, `${plan}/tailoring/revisions`, { ...tailoring, reason: 'Late' }), immutable);
    await planning.refuses(() => planning.post(ana, `${plan}/agreement`, { contentRevision: 2 }), immutable);
    await planning.refuses(() => planning.post(lead, `${plan}/closure`, { reason: 'Late' }), immutable);

    expect((await planning.post(ana, `${plan}/corrections`, correction)).status).toBe(201);
    expect((await planning.get(ben, plan)).body).toMatchObject({
      ...{ status: 'completed', corrections: [correction], objectives: [{ versions: [{ dueOn: '2099-12-18' }] }] },
    });
    const { length } = await planning.recordedIn(stream);
    await planning.refuses(() => planning.post(ana, `${plan}/corrections`, { ...correction, corrects: 99 }), {
      ...{ status: 422, code: 'CORRECTED_EVENT_UNKNOWN', detail: `The plan has ${length} events, numbered from 0; there is no number 99.` },
    });
  });
  it('may end early', async () => {
    const { plan, ana } = await drafted();
    expect((await planning.post(ana, `${plan}/closure`, { reason: 'Ben has left' })).status).toBe(201);
    await planning.refuses(() => planning.post(ana, `${plan}/agreement`, { contentRevision: 0 }), {
      ...{ status: 422, code: 'PLAN_COMPLETED_IMMUTABLE', detail: 'The plan is closed early and no longer changes; record a correction instead.' },
    });
  });
});

describe('the golden thread', () => {
  it('leads from an objective to what the organisation wants', async () => {
    const its = await ready();
    const organisationObjectiveId = await organisationObjective();
    const align = (to = organisationObjectiveId, objectiveId = its.objectiveId) =>
      planning.post(its.ana, `${its.plan}/objectives/${objectiveId}/alignment`, { organisationObjectiveId: to });
    expect((await align()).status).toBe(201);
    expect((await planning.recordedIn(its.stream)).at(-1)!.metadata.basis).toEqual([
      { stream: `organisationobjective-${organisationObjectiveId}`, revision: '0' },
    ]);
    const serving = `/organisation-objectives/${organisationObjectiveId}/objectives`;
    expect((await planning.get(lead, serving)).body).toMatchObject({ title: 'Every child plays outside', total: 1, items: [{ planId: its.planId }] });

    const retire = () => planning.post(lead, `/organisation-objectives/${organisationObjectiveId}/retirement`, { reason: 'Achieved' }, earlier);
    expect((await retire()).status).toBe(201);
    await planning.refuses(retire, {
      status: 422,
      code: 'ORG_OBJECTIVE_ALREADY_RETIRED',
      detail: 'This objective of the organisation was retired on 2025-11-03.',
    });
    await planning.refuses(align, {
      ...{ status: 422, code: 'ORG_OBJECTIVE_RETIRED', detail: 'This objective of the organisation was retired on 2025-11-03; nothing new is tied to it.' },
    });
    await planning.refuses(() => align(randomUUID()), { status: 404, code: 'NOT_FOUND', detail: 'No objective of the organisation with this id.' });
    expect((await planning.get(lead, '/organisation-objectives')).body.items).toContainEqual(
      expect.objectContaining({ organisationObjectiveId, retiredOn: '2025-11-03' }),
    );
  });
  it('runs through a team plan that serves the same', async () => {
    const its = await ready();
    const organisationObjectiveId = await organisationObjective();
    const team = { settingId: its.settingId, managerId: randomUUID(), title: 'Outdoors', from: '2026-09-01', until: '2027-08-31' };
    const { teamPlanId } = (await planning.post(lead, '/team-plans', team)).body;
    const align = () => planning.post(its.ana, `${its.plan}/objectives/${its.objectiveId}/alignment`, { organisationObjectiveId, teamPlanId });
    await planning.refuses(align, {
      ...{ status: 422, code: 'TEAM_PLAN_NOT_LINKED', detail: 'The team plan serves 0 objectives of the organisation, and not this one.' },
    });
    await planning.post(lead, `/team-plans/${teamPlanId}/objectives`, { organisationObjectiveId });
    expect((await align()).status).toBe(201);
    const { body } = await planning.get(lead, `/organisation-objectives/${organisationObjectiveId}/objectives`);
    expect(body.items).toMatchObject([{ objectiveId: its.objectiveId, teamPlanId }]);
  });
  it('shows a sponsor figures over five people and more', async () => {
    const [many, few] = [await organisationObjective(), await organisationObjective()];
    for (const to of [many, many, many, many, many, few]) {
      const its = await drafted();
      const { objectiveId } = await set(its);
      await planning.post(its.ana, `${its.plan}/objectives/${objectiveId}/alignment`, { organisationObjectiveId: to });
    }
    const sponsor = somebody('sponsor');
    const { items } = (await planning.get(sponsor, '/golden-thread')).body as { items: { organisationObjectiveId: string | null }[] };
    const strand = (of: string) => items.find(({ organisationObjectiveId }) => organisationObjectiveId === of);
    expect(strand(many)).toEqual({ organisationObjectiveId: many, people: 5, objectives: 5, throughTeamPlans: 0 });
    expect(strand(few)).toEqual({ organisationObjectiveId: few, people: null, objectives: null, throughTeamPlans: null });
    expect((await planning.get(sponsor, `/organisation-objectives/${many}/objectives`)).status).toBe(403);
  });
});

describe('a template', () => {
  const template = {
    ...{ title: 'Outdoor play', serviceUserBenefit: benefit, adaptations: [] },
    objectives: [{ statement: objective.statement, difference: objective.difference, support: objective.support }],
  };
  it('is published by those who lead', async () => {
    const { templateId } = (await planning.post(lead, '/plan-templates', template)).body;
    expect((await planning.get(somebody('supporter'), `/plan-templates/${templateId}`)).body).toEqual({ templateId, ...template });
    expect((await planning.get(lead, '/plan-templates')).body.items).toContainEqual({ templateId, ...template });
    expect((await planning.post(somebody('supporter'), '/plan-templates', template)).status).toBe(403);
  });
  it('leaves its mark on what is copied from it', async () => {
    const { templateId } = (await planning.post(lead, '/plan-templates', template)).body;
    const its = await drafted({ templateId });
    await set(its);
    await set(its, { support: 'A visit' });
    const events = await planning.recordedIn(its.stream);
    expect(events.map(({ data }) => data)).toMatchObject([{ templateId, benefitFromTemplate: true }, { fromTemplate: true }, { fromTemplate: false }]);
  });
});
