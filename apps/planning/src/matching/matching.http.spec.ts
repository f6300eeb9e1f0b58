import { randomUUID } from 'node:crypto';
import { PersonRegistered, ReportingLineSet } from '@cairn/contracts/directory';
import { SupporterProfilePublished } from '@cairn/contracts/planning';
import { serve, somebody, type Served } from '@cairn/testing/service';
import { chain, lead, registered } from '../fixtures/served-pair.js';
import { planning } from '../planning.module.js';

let served: Served;
beforeAll(async () => {
  served = await serve(planning);
});
afterAll(() => served.close());

const offer = { approaches: ['mentoring'], expertise: ['outdoor-play'], capacity: 3 };
const hold = (body: object) => served.post(lead, '/matching-rounds', body);
/** Only these two are wanted from a round. */
async function matched() {
  const practitioner = await registered(served, 'practitioner');
  const supporter = await registered(served, 'supporter');
  await served.post(supporter, `/supporters/${supporter.person}/profile`, offer);
  const organisationId = randomUUID() as string;
  const practitioners = [{ personId: practitioner.person, areas: ['outdoor-play'], preferred: [supporter.person] }];
  const { roundId } = (await hold({ organisationId, approach: 'mentoring', practitioners })).body as { roundId: string };
  const [match] = (await served.get(lead, `/matching-rounds/${roundId}`)).body.items as { matchId: string; supporterId: string }[];
  const { matchId } = match!;
  const answer = (who: typeof lead, what: 'acceptance' | 'refusal') =>
    served.post(who, `/matching-rounds/${roundId}/matches/${matchId}/parties/${who.person}/${what}`);
  const proposal = {
    ...{ organisationId, practitionerId: practitioner.person, supporterId: supporter.person, match: { roundId, matchId } },
    ...{ approach: 'mentoring', criteria: ['purpose'], rationale: 'A first post.', occasion: 'induction', focus: 'skills' },
  };
  return {
    practitioner,
    supporter,
    organisationId,
    roundId,
    matchId,
    match,
    answer,
    engage: (changes = {}) => served.post(lead, '/engagements', { ...proposal, ...changes }),
  };
}

describe('a match', () => {
  it('is proposed with reasons, accepted by both, and becomes an engagement', async () => {
    const { practitioner, supporter, answer, match, matchId, engage } = await matched();
    expect(match).toMatchObject({ supporterId: supporter.person, rank: 1, reasons: [{ reason: 'expertise', points: 40, of: 40 }, {}, {}, {}] });
    await served.refuses(engage, { status: 422, code: 'MATCH_NOT_ACCEPTED', detail: 'The match is not accepted by: the practitioner, the supporter.' });
    for (const who of [practitioner, supporter]) expect((await answer(who, 'acceptance')).status).toBe(201);
    await served.refuses(() => engage({ supporterId: randomUUID() }), {
      ...{ status: 422, code: 'MATCH_OF_OTHERS', detail: 'The match is of two others, or of another approach.' },
    });
    const { engagementId } = (await engage()).body as { engagementId: string };
    expect((await served.get(lead, `/engagements/${engagementId}`)).body).toMatchObject({ matchId, status: 'proposed' });
    expect((await served.get(practitioner, `/people/${practitioner.person}/matches`)).body).toMatchObject({
      ...{ total: 1, items: [{ acceptedBy: [practitioner.person, supporter.person], declinedBy: null }] },
    });
  });
  it('is declined without a reason, and then it is over', async () => {
    const { practitioner, supporter, answer, engage } = await matched();
    await answer(supporter, 'refusal');
    await served.refuses(() => answer(practitioner, 'acceptance'), { status: 422, code: 'MATCH_DECLINED', detail: 'The match was declined.' });
    await served.refuses(engage, { status: 422, code: 'MATCH_DECLINED', detail: 'The match was declined.' });
    await served.refuses(() => answer(somebody('supporter'), 'acceptance'), { status: 422, code: 'NOT_A_PARTY' });
  });
  it('is judged again when it becomes an engagement', async () => {
    const { practitioner, supporter, organisationId, answer, engage } = await matched();
    for (const who of [practitioner, supporter]) await answer(who, 'acceptance');
    await chain(served, organisationId, practitioner.person, supporter.person);
    await served.refuses(engage, {
      ...{ status: 422, code: 'SUPPORTER_IS_LINE_MANAGER', detail: 'The supporter manages the practitioner through 1 level.' },
    });
  });
  it('is held once for a round, and names each practitioner once', async () => {
    const key = { 'idempotency-key': 'one round' };
    const body = { organisationId: randomUUID(), approach: 'mentoring', practitioners: [{ personId: randomUUID() }] };
    const first = await served.post(lead, '/matching-rounds', body, key);
    await served.stores(0, async () => expect((await served.post(lead, '/matching-rounds', body, key)).body).toEqual(first.body));
    const twice = { ...body, practitioners: [...body.practitioners, ...body.practitioners] };
    await served.refuses(() => hold(twice), { status: 400, code: 'MALFORMED_REQUEST' });
    await served.refuses(() => served.post(lead, `/matching-rounds/${first.body.roundId}/matches/${randomUUID()}/parties/${lead.person}/acceptance`), {
      ...{ status: 404, code: 'NOT_FOUND', detail: 'No match with this id in this round.' },
    });
  });
});

