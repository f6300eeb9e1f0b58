import { randomUUID } from 'node:crypto';
import { serve, somebody, type Served } from '@cairn/testing/service';
import { lead, pairOf, proposedPair, readyPair, registered, chain, under } from '../fixtures/served-pair.js';
import { planning } from '../planning.module.js';

let served: Served;
beforeAll(async () => {
  served = await serve(planning);
});
afterAll(() => served.close());

const propose = (body: object) => served.post(lead, '/engagements', body);
const typesIn = async (stream: string) => (await served.recordedIn(stream)).map(({ type }) => type);

describe('the decision aid', () => {
  it('shows the approaches side by side, and the lists', async () => {
    const { body } = await served.get(somebody('practitioner'), '/approaches');
    expect(body.approaches).toEqual(['mentoring', 'specialist-coaching', 'co-coaching']);
    expect(body.criteria).toHaveLength(5);
    expect(body.criteria[0]).toMatchObject({ code: 'purpose', source: 'published', sides: { mentoring: expect.stringContaining('transition') } });
    expect([body.occasions.length, body.focuses.length, body.roles.length]).toEqual([9, 4, 11]);
  });
});

describe('an engagement', () => {
  it('is proposed, contracted, started and ended', async () => {
    const { engagementId, path, practitioner, supporter } = await readyPair(served);
    expect((await served.post(lead, `${path}/start`)).status).toBe(201);
    expect((await served.get(lead, path)).body).toMatchObject({
      ...{ status: 'started', approach: 'mentoring', occasion: 'promotion-and-development', focus: 'development', agreementVersion: 1 },
      ...{ confirmedBy: [practitioner.person, supporter.person], settingId: practitioner.settingId, conflictIds: [] },
    });
    expect((await served.get(practitioner, `/people/${practitioner.person}/engagements`)).body).toMatchObject({ total: 1, items: [{ engagementId }] });
    expect((await served.post(practitioner, `${path}/parties/${practitioner.person}/end`)).status).toBe(201);
    expect((await served.get(lead, `/engagements?practitionerId=${practitioner.person}&status=ended`)).body).toMatchObject({ total: 1 });
    expect(await typesIn(`engagement-${engagementId}`)).toEqual([
      ...['EngagementProposed', 'ApproachSelected', 'OccasionRecorded', 'EngagementFocusSet', 'ExpectationsConfirmed', 'ExpectationsConfirmed'],
      ...['EngagementStarted', 'EngagementEnded'],
    ]);
    await served.refuses(() => served.post(lead, `${path}/focus`, { focus: 'skills' }), {
      ...{ status: 422, code: 'ENGAGEMENT_HAS_ENDED', detail: 'The engagement has ended.' },
    });
  });
  it('is unknown until it is proposed', async () => {
    const path = `/engagements/${randomUUID()}`;
    await served.refuses(() => served.get(lead, path), { status: 404, code: 'NOT_FOUND' });
    await served.refuses(() => served.post(lead, `${path}/start`), { status: 404, code: 'NOT_FOUND', detail: 'No engagement with this id.' });
  });
  it('changes its approach, occasion, focus and roles', async () => {
    const { path } = await proposedPair(served);
    const change = { approach: 'specialist-coaching', criteria: ['supporter'], rationale: 'One skill is left.', reason: 'The post is settled.' };
    await served.post(lead, `${path}/approach`, change);
    await served.post(lead, `${path}/occasion`, { occasion: 'new-skills-or-tasks' });
    await served.post(lead, `${path}/focus`, { focus: 'skills' });
    await served.post(lead, `${path}/role-emphasis`, { roles: ['coach', 'enabler'] });
    expect((await served.get(lead, path)).body).toMatchObject({
      ...{ approach: 'specialist-coaching', occasion: 'new-skills-or-tasks', focus: 'skills', roles: ['enabler', 'coach'] },
    });
  });
  it('is for those who may', async () => {
    const { body, practitioner } = await pairOf(served);
    await served.refuses(() => served.post(practitioner, '/engagements', body), { status: 403, code: 'FORBIDDEN' });
    await served.refuses(() => served.get(practitioner, '/engagements'), { status: 403, code: 'FORBIDDEN' });
    await served.refuses(() => propose({ ...body, approach: 'hugging' }), { status: 400, code: 'MALFORMED_REQUEST' });
  });
});

