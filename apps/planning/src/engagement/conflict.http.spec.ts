import { randomUUID } from 'node:crypto';
import { PersonRegistered, ReportingLineSet } from '@cairn/contracts/directory';
import { serve, somebody, today, type Served } from '@cairn/testing/service';
import { texts } from '../fixtures/pair.js';
import { chain, lead, pairOf, proposedPair, readyPair, registered, trained, under, type ServedPair } from '../fixtures/served-pair.js';
import { planning } from '../planning.module.js';

let served: Served;
beforeAll(async () => {
  served = await serve(planning);
});
afterAll(() => served.close());

interface Conflict {
  readonly engagementId: string;
  readonly path: readonly string[];
  readonly since: string;
  readonly until: string | null;
}
const ofPair = async ({ path }: Pick<ServedPair, 'path'>) => (await served.get(lead, `${path}/conflicts`)).body.items as Conflict[];
const standing = async (organisationId: string, asOf?: string) =>
  (await served.get(lead, `/engagement-conflicts?organisationId=${organisationId}${asOf ? `&asOf=${asOf}` : ''}&limit=500`)).body.items as Conflict[];
/** What a process does in its own time is asked for until it is there. */
async function until(there: () => Promise<boolean>): Promise<void> {
  while (!(await there()));
}
const line = (organisationId: string, personId: string, managerId: string) =>
  ReportingLineSet({ organisationId, personId, managerId, previousManagerId: null });
const allow = (play: () => Promise<unknown>) => under(served, 'MANAGER_AS_COACH_CONFLICT', 'allow-with-declaration', 'forbid', play);

describe('a reporting line that changes', () => {
  it('flags the engagement from that day on, by which way, and tells when it is over', async () => {
    const pair = await readyPair(served);
    const { organisationId, practitioner, supporter, path } = pair;
    const between = randomUUID();
    await chain(served, organisationId, practitioner.person, between);
    await served.recordLate('2026-05-01T08:00:00.000Z', 'reporting', organisationId, line(organisationId, between, supporter.person));
    await until(async () => (await ofPair(pair)).length === 1);
    expect(await ofPair(pair)).toMatchObject([{ path: [between, supporter.person], levels: 2, since: '2026-05-01T08:00:00.000Z', until: null }]);
    expect(await standing(organisationId, '2026-04-30T23:59:59.000Z')).toEqual([]);
    expect((await served.get(lead, `${path}/clearance`)).body).toMatchObject({ clear: false, obstacles: [{ code: 'MANAGER_AS_COACH_CONFLICT' }] });
    await served.refuses(() => served.post(lead, `${path}/start`), {
      status: 422,
      code: 'MANAGER_AS_COACH_CONFLICT',
      detail: 'The supporter manages the practitioner through 2 levels, which the organisation forbids.',
    });

    await served.recordLate('2026-06-01T08:00:00.000Z', 'reporting', organisationId, line(organisationId, between, randomUUID()));
    await until(async () => (await standing(organisationId)).length === 0);
    expect(await ofPair(pair)).toMatchObject([{ since: '2026-05-01T08:00:00.000Z', until: '2026-06-01T08:00:00.000Z' }]);
    expect(await standing(organisationId, '2026-05-03T10:00:00Z')).toHaveLength(1);
    expect((await served.get(lead, `${path}/clearance`)).body).toMatchObject({ clear: true, obstacles: [] });
    expect((await served.get(lead, `/engagements/${randomUUID()}/conflicts`)).body).toMatchObject({ everInConflict: false, items: [] });
  });

  it('flags exactly the 3 of 40 engagements that a reorganisation puts in conflict', async () => {
    const organisationId = randomUUID() as string;
    const settingId = randomUUID();
    const people = Array.from({ length: 100 }, () => randomUUID() as string);
    for (const personId of people) await served.record('person', personId, PersonRegistered({ personId, settingId, name: 'Ben Ito' }));
    const [practitioners, supporters, heads] = [people.slice(0, 40), people.slice(40, 80), people.slice(80)];
    const of = await pairOf(served);
    const engagements = await Promise.all(
      practitioners.map(async (practitionerId, index) => {
        const body = { ...of.body, organisationId, practitionerId, supporterId: supporters[index]! };
        return (await served.post(lead, '/engagements', { ...body, approach: 'specialist-coaching' })).body.engagementId as string;
      }),
    );
    const before = practitioners.map((personId, index) => line(organisationId, personId, heads[index % 20]!));
    await served.recordLate('2026-01-05T08:00:00.000Z', 'reporting', organisationId, ...before);

    // Three heads come to report to a supporter of somebody below them; two more move without harm.
    const moved = [3, 11, 19].map((index) => line(organisationId, heads[index]!, supporters[index]!));
    const harmless = [0, 1].map((index) => line(organisationId, heads[index]!, randomUUID()));
    const began = performance.now();
    await served.recordLate('2026-05-01T08:00:00.000Z', 'reporting', organisationId, ...moved, ...harmless);
    await until(async () => (await standing(organisationId)).length >= 3);
    const seconds = (performance.now() - began) / 1000;
    process.stderr.write(`a reorganisation puts 3 of 40 engagements in conflict: flagged in ${seconds.toFixed(2)} s (budget 5 s)\n`);

    // Nothing of what the process had to look at is left when a later line has been followed.
    await served.record('reporting', organisationId, line(organisationId, practitioners[5]!, supporters[5]!));
    await until(async () => (await standing(organisationId)).length === 4);
    const flagged = await standing(organisationId, '2026-05-02T00:00:00Z');
    const expected = [3, 11, 19].map((index) => ({ engagementId: engagements[index]!, path: [heads[index]!, supporters[index]!], levels: 2, until: null }));
    expect(flagged.map(({ engagementId }) => engagementId).sort()).toEqual(expected.map(({ engagementId }) => engagementId).sort());
    expect(flagged).toEqual(expect.arrayContaining(expected.map((one) => expect.objectContaining(one))));
    expect(await standing(organisationId, '2026-04-30T08:00:00Z')).toEqual([]);
  }, 60_000);
});

