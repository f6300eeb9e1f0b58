import { randomUUID } from 'node:crypto';
import { PersonRegistered, RoleAssigned } from '@cairn/contracts/directory';
import { DelegateEnrolled, GroupFormed, ProgrammeDesigned } from '@cairn/contracts/planning';
import { clock, serve, somebody, type Served } from '@cairn/testing/service';
import { design, organisationId } from '../fixtures/ipswich.js';
import { planning as service } from '../planning.module.js';

let planning: Served;
let replica: Served;
/** By how much the clock of both is ahead, in milliseconds. */
let ahead = 0;
const now = () => new Date(clock().getTime() + ahead);
const day = 24 * 60 * 60 * 1000;
beforeAll(async () => {
  planning = await serve(service, undefined, now);
  replica = await serve(service, planning.databaseUrl, now);
});
afterAll(async () => {
  await replica.close();
  await planning.close();
});

const lead = somebody('programme-lead');
const auditor = somebody('auditor');
const settingId = randomUUID();
const body = { organisationId, title: 'Early years leadership', award: design.award };

const designed = async (figures: object = {}) => (await planning.post(lead, '/programmes', { ...body, ...figures })).body.programmeId as string;
const formed = async (programmeId: string, name: string) => (await planning.post(lead, `/programmes/${programmeId}/groups`, { name })).body.groupId as string;
const registered = async () => {
  const personId: string = randomUUID();
  await planning.record('person', personId, PersonRegistered({ personId, settingId, name: 'Ben Ito' }));
  return personId;
};
const typesIn = async (programmeId: string) => (await planning.recordedIn(`programme-${programmeId}`)).map(({ type }) => type);
const delegates = (programmeId: string, groupId: string) => `/programmes/${programmeId}/groups/${groupId}/delegates`;

describe('a programme', () => {
  it('is designed with the figures of Ipswich unless the organisation says otherwise', async () => {
    const { status, body: answer } = await planning.post(lead, '/programmes', body);
    expect([status, answer]).toEqual([
      201,
      { programmeId: answer.programmeId, stream: `programme-${answer.programmeId}`, revision: '0', position: await planning.position() },
    ]);
    const figures = { ...design, programmeId: answer.programmeId, lateSubmission: 'policy', offPlanSpend: 'policy' };
    expect((await planning.recordedIn(answer.stream)).map(({ data }) => data)).toEqual([figures]);
    expect((await planning.get(lead, `/programmes/${answer.programmeId}`)).body).toMatchObject({ ...figures, launched: false });
  });

  it('is designed once, however often the request is sent', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const [first, second] = await Promise.all([1, 2].map(() => planning.post(lead, '/programmes', body, headers)));
    expect(second!.body).toEqual(first!.body);
    expect(await typesIn(first!.body.programmeId)).toEqual(['ProgrammeDesigned']);
  });

  it('is listed', async () => {
    const title = `Listed ${randomUUID()}`;
    await designed({ title });
    const { total, items } = (await planning.get(auditor, '/programmes?limit=500')).body;
    expect(total).toBe(items.length);
    expect(items).toContainEqual(expect.objectContaining({ title }));
    expect((await planning.get(auditor, '/programmes?limit=501')).status).toBe(400);
  });

  it('is not found in another tenant, nor under an id that nobody has', async () => {
    const programmeId = await designed();
    const unknown = { status: 404, code: 'NOT_FOUND', detail: 'No programme with this id.' };
    expect(await planning.refused({ ...lead, tenant: 'norwich' }, `/programmes/${programmeId}/groups`, { name: 'Group 1' })).toEqual(unknown);
    expect(await planning.refused(lead, `/programmes/${randomUUID()}/launch`)).toEqual(unknown);
    const answers = [planning.get({ ...lead, tenant: 'norwich' }, `/programmes/${programmeId}`), planning.get(lead, `/programmes/${randomUUID()}/groups`)];
    for (const answer of await Promise.all(answers)) expect([answer.status, answer.body.detail]).toEqual([404, unknown.detail]);
  });

  it('takes what its body is asked for and nothing else', async () => {
    const { status, code } = await planning.refused(lead, '/programmes', { ...body, programmeId: randomUUID() });
    expect([status, code]).toEqual([400, 'MALFORMED_REQUEST']);
  });

  it('is not for an auditor to design', async () => expect((await planning.refused(auditor, '/programmes', body)).status).toBe(403));
});