describe('the approach', () => {
  it('is chosen for reasons that name a criterion', async () => {
    const { body } = await pairOf(served);
    await served.refuses(() => propose({ ...body, rationale: '' }), {
      status: 422,
      code: 'APPROACH_RATIONALE_REQUIRED',
      detail: 'Choosing mentoring takes a rationale that names at least 1 of the 5 criteria of the template; it is empty.',
    });
    await served.refuses(() => propose({ ...body, criteria: ['mood'] }), {
      status: 422,
      code: 'APPROACH_RATIONALE_REQUIRED',
      detail: 'Choosing mentoring takes a rationale that names at least 1 of the 5 criteria of the template; it names none.',
    });
    const { path } = await proposedPair(served);
    const change = { approach: 'co-coaching', criteria: ['purpose'], rationale: 'Both learn.' };
    await served.refuses(() => served.post(lead, `${path}/approach`, change), {
      status: 422,
      code: 'APPROACH_RATIONALE_REQUIRED',
      detail: 'Changing to co-coaching takes a rationale that names at least 1 of the 5 criteria of the template; there is no reason for the change.',
    });
  });
  it('serves an occasion, has a focus and agrees on roles, of their lists', async () => {
    const { path } = await proposedPair(served);
    await served.refuses(() => served.post(lead, `${path}/occasion`, { occasion: 'a whim' }), {
      status: 422,
      code: 'OCCASION_UNKNOWN',
      detail:
        'This is none of the 9 occasions: induction, managing-performance, new-skills-or-tasks, promotion-and-development, career-change, talent-management, redundancy-support, personal-change, organisational-change.',
    });
    await served.refuses(() => served.post(lead, `${path}/focus`, { focus: 'everything' }), {
      ...{ status: 422, code: 'FOCUS_UNKNOWN', detail: 'This is none of the 4 focuses: skills, performance, development, executive-agenda.' },
    });
    await served.refuses(() => served.post(lead, `${path}/role-emphasis`, { roles: ['boss'] }), {
      status: 422,
      code: 'ROLE_UNKNOWN',
      detail:
        'One of these is none of the 11 roles: role-model, enabler, teacher, encourager, counsellor, befriender, facilitator, coach, confidante, supporter, un-learner.',
    });
    await served.warns(() => served.post(lead, `${path}/role-emphasis`, { roles: ['counsellor'] }), {
      code: 'COUNSELLOR_BOUNDARY',
      detail: 'The supporter is to be a counsellor too: look at the boundary to counselling, and at where to signpost to.',
    });
  });
  it('of co-coaching makes everybody both, and wants a specialist source', async () => {
    const { body, practitioner, supporter } = await pairOf(served);
    const third = await registered(served, 'practitioner');
    const together = { ...body, approach: 'co-coaching', peerIds: [third.person] };
    await served.refuses(() => propose({ ...body, peerIds: [third.person] }), {
      ...{ status: 422, code: 'PEERS_ONLY_IN_CO_COACHING', detail: 'Only co-coaching has more than two members; there is 1 beyond the two.' },
    });
    const answer = await served.warns(() => propose(together), {
      code: 'CO_COACHING_WITHOUT_SPECIALIST_SOURCE',
      detail: 'The co-coaching of these 3 names no specialist source for the new knowledge.',
    });
    for (const { person } of [practitioner, supporter, third]) {
      expect((await served.get(lead, `/supporters/${person}`)).body).toMatchObject({ load: 1, capacity: null });
      expect((await served.get(lead, `/people/${person}/engagements`)).body.items).toMatchObject([{ engagementId: answer.body.engagementId }]);
    }
  });
});

