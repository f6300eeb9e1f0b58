import { randomUUID } from 'node:crypto';
import { ExpertiseClaimed, PersonRegistered, PolicyChanged, RoleAssigned } from '@cairn/contracts/directory';
import { clock, serve, somebody, today as todayOf, type Served } from '@cairn/testing/service';
import { design } from './fixtures/ipswich.js';
import { planning } from './planning.module.js';

let served: Served;
/** By how many days the clock is ahead. */
let ahead = 0;
beforeAll(async () => {
  served = await serve(planning, undefined, () => new Date(clock().getTime() + ahead * day));
});
afterAll(() => served.close());

const lead = somebody('programme-lead');
const leader = somebody('setting-leader');
const auditor = somebody('auditor');
const day = 24 * 60 * 60 * 1000;
const today = (days = 0) => todayOf(ahead + days);
const made = async (path: string, body: object, id: string, who = leader) => String((await served.post(who, path, body)).body[id]);
const registered = async (settingId: string, ...skills: readonly string[]) => {
  const personId: string = randomUUID();
  await served.record('person', personId, PersonRegistered({ personId, settingId, name: 'Ben Ito' }));
  await served.record('profile', personId, ...skills.map((area) => ExpertiseClaimed({ personId, area })));
  return personId;
};
/** From now on, in this tenant. */
const decide = (
  policy: 'IMPROVEMENT_SELF_ADOPTED' | 'PROGRAMME_WITHOUT_SPONSOR' | 'OUTSIDE_SUBMISSION_WINDOW' | 'GRANT_SPEND_OFF_PLAN',
  from: string,
  to: string,
) => served.record('policy', 'd1ec7000-0000-4000-8000-000000000001', PolicyChanged({ policy, from, to, reason: 'the board met' }));

describe('a quality cycle', () => {
  const opened = async () => {
    const settingId: string = randomUUID();
    const cycleId = await made('/quality-cycles', { settingId, title: 'Arrivals' }, 'cycleId');
    const path = `/quality-cycles/${cycleId}`;
    const find = () => made(`${path}/self-evaluations`, { finding: 'Arrivals are loud.' }, 'findingId');
    const plan = (findingId: string) =>
      made(`${path}/actions`, { findingId, action: 'Try a quiet corner.', ownerId: randomUUID(), dueOn: '2026-06-30' }, 'actionId');
    return { cycleId, settingId, path, find, plan };
  };

  it('stands on the board from its self-evaluation to its closing', async () => {
    const { cycleId, settingId, path, find, plan } = await opened();
    const findingId = await find();
    const [one, two] = [await plan(findingId), await plan(findingId)];
    await served.post(leader, `${path}/actions/${one}/implementation`);
    await served.post(leader, `${path}/review`, { review: 'Arrivals are calmer.' });
    await served.refuses(() => served.post(leader, `${path}/closure`), {
      ...{
        status: 422,
        code: 'CYCLE_HAS_OPEN_ACTIONS',
        detail: '1 of 2 actions are open: each is carried out, carried forward or dropped before the cycle closes.',
      },
    });
    await served.post(leader, `${path}/actions/${two}/disposition`, { disposition: 'carried-forward', reason: 'the builders are late' });
    expect(await served.post(leader, `${path}/closure`)).toMatchObject({ status: 201, body: { cycleId } });
    const { items } = (await served.get(auditor, `/quality-cycles?settingId=${settingId}&phase=closed`)).body;
    expect(items).toMatchObject([
      { cycleId, phase: 'closed', openActions: 0, findings: [{ findingId }], actions: [{ status: 'implemented' }, { status: 'carried-forward' }] },
    ]);
    expect((await served.get(auditor, path)).body).toEqual(items[0]);
  });
  it('goes in order', async () => {
    const { path, find, plan } = await opened();
    await served.refuses(() => served.post(leader, `${path}/review`, { review: 'x' }), {
      ...{ status: 422, code: 'CYCLE_PHASE_OUT_OF_ORDER' },
      detail: 'The cycle is at self-evaluation, step 1 of 5: a review belongs to action-planning or implementation.',
    });
    const action = { findingId: randomUUID(), action: 'x', ownerId: randomUUID(), dueOn: '2026-06-30' };
    const findingId = await find();
    await served.refuses(() => served.post(leader, `${path}/actions`, action), {
      ...{ status: 422, code: 'CYCLE_FINDING_UNKNOWN', detail: 'This is none of the 1 findings of the cycle.' },
    });
    const actionId = await plan(findingId);
    await served.refuses(() => served.post(leader, `${path}/actions/${randomUUID()}/implementation`), {
      ...{ status: 422, code: 'CYCLE_ACTION_UNKNOWN', detail: 'This is none of the 1 actions of the cycle.' },
    });
    await served.post(leader, `${path}/actions/${actionId}/implementation`);
    await served.refuses(() => served.post(leader, `${path}/actions/${actionId}/implementation`), {
      ...{ status: 422, code: 'CYCLE_ACTION_SETTLED', detail: 'This action is implemented, no longer open.' },
    });
  });
  it('is not found where there is none, nor in another tenant', async () => {
    const { path } = await opened();
    const unknown = { status: 404, code: 'NOT_FOUND', detail: 'No quality cycle with this id.' };
    await served.refuses(() => served.post(leader, `/quality-cycles/${randomUUID()}/closure`), unknown);
    await served.refuses(() => served.get({ ...auditor, tenant: 'elsewhere' }, path), unknown);
  });
});