describe('a manager who supports their own report', () => {
  /** Everything is ready but for the line of management between them. */
  async function managed() {
    const pair = await readyPair(served);
    await chain(served, pair.organisationId, pair.practitioner.person, pair.supporter.person);
    const two = { practitionerId: pair.practitioner.person, supporterId: pair.supporter.person };
    const declaration = { ...two, conflict: 'I manage him.', mitigations: 'Another appraises him.', reviewOn: '2098-12-31' };
    const declare = (changes: object = {}) => served.post(pair.supporter, `${pair.path}/conflict-declaration`, { ...declaration, ...changes });
    return { ...pair, declare, start: () => served.post(lead, `${pair.path}/start`) };
  }
  const consent = (path: string, who: typeof lead) => served.post(who, `${path}/parties/${who.person}/conflict-consent`);

  it('begins once all four parts are on record', () =>
    allow(async () => {
      const { path, practitioner, supporter, declare, start } = await managed();
      await served.refuses(start, {
        status: 422,
        code: 'MANAGER_AS_COACH_CONFLICT',
        detail:
          'The supporter manages the practitioner through 1 level; missing: the declared conflict and its mitigations, the practitioner’s consent, a review date, the programme lead’s approval.',
      });
      await served.refuses(() => consent(path, practitioner), {
        ...{ status: 422, code: 'CONFLICT_NOT_DECLARED', detail: 'No conflict is declared in this engagement.' },
      });
      await declare();
      await served.refuses(() => served.post(supporter, `${path}/conflict-approval`), {
        status: 422,
        code: 'CONFLICT_SELF_APPROVAL',
        detail: 'What is done about a conflict is approved and reviewed by a programme lead who is no party to it; this is no programme lead but a supporter.',
      });
      await served.post(lead, `${path}/conflict-approval`);
      await served.refuses(start, {
        status: 422,
        code: 'MANAGER_AS_COACH_CONFLICT',
        detail: 'The supporter manages the practitioner through 1 level; missing: the practitioner’s consent.',
      });
      await consent(path, practitioner);
      expect((await start()).status).toBe(201);
    }));

  it('does not meet when the review is overdue, until there was one', () =>
    allow(async () => {
      const { engagementId, path, practitioner, start, declare } = await managed();
      await served.refuses(() => declare({ reviewOn: '2020-01-01' }), { status: 422, code: 'CONFLICT_REVIEW_IN_PAST' });
      const said = { practitionerId: practitioner.person, supporterId: '', conflict: 'He reports to me.', mitigations: 'Another appraises him.' };
      const { supporterId } = (await served.get(lead, path)).body as { supporterId: string };
      await served.post(
        lead,
        `${path}/conflict-declaration`,
        { ...said, supporterId, reviewOn: '2026-03-01' },
        { 'cairn-occurred-at': '2026-02-01T09:00:00Z' },
      );
      await served.post(lead, `${path}/conflict-approval`);
      await consent(path, practitioner);
      // The day of the review was over before it was recorded: the deadline is due at once.
      await until(async () => (await served.recordedIn(`engagement-${engagementId}`)).some(({ type }) => type === 'ConflictReviewDue'));
      await served.refuses(start, {
        ...{ status: 422, code: 'CONFLICT_REVIEW_OVERDUE', detail: `The declared conflict was to be reviewed by 2026-03-01, and today is ${today()}.` },
      });
      await served.refuses(() => served.post(lead, `${path}/conflict-review`, { reviewOn: '2026-04-01' }), {
        ...{ status: 422, code: 'CONFLICT_REVIEW_IN_PAST', detail: `A review lies ahead; 2026-04-01 is not after ${today()}.` },
      });
      await served.post(lead, `${path}/conflict-review`, { reviewOn: '2098-12-31' });
      expect((await start()).status).toBe(201);
    }));
});