describe('a pair', () => {
  it('is two people who are known', async () => {
    const { body } = await pairOf(served);
    await served.refuses(() => propose({ ...body, supporterId: body.practitionerId }), {
      ...{ status: 422, code: 'SELF_MATCH', detail: 'Nobody supports themselves: the parties of an engagement are different people.' },
    });
    await served.refuses(() => propose({ ...body, practitionerId: randomUUID() }), {
      ...{ status: 422, code: 'PERSON_UNKNOWN', detail: 'Nobody with this id works at a setting.' },
    });
  });
  it('is free of line management, at any depth', async () => {
    const { body, organisationId, practitioner, supporter } = await pairOf(served);
    await chain(served, organisationId, practitioner.person, randomUUID(), supporter.person);
    await served.refuses(() => propose(body), {
      ...{ status: 422, code: 'SUPPORTER_IS_LINE_MANAGER', detail: 'The supporter manages the practitioner through 2 levels.' },
    });
    await under(served, 'MANAGER_AS_COACH_CONFLICT', 'allow-with-declaration', 'forbid', async () => {
      const { body: answer } = await served.warns(() => propose(body), {
        ...{ code: 'SUPPORTER_IS_LINE_MANAGER', detail: 'The supporter manages the practitioner through 2 levels.' },
      });
      const [first] = await served.recordedIn(answer.stream);
      expect(first!.metadata).toMatchObject({ policyVersion: '0', basis: [{ stream: `reporting-${organisationId}`, revision: '1' }] });
    });
  });
  it('of a mentor and a practitioner spans two settings', async () => {
    const { body } = await pairOf(served, randomUUID());
    await served.warns(() => propose(body), { code: 'MENTOR_SAME_UNIT', detail: 'The mentor works at the same setting as the practitioner.' });
    await under(served, 'MENTOR_SAME_UNIT', 'refuse', 'warn', () =>
      served.refuses(() => propose(body), {
        ...{ status: 422, code: 'MENTOR_SAME_UNIT', detail: 'The mentor works at the same setting as the practitioner.' },
      }),
    );
  });
  it('matches in expertise', async () => {
    const { body, supporter } = await pairOf(served);
    await served.post(supporter, `/supporters/${supporter.person}/profile`, { approaches: ['mentoring'], expertise: ['outdoor-play'], capacity: 9 });
    const asked = { ...body, areas: ['outdoor-play', 'early-literacy'] };
    await served.warns(() => propose(asked), {
      ...{ code: 'MENTOR_EXPERTISE_GAP', detail: 'The supporter claims expertise in 1 of 2 areas; missing: early-literacy.' },
    });
    await under(served, 'MENTOR_EXPERTISE_GAP', 'refuse', 'warn', () =>
      served.refuses(() => propose(asked), {
        ...{ status: 422, code: 'MENTOR_EXPERTISE_GAP', detail: 'The supporter claims expertise in 1 of 2 areas; missing: early-literacy.' },
      }),
    );
  });
  it('stays within what the supporter can take on', async () => {
    const { body, supporter } = await pairOf(served);
    const profile = `/supporters/${supporter.person}/profile`;
    const offer = { approaches: ['mentoring'], expertise: [], capacity: 1 };
    await served.post(supporter, profile, offer);
    await served.stores(0, () => served.post(supporter, profile, offer));
    const { engagementId } = (await propose(body)).body;
    await served.refuses(() => propose(body), { status: 422, code: 'SUPPORTER_AT_CAPACITY', detail: 'The supporter has 1 of 1 engagements.' });
    await under(served, 'SUPPORTER_AT_CAPACITY', 'warn', 'refuse', () =>
      served.warns(() => propose(body), { code: 'SUPPORTER_AT_CAPACITY', detail: 'The supporter has 1 of 1 engagements.' }),
    );
    expect((await served.get(supporter, `/supporters/${supporter.person}`)).body).toMatchObject({ load: 2, capacity: 1 });
    await served.post(lead, `/engagements/${engagementId}/end`);
    expect((await served.get(lead, `/supporters/${supporter.person}`)).body.load).toBe(1);
    await served.refuses(() => served.post(somebody('supporter'), profile, offer), {
      ...{ status: 403, code: 'ACTS_FOR_ANOTHER', detail: 'Only the person themself can do this.' },
    });
  });
});

describe('the start', () => {
  it('waits for expectations and signatures', async () => {
    const { path, practitioner, supporter } = await proposedPair(served);
    const confirm = (who: typeof lead) => served.post(who, `${path}/parties/${who.person}/expectations`);
    const start = () => served.post(lead, `${path}/start`);
    await confirm(practitioner);
    await served.refuses(start, {
      ...{ status: 422, code: 'EXPECTATIONS_NOT_CONFIRMED', detail: 'Roles and expectations are not confirmed by: the supporter.' },
    });
    await served.refuses(() => confirm(somebody('supporter')), { status: 422, code: 'NOT_A_PARTY', detail: 'This person is no party to the engagement.' });
    await served.refuses(() => served.post(lead, `${path}/parties/${supporter.person}/expectations`), { status: 403, code: 'ACTS_FOR_ANOTHER' });
    await confirm(supporter);
    await served.refuses(start, { status: 422, code: 'NO_LEARNING_AGREEMENT', detail: 'No learning agreement is in force: none was proposed.' });
  });
  it('happens once', async () => {
    const { path } = await readyPair(served);
    await served.post(lead, `${path}/start`);
    await served.refuses(() => served.post(lead, `${path}/start`), {
      ...{ status: 422, code: 'ENGAGEMENT_ALREADY_STARTED', detail: 'The engagement has begun already.' },
    });
  });
});

describe('a record', () => {
  it('is filed, unless it is of supervision', async () => {
    const { path } = await proposedPair(served);
    expect((await served.post(lead, `${path}/records`, { kind: 'progress-note', reference: 'drawer 3' })).status).toBe(201);
    await served.refuses(() => served.post(lead, `${path}/records`, { kind: 'appraisal', reference: 'drawer 3' }), {
      status: 422,
      code: 'SUPERVISION_IS_NOT_COACHING',
      detail: 'A record of appraisal belongs to line management and is not filed with an engagement.',
    });
    await served.refuses(() => served.post(lead, `${path}/records`, { kind: 'poem', reference: 'drawer 3' }), {
      status: 422,
      code: 'RECORD_KIND_UNKNOWN',
      detail: 'This is none of the 4 kinds of record: contracting-note, progress-note, review-note, resource.',
    });
  });
});