describe('200 practitioners and 60 supporters', () => {
  it('are matched in one round, without a forbidden pair, the same way each time', async () => {
    const elsewhere = 'co-coaching' as const; // so that the supporters of the other specs offer something else
    const organisationId = randomUUID() as string;
    const settings = Array.from({ length: 20 }, () => randomUUID() as string);
    const people = Array.from({ length: 260 }, () => randomUUID() as string);
    const managerOf = (index: number) => people[Math.floor((index - 1) / 5)]!;
    await Promise.all(
      people.map((personId, index) => served.record('person', personId, PersonRegistered({ personId, settingId: settings[index % 20]!, name: 'Ben Ito' }))),
    );
    const lines = people.slice(1).map((personId, index) => ({ organisationId, personId, managerId: managerOf(index + 1), previousManagerId: null }));
    await served.record('reporting', organisationId, ...lines.map((line) => ReportingLineSet(line)));
    const supporters = people.slice(0, 60);
    await Promise.all(
      supporters.map((supporterId, index) =>
        served.record(
          'supporter',
          supporterId,
          SupporterProfilePublished({
            ...{ supporterId, settingId: settings[index % 20]!, approaches: [elsewhere], expertise: ['outdoor-play'], capacity: 4 },
            prefers: { areas: [], settingIds: [] },
          }),
        ),
      ),
    );
    const body = { organisationId, approach: elsewhere, practitioners: people.slice(60).map((personId) => ({ personId, areas: ['outdoor-play'] })) };
    await served.get(lead, '/supporters'); // everything that was recorded has been seen
    const began = performance.now();
    const { roundId } = (await hold(body)).body as { roundId: string };
    const seconds = (performance.now() - began) / 1000;
    process.stderr.write(`200 practitioners are matched with 60 supporters in ${seconds.toFixed(2)} s (budget 2 s)\n`);

    interface Proposal {
      readonly practitionerId: string;
      readonly supporterId: string;
      readonly reasons: readonly object[];
      readonly score: number;
    }
    const proposalsOf = async (round: string) => (await served.get(lead, `/matching-rounds/${round}?limit=500`)).body.items as Proposal[];
    const proposals = await proposalsOf(roundId);
    expect(proposals).toHaveLength(200);
    expect(proposals.every(({ reasons }) => reasons.length === 4)).toBe(true);
    const manager = new Map(lines.map(({ personId, managerId }) => [personId, managerId]));
    const climbs = (from: string, to: string): boolean => manager.get(from) === to || (manager.has(from) && climbs(manager.get(from)!, to));
    expect(proposals.filter(({ practitionerId, supporterId }) => practitionerId === supporterId || climbs(practitionerId, supporterId))).toEqual([]);
    const again = await proposalsOf((await hold(body)).body.roundId as string);
    const said = (all: Proposal[]) => all.map(({ practitionerId, supporterId, score }) => [practitionerId, supporterId, score]);
    expect(said(again)).toEqual(said(proposals));
  }, 60_000);
});