describe('safeguarding training', () => {
  it('is in date when an engagement starts', async () => {
    const pair = await proposedPair(served);
    const { path, practitioner, supporter } = pair;
    await served.post(lead, `${path}/agreement`, texts);
    for (const who of [practitioner, supporter]) {
      await served.post(who, `${path}/parties/${who.person}/expectations`);
      await served.post(who, `${path}/parties/${who.person}/agreement/signature`, { version: 1 });
    }
    const start = () => served.post(lead, `${path}/start`);
    await served.refuses(start, {
      ...{ status: 422, code: 'SAFEGUARDING_TRAINING_EXPIRED', detail: 'No safeguarding training of the supporter is on record.' },
    });
    expect((await served.get(lead, `${path}/clearance`)).body).toMatchObject({ clear: false, obstacles: [{ code: 'SAFEGUARDING_TRAINING_EXPIRED' }] });
    await trained(served, supporter.person, '2025-12-31');
    const on = { 'cairn-occurred-at': '2026-05-01T09:00:00Z' };
    await under(served, 'SAFEGUARDING_TRAINING_EXPIRED', 'warn', 'refuse', () =>
      served.warns(() => served.post(lead, `${path}/start`, {}, on), {
        code: 'SAFEGUARDING_TRAINING_EXPIRED',
        detail: 'The safeguarding training of the supporter counted until 2025-12-31, and today is 2026-05-01.',
      }),
    );
  });
});

it('is nobody else’s to see', async () => {
  const practitioner = await registered(served, 'practitioner');
  await served.refuses(() => served.get(practitioner, '/engagement-conflicts'), { status: 403, code: 'FORBIDDEN' });
  await served.refuses(() => served.get(somebody('analyst'), '/engagement-conflicts'), { status: 403, code: 'FORBIDDEN' });
});

describe('a conversation in the style of coaching', () => {
  it('is logged by a manager of one of their reports, and counts for nothing else', async () => {
    const { organisationId, practitioner } = await pairOf(served);
    const manager = somebody('line-manager');
    const path = `/people/${manager.person}/coaching-style-conversations`;
    const body = { organisationId, personId: practitioner.person, heldOn: '2026-06-01', topic: 'The next step' };
    await served.refuses(() => served.post(manager, path, body), {
      ...{ status: 422, code: 'NOT_THEIR_REPORT', detail: 'This person does not report to the manager, at any depth.' },
    });
    await chain(served, organisationId, practitioner.person, manager.person);
    await served.refuses(() => served.post(manager, path, { ...body, heldOn: '2099-01-01' }), {
      ...{ status: 422, code: 'NOT_YET_HAPPENED', detail: `2099-01-01 lies after today, ${today()}.` },
    });
    expect((await served.post(manager, path, body)).status).toBe(201);
    expect((await served.get(manager, path)).body).toMatchObject({ total: 1, items: [{ personId: practitioner.person, heldOn: '2026-06-01' }] });
    expect((await served.get(lead, `/people/${practitioner.person}/engagements`)).body).toEqual({ total: 0, items: [] });
    await served.refuses(() => served.post(somebody('line-manager'), path, body), { status: 403, code: 'FORBIDDEN' });
  });
});