describe('an improvement', () => {
  const proposed = async () => {
    const settingId: string = randomUUID();
    const improvementId = await made('/improvements', { settingId, proposal: 'A quiet corner' }, 'improvementId');
    return { settingId, path: `/improvements/${improvementId}/adoption`, improvementId };
  };
  it('is proposed, adopted by somebody else, once, and listed', async () => {
    const { settingId, path, improvementId } = await proposed();
    expect((await served.post(lead, path)).status).toBe(201);
    await served.refuses(() => served.post(lead, path), { status: 422, code: 'IMPROVEMENT_ALREADY_ADOPTED', detail: 'This improvement was adopted before.' });
    expect((await served.get(auditor, `/improvements?settingId=${settingId}&status=adopted`)).body).toMatchObject({
      total: 1,
      items: [{ improvementId, proposal: 'A quiet corner', adoptedBy: lead.person }],
    });
    await served.refuses(() => served.post(lead, `/improvements/${randomUUID()}/adoption`), { status: 404, code: 'NOT_FOUND' });
  });
  it('adopted by its proposer alone is refused or warned of, as the organisation decides', async () => {
    const detail = 'The 1 person who would adopt this improvement is the one who proposed it.';
    const { path, improvementId } = await proposed();
    await served.refuses(() => served.post(leader, path), { status: 422, code: 'IMPROVEMENT_SELF_ADOPTED', detail });
    await decide('IMPROVEMENT_SELF_ADOPTED', 'refuse', 'warn');
    await served.warns(() => served.post(leader, path), { code: 'IMPROVEMENT_SELF_ADOPTED', detail });
    expect((await served.recordedIn(`improvement-${improvementId}`)).at(-1)!.metadata.policyVersion).toMatch(/^\d+$/);
  });
});