describe('invitations and the launch', () => {
  it('count everyone who leads a setting, and name who was not invited', async () => {
    const [invited, overlooked] = [await registered(), await registered()];
    const leads = (personId: string) => planning.record('person', personId, RoleAssigned({ personId, role: 'setting-leader', settingId }));
    await Promise.all([invited, overlooked].map(leads));
    const programmeId = await designed();
    const invitations = `/programmes/${programmeId}/invitations`;

    expect((await planning.post(lead, invitations, { personId: invited, settingId })).status).toBe(201);
    expect(await planning.refused(lead, invitations, { personId: invited, settingId })).toEqual({
      ...{ status: 422, code: 'ALREADY_INVITED', detail: 'This person has an invitation already.' },
    });
    expect(await planning.refused(lead, `${invitations}/${overlooked}/acceptance`)).toEqual({
      ...{ status: 422, code: 'NOT_INVITED', detail: 'This person has no invitation.' },
    });
    const self = somebody('practitioner', { person: invited });
    expect((await planning.post(self, `${invitations}/${invited}/acceptance`)).status).toBe(201);
    expect(await planning.refused(self, `${invitations}/${invited}/refusal`, { reason: null })).toEqual({
      ...{ status: 422, code: 'INVITATION_ALREADY_ANSWERED', detail: 'The invitation was accepted before.' },
    });
    expect((await planning.refused(self, `${invitations}/${overlooked}/refusal`, { reason: null })).status).toBe(403);

    expect((await planning.post(lead, `/programmes/${programmeId}/launch`)).status).toBe(201);
    const events = await planning.recordedIn(`programme-${programmeId}`);
    expect(events.slice(-4, -2)).toMatchObject([
      { type: 'ProgrammeLaunched', data: { eligible: 2, invited: 1 } },
      { type: 'CoverageFoundIncomplete', data: { eligible: 2, invited: 1, uninvited: [overlooked] }, metadata: { subjects: [overlooked] } },
    ]);
    expect(await planning.refused(lead, `/programmes/${programmeId}/launch`)).toEqual({
      ...{ status: 422, code: 'PROGRAMME_ALREADY_LAUNCHED', detail: 'The programme was launched before.' },
    });
    expect((await planning.get(lead, `/programmes/${programmeId}`)).body).toMatchObject({ launched: true, invited: 1, accepted: 1, declined: 0 });
  });
});

describe('seats', () => {
  it('are for people whom directory knows at a setting', async () => {
    const programmeId = await designed();
    const groupId = await formed(programmeId, 'Group 1');
    expect(await planning.refused(lead, delegates(programmeId, groupId), { personId: randomUUID() })).toEqual({
      ...{ status: 422, code: 'PERSON_UNKNOWN', detail: 'Nobody with this id works at a setting.' },
    });
    expect(await planning.refused(lead, delegates(programmeId, randomUUID()), { personId: await registered() })).toEqual({
      ...{ status: 404, code: 'NOT_FOUND', detail: 'No group with this id.' },
    });
  });

  it('are one to a person, given up and taken again, whatever the case of the id', async () => {
    const programmeId = await designed();
    const [one, two] = [await formed(programmeId, 'Group 1'), await formed(programmeId, 'Group 2')];
    const personId = await registered();
    const enrol = (groupId: string, id = personId) => planning.post(lead, delegates(programmeId, groupId), { personId: id });

    expect((await enrol(one, personId.toUpperCase())).body).toMatchObject({ groupId: one, personId });
    expect(await planning.refused(lead, delegates(programmeId, two), { personId })).toEqual({
      ...{ status: 422, code: 'ALREADY_ENROLLED', detail: 'This person is a delegate of Group 1 already.' },
    });
    const withdrawal = `${delegates(programmeId, one)}/${personId}/withdrawal`;
    expect((await planning.post(lead, withdrawal, { reason: 'Moved to another setting' })).status).toBe(201);
    expect(await planning.refused(lead, withdrawal, { reason: 'Moved to another setting' })).toMatchObject({ status: 422, code: 'NOT_A_DELEGATE' });
    expect((await enrol(two)).status).toBe(201);

    const { total, items } = (await planning.get(lead, `/programmes/${programmeId}/groups`)).body;
    expect([total, items]).toMatchObject([
      2,
      [
        { name: 'Group 1', delegates: [] },
        { name: 'Group 2', delegates: [{ personId, settingId }] },
      ],
    ]);
  });

  it('number 42 in seven groups, taken at once; the 43rd is refused by each', async () => {
    const programmeId = await designed();
    const groups = await Promise.all([1, 2, 3, 4, 5, 6, 7].map((n) => formed(programmeId, `Group ${n}`)));
    const people = await Promise.all(Array.from({ length: 43 }, registered));
    const answers = await Promise.all(people.slice(0, 42).map((personId, n) => planning.post(lead, delegates(programmeId, groups[n % 7]!), { personId })));
    expect(answers.map(({ status }) => status)).toEqual(Array(42).fill(201));
    for (const [index, groupId] of groups.entries())
      expect(await planning.refused(lead, delegates(programmeId, groupId), { personId: people[42] })).toEqual({
        ...{ status: 422, code: 'GROUP_FULL', detail: `Group ${index + 1} has 6 of 6 delegates` },
      });
    expect((await planning.get(lead, `/programmes/${programmeId}`)).body).toMatchObject({ groups: 7, delegates: 42 });
  });

  it('go to one of two who race for the last, 50 times, on two replicas', async () => {
    const rivals = [await registered(), await registered()];
    const seated = Array.from({ length: 5 }, () => randomUUID());
    for (let round = 0; round < 50; round++) {
      const [programmeId, groupId] = [randomUUID(), randomUUID()];
      const group = { programmeId, groupId, name: 'Group 3', capacity: 6, sessions: 3, sessionMinutes: 120 };
      const enrolments = seated.map((personId) => DelegateEnrolled({ programmeId, groupId, personId, settingId }));
      await planning.record('programme', programmeId, ProgrammeDesigned({ ...design, programmeId }), GroupFormed(group), ...enrolments);

      const path = delegates(programmeId, groupId);
      const answers = await Promise.all([planning.post(lead, path, { personId: rivals[0] }), replica.post(lead, path, { personId: rivals[1] })]);
      const [won, lost] = answers.sort((a, b) => a.status - b.status);
      expect([won!.status, lost!.status, lost!.body.code, lost!.body.detail]).toEqual([201, 422, 'GROUP_FULL', 'Group 3 has 6 of 6 delegates']);
      expect((await typesIn(programmeId)).filter((type) => type === 'DelegateEnrolled')).toHaveLength(6);
    }
  });
});