describe('a team plan', () => {
  const body = (settingId: string, until = '2026-12-31') => ({ settingId, managerId: leader.person, title: 'Team plan', from: '2026-01-01', until });
  it('says which skills are covered, by whom and by which plans', async () => {
    const settingId: string = randomUUID();
    const holder = await registered(settingId, 'early-language');
    const teamPlanId = await made('/team-plans', body(settingId), 'teamPlanId');
    const path = `/team-plans/${teamPlanId}`;
    await served.post(leader, `${path}/skills`, { skill: 'early-language', people: 2 });
    await served.warns(() => served.post(leader, `${path}/skills`, { skill: 'autism-support', people: 2 }), {
      ...{ code: 'TEAM_SKILL_UNCOVERED', detail: 'The team needs autism-support of 2 people, and has 0 who hold it and 0 plans for it.' },
    });
    const coverage = async () => (await served.get(auditor, `/team-plans/skills?teamPlanId=${teamPlanId}`)).body.items as object[];
    expect(await coverage()).toMatchObject([
      { skill: 'autism-support', people: 2, holders: [], planIds: [], covered: false },
      { skill: 'early-language', people: 2, holders: [holder], planIds: [], covered: true },
    ]);
    const planId = randomUUID();
    await served.post(leader, `${path}/skills/autism-support/plans`, { planId, practitionerId: holder });
    expect(await coverage()).toMatchObject([{ skill: 'autism-support', planIds: [planId], covered: true }, {}]);
    await served.refuses(() => served.post(leader, `${path}/skills`, { skill: 'early-language', people: 1 }), {
      ...{ status: 422, code: 'TEAM_SKILL_ALREADY_REQUIRED', detail: 'The team plan names early-language already.' },
    });
    await served.refuses(() => served.post(leader, `${path}/skills/maths/plans`, { planId, practitionerId: holder }), {
      ...{ status: 422, code: 'TEAM_SKILL_UNKNOWN', detail: 'This is none of the 2 skills of the team plan.' },
    });
  });
  it('reaches over at most a year', async () => {
    await served.refuses(() => served.post(leader, '/team-plans', body(randomUUID(), '2027-02-28')), {
      ...{ status: 422, code: 'TEAM_PLAN_HORIZON', detail: 'A team plan reaches over at most 12 months, and from 2026-01-01 to 2027-02-28 it is 14.' },
    });
    await served.refuses(() => served.post(leader, '/team-plans', body(randomUUID(), '2025-12-31')), {
      ...{ status: 422, code: 'TEAM_PLAN_ENDS_BEFORE_IT_BEGINS', detail: 'The team plan would begin on 2026-01-01 and end on 2025-12-31.' },
    });
  });
  it('serves objectives of the organisation', async () => {
    const teamPlanId = await made('/team-plans', body(randomUUID()), 'teamPlanId');
    const objective = { organisationId: randomUUID(), title: 'Every child talks', from: '2026-01-01', until: null };
    const organisationObjectiveId = await made('/organisation-objectives', objective, 'organisationObjectiveId', lead);
    const link = () => served.post(leader, `/team-plans/${teamPlanId}/objectives`, { organisationObjectiveId });
    expect(await link()).toMatchObject({ status: 201, body: { revision: '1' } });
    await served.stores(0, link);
    await served.refuses(() => served.post(leader, `/team-plans/${randomUUID()}/objectives`, { organisationObjectiveId }), { status: 404, code: 'NOT_FOUND' });
  });
});

describe('a programme', () => {
  const organisationId: string = randomUUID();
  const designed = () => made('/programmes', { organisationId, title: 'Early years leadership', award: design.award }, 'programmeId', lead);

  it('is launched with a sponsor, or it is refused or warned of, as the organisation decides', async () => {
    const programmeId = await designed();
    const detail = (sponsors: number) => `On ${today()} 0 of ${sponsors} sponsors of the programme are committed to it.`;
    await decide('PROGRAMME_WITHOUT_SPONSOR', 'warn', 'refuse');
    await served.refuses(() => served.post(lead, `/programmes/${programmeId}/launch`), { status: 422, code: 'PROGRAMME_WITHOUT_SPONSOR', detail: detail(0) });
    await decide('PROGRAMME_WITHOUT_SPONSOR', 'refuse', 'warn');
    await served.warns(() => served.post(lead, `/programmes/${programmeId}/launch`), { code: 'PROGRAMME_WITHOUT_SPONSOR', detail: detail(0) });

    const sponsored = await designed();
    const sponsor = { sponsorId: randomUUID(), hours: 20, budgetPence: 4_200_000, until: today(30) };
    await served.refuses(() => served.post(lead, `/programmes/${sponsored}/sponsors`, { ...sponsor, until: '2019-12-31' }), {
      ...{ status: 422, code: 'SPONSOR_COMMITMENT_ENDED', detail: `A commitment until 2019-12-31 is over: it is ${today()}.` },
    });
    expect((await served.post(lead, `/programmes/${sponsored}/sponsors`, sponsor)).status).toBe(201);
    expect((await served.post(lead, `/programmes/${sponsored}/communications`, { audience: 'managers', channel: 'network meeting' })).status).toBe(201);
    await served.stores(1, () => served.post(lead, `/programmes/${sponsored}/launch`));
  });
  it('has a sponsor whose commitment lapses when its last day is over', async () => {
    const programmeId = await designed();
    await served.post(lead, `/programmes/${programmeId}/sponsors`, { sponsorId: randomUUID(), hours: 20, budgetPence: 0, until: today(1) });
    ahead += 3;
    for (let types: string[] = []; !types.includes('SponsorCommitmentLapsed');)
      types = (await served.recordedIn(`programme-${programmeId}`)).map(({ type }) => type);
    await served.warns(() => served.post(lead, `/programmes/${programmeId}/launch`), {
      ...{ code: 'PROGRAMME_WITHOUT_SPONSOR', detail: `On ${today()} 0 of 1 sponsors of the programme are committed to it.` },
    });
  });
  it('is warned of while people who lead a setting are not invited', async () => {
    const [programmeId, settingId] = [await designed(), randomUUID()];
    const personId = await registered(settingId);
    await served.record('person', personId, RoleAssigned({ personId, role: 'setting-leader', settingId }));
    await served.warns(() => served.post(lead, `/programmes/${programmeId}/launch`), {
      ...{ code: 'COVERAGE_INCOMPLETE', detail: '1 of 1 eligible people had not been invited when the programme was launched.' },
    });
    const tasks = (await served.get(lead, `/tasks?status=open&code=COVERAGE_INCOMPLETE`)).body.items as { aboutId: string }[];
    expect(tasks.filter(({ aboutId }) => aboutId === programmeId)).toHaveLength(1);
  });
  it('is designed from a template, with what was chosen anew', async () => {
    const answer = await served.post(lead, '/programmes/from-template/ipswich-2019', { organisationId, groupCapacity: 4 });
    expect(answer.status).toBe(201);
    expect(await served.recordedIn(`programme-${String(answer.body.programmeId)}`)).toMatchObject([
      { type: 'ProgrammeDesigned', data: { sessionsPerGroup: 3, sessionMinutes: 120, groupCapacity: 4 } },
      { type: 'ProgrammeTemplateAdopted', data: { template: 'ipswich-2019', changed: ['groupCapacity'] } },
    ]);
    await served.refuses(() => served.post(lead, '/programmes/from-template/nowhere', { organisationId }), { status: 404, code: 'NOT_FOUND' });
  });
  it('follows on from another, never in a circle', async () => {
    const [first, second, third] = [await designed(), await designed(), await designed()];
    const link = (from: string, followOnId: string) => served.post(lead, `/programmes/${from}/follow-ons`, { followOnId });
    await link(first!, second!);
    await link(second!, third!);
    await served.refuses(() => link(third!, first!), {
      ...{ status: 422, code: 'LINEAGE_CYCLE', detail: 'This programme already follows on from the other, in 2 steps: the link would close a circle.' },
    });
    await served.refuses(() => link(first!, first!), { status: 422, code: 'LINEAGE_CYCLE', detail: 'No programme follows on from itself.' });
    expect((await served.get(auditor, `/programmes/${second!}/lineage`)).body).toEqual({ programmeId: second, followsOnFrom: [first], followedBy: [third] });
    const elsewhere = await made('/programmes', { organisationId: randomUUID(), title: 'Other', award: design.award }, 'programmeId', lead);
    await served.refuses(() => link(first!, elsewhere), {
      ...{
        status: 422,
        code: 'LINEAGE_ACROSS_ORGANISATIONS',
        detail: 'The 2 programmes belong to 2 organisations: a programme follows on from one of its own organisation.',
      },
    });
  });
});

it('every read model of the organisation side comes out the same when it is folded again', async () => {
  for (const name of ['quality-cycle-board', 'improvements', 'team-skill-coverage', 'skill-holders', 'programme-lineage', 'tasks'])
    expect([name, (await served.post(somebody('admin'), `/read-models/${name}/verify`)).body]).toMatchObject([name, { identical: true }]);
});