describe('submission windows', () => {
  it('are opened and closed once a term, and end after they open', async () => {
    const programmeId = await designed();
    const [windows, closures] = [`/programmes/${programmeId}/submission-windows`, `/programmes/${programmeId}/submission-window-closures`];
    const autumn = { term: 'autumn 2019', opensOn: '2019-09-02', closesOn: '2019-12-20' };
    const early = { term: 'autumn 2019', closedOn: '2019-11-29' };
    const backwards = { code: 'SUBMISSION_WINDOW_ENDS_BEFORE_IT_OPENS', detail: 'The submission window would open on 2019-09-02 and end on 2019-09-01.' };
    await planning.refuses(() => planning.post(lead, windows, { ...autumn, closesOn: '2019-09-01' }), { status: 422, ...backwards });
    const unknown = { code: 'SUBMISSION_WINDOW_UNKNOWN', detail: 'There is no submission window for autumn 2019.' };
    await planning.refuses(() => planning.post(lead, closures, early), { status: 422, ...unknown });
    expect((await planning.post(lead, windows, autumn)).status).toBe(201);
    const exists = { code: 'SUBMISSION_WINDOW_EXISTS', detail: 'There is a submission window for autumn 2019 already.' };
    await planning.refuses(() => planning.post(lead, windows, autumn), { status: 422, ...exists });
    expect((await planning.post(lead, closures, early)).status).toBe(201);
    const closed = { code: 'SUBMISSION_WINDOW_ALREADY_CLOSED', detail: 'The submission window for autumn 2019 was closed before.' };
    await planning.refuses(() => planning.post(lead, closures, early), { status: 422, ...closed });
    expect((await planning.get(lead, `/programmes/${programmeId}`)).body.windows).toEqual([{ ...autumn, closedOn: '2019-11-29' }]);
  });

  it('close themselves when their last day is over, whoever of two replicas sees it', async () => {
    const programmeId = await designed();
    const opensOn = now().toISOString().slice(0, 10);
    const closesOn = new Date(now().getTime() + 30 * day).toISOString().slice(0, 10);
    const window = { term: 'this term', opensOn, closesOn };
    expect((await planning.post(lead, `/programmes/${programmeId}/submission-windows`, window)).status).toBe(201);
    const found = async () => (await planning.get(lead, `/programmes/${programmeId}`)).body.windows;
    expect(await found()).toEqual([{ ...window, closedOn: null }]);
    expect((await planning.get(auditor, '/read-models')).body.deadlines).toContainEqual(
      expect.objectContaining({ name: 'submission-window-ends', pending: 1, overdue: 0, refused: 0 }),
    );

    ahead = 32 * day;
    while ((await found())[0].closedOn === null);
    expect(await found()).toEqual([{ ...window, closedOn: closesOn }]);
    const { type, metadata } = (await planning.recordedIn(`programme-${programmeId}`)).at(-1)!;
    expect([type, metadata]).toMatchObject([
      'SubmissionWindowClosed',
      {
        actor: { person: 'deadline:submission-window-ends', role: 'process', onBehalfOf: lead.person },
        occurredAt: new Date(Date.parse(closesOn) + day).toISOString(),
      },
    ]);
    const closure = () => planning.post(lead, `/programmes/${programmeId}/submission-window-closures`, { term: 'this term', closedOn: closesOn });
    await planning.refuses(closure, { status: 422, code: 'SUBMISSION_WINDOW_ALREADY_CLOSED' });
    ahead = 0;
  });
});

it('every read model comes out the same when it is folded again from the first event', async () => {
  const admin = somebody('admin');
  for (const { name } of [...service.readModels, ...service.deadlines])
    expect([name, (await planning.post(admin, `/read-models/${name}/verify`)).body]).toMatchObject([name, { identical: true }]);
});
