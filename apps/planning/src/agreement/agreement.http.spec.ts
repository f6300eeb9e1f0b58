import { randomUUID } from 'node:crypto';
import { serve, somebody, type Served } from '@cairn/testing/service';
import { texts } from '../fixtures/pair.js';
import { lead, proposedPair, readyPair } from '../fixtures/served-pair.js';
import { planning } from '../planning.module.js';

let served: Served;
beforeAll(async () => {
  served = await serve(planning);
});
afterAll(() => served.close());

const sign = (path: string, who: typeof lead, version: number) => served.post(who, `${path}/parties/${who.person}/agreement/signature`, { version });
const versions = async (path: string) => (await served.get(lead, `${path}/agreement`)).body.items as { version: number; status: string; signedBy: string[] }[];

describe('a learning agreement', () => {
  it('is proposed, signed by everybody, amended, and replaced when the amendment is signed', async () => {
    const { path, practitioner, supporter } = await readyPair(served);
    await served.post(lead, `${path}/agreement/amendments`, { ...texts, groundRules: 'Phones off' });
    await sign(path, practitioner, 2);
    expect((await versions(path)).map(({ version, status }) => [version, status])).toEqual([
      [1, 'in-force'],
      [2, 'proposed'],
    ]);
    await sign(path, supporter, 2);
    expect((await versions(path)).map(({ version, status }) => [version, status])).toEqual([
      [1, 'replaced'],
      [2, 'in-force'],
    ]);
    expect((await served.get(lead, path)).body).toMatchObject({ agreementVersion: 2 });
    const read = await served.get(practitioner, `${path}/parties/${practitioner.person}/agreement`);
    expect(read.body.items[1]).toMatchObject({
      groundRules: 'Phones off',
      powerStatement: texts.powerStatement,
      signedBy: [practitioner.person, supporter.person],
    });
  });
  it('lists every gap', async () => {
    const { path } = await proposedPair(served);
    await served.refuses(() => served.post(lead, `${path}/agreement`, { ...texts, powerStatement: null }), {
      status: 422,
      code: 'AGREEMENT_IGNORES_POWER',
      detail: 'A learning agreement says how the imbalance of power and accountability between its parties is dealt with; this one has no such statement.',
    });
    await served.refuses(() => served.post(lead, `${path}/agreement`, { powerStatement: 'None', purpose: 'Growth', reviewOn: '2027-01-01' }), {
      status: 422,
      code: 'AGREEMENT_INCOMPLETE',
      detail: 'The learning agreement lacks 5 of its parts: boundaries, limits of confidentiality, ground rules, data sharing, how it ends.',
    });
  });
  it('is proposed once, and amended once there is one', async () => {
    const { path } = await proposedPair(served);
    await served.refuses(() => served.post(lead, `${path}/agreement/amendments`, texts), {
      ...{ status: 404, code: 'NOT_FOUND', detail: 'No learning agreement of this engagement.' },
    });
    await served.post(lead, `${path}/agreement`, texts);
    await served.refuses(() => served.post(lead, `${path}/agreement`, texts), {
      ...{ status: 422, code: 'AGREEMENT_ALREADY_PROPOSED', detail: 'This engagement has a learning agreement already; it can be amended.' },
    });
  });
  it('gates the start until everybody has signed', async () => {
    const { path, practitioner, supporter } = await proposedPair(served);
    for (const who of [practitioner, supporter]) await served.post(who, `${path}/parties/${who.person}/expectations`);
    await served.post(lead, `${path}/agreement`, texts);
    await sign(path, practitioner, 1);
    await served.refuses(() => served.post(lead, `${path}/start`), {
      ...{ status: 422, code: 'AGREEMENT_UNSIGNED_BY', detail: 'Version 1 of the learning agreement is not signed by: the supporter.' },
    });
  });
  it('declares an assessing role of a mentor only', async () => {
    const { path } = await proposedPair(served, { approach: 'specialist-coaching' });
    await served.refuses(() => served.post(lead, `${path}/agreement`, { ...texts, assessingRole: 'Signs off the portfolio' }), {
      status: 422,
      code: 'ASSESSING_ROLE_NOT_ALLOWED',
      detail: 'Only a mentor may have an assessing role, declared in the agreement; this is specialist-coaching.',
    });
  });
});

describe('a signature', () => {
  it('is one’s own, of the version that waits', async () => {
    const { path, practitioner, supporter } = await proposedPair(served);
    await served.post(lead, `${path}/agreement`, texts);
    await served.refuses(() => served.post(supporter, `${path}/parties/${practitioner.person}/agreement/signature`, { version: 1 }), {
      ...{ status: 403, code: 'ACTS_FOR_ANOTHER', detail: 'Only the person themself can do this.' },
    });
    await served.refuses(() => sign(path, somebody('supporter'), 1), {
      ...{ status: 422, code: 'NOT_A_SIGNATORY', detail: 'This person is no party to version 1 of the learning agreement.' },
    });
    await served.post(lead, `${path}/agreement/amendments`, texts);
    await served.refuses(() => sign(path, practitioner, 1), {
      ...{ status: 422, code: 'AGREEMENT_VERSION_CLOSED', detail: 'Version 1 does not wait for signatures; version 2 does.' },
    });
  });
});

describe('two who sign and amend at once', () => {
  it('lose no signature, and have one version in force at any time', async () => {
    for (let round = 0; round < 5; round++) {
      const { engagementId, path, practitioner, supporter } = await proposedPair(served);
      await served.post(lead, `${path}/agreement`, texts);
      const amend = () => served.post(supporter, `${path}/agreement/amendments`, texts);
      const race = await Promise.all([sign(path, practitioner, 1), sign(path, supporter, 1), amend(), sign(path, practitioner, 2), sign(path, supporter, 2)]);
      const accepted = [race[0], race[1], race[3], race[4]].filter(({ status }) => status === 201).length;
      const events = await served.recordedIn(`agreement-${engagementId}`);
      expect(events.filter(({ type }) => type === 'LearningAgreementSigned')).toHaveLength(accepted);
      expect((await versions(path)).filter(({ status }) => status === 'in-force').length).toBeLessThanOrEqual(1);
      for (const who of [practitioner, supporter]) await sign(path, who, 2);
      expect((await versions(path)).map(({ status }) => status)).toEqual([expect.stringMatching(/^(superseded|replaced)$/), 'in-force']);
    }
  });
});

describe('a sponsor', () => {
  it('signs a part of their own, and is shown no more than that', async () => {
    const { path, practitioner, supporter } = await proposedPair(served);
    const sponsor = somebody('sponsor');
    const three = { ...texts, sponsorId: sponsor.person, sponsorPart: 'Two hours a month' };
    await served.refuses(() => served.post(lead, `${path}/agreement`, { ...three, sponsorId: supporter.person }), {
      status: 422,
      code: 'SPONSOR_IS_A_PARTY',
      detail: 'The sponsor is a third party: nobody sponsors the engagement in which they support or are supported.',
    });
    await served.post(lead, `${path}/agreement`, three);
    for (const who of [practitioner, supporter]) await sign(path, who, 1);
    expect(await versions(path)).toMatchObject([{ status: 'proposed' }]);
    expect((await sign(path, sponsor, 1)).status).toBe(201);
    expect(await versions(path)).toMatchObject([{ status: 'in-force', signedBy: [practitioner.person, supporter.person, sponsor.person] }]);

    const [read] = (await served.get(sponsor, `${path}/parties/${sponsor.person}/agreement`)).body.items as object[];
    expect(read).toMatchObject({ purpose: texts.purpose, endTerms: texts.endTerms, sponsorPart: 'Two hours a month', reviewOn: texts.reviewOn });
    for (const hidden of ['boundaries', 'confidentialityLimits', 'groundRules', 'powerStatement', 'dataSharing']) expect(read).not.toHaveProperty(hidden);
    await served.refuses(() => served.get(sponsor, `${path}/parties/${practitioner.person}/agreement`), { status: 403, code: 'FORBIDDEN' });
    await served.refuses(() => served.get(lead, `${path}/parties/${practitioner.person}/agreement`), {
      ...{ status: 403, code: 'FORBIDDEN', detail: 'only a party reads what their learning agreement says' },
    });
  });
});

describe('the end', () => {
  it('takes a party, and no reason; a breach is told by a party', async () => {
    const { engagementId, path, practitioner, supporter } = await readyPair(served);
    await served.post(practitioner, `${path}/parties/${practitioner.person}/agreement/breach`, { breach: 'It was told on.' });
    const breaches = (who: typeof lead) => served.get(who, `${path}/parties/${who.person}/agreement/breaches`);
    expect((await breaches(supporter)).body.items).toMatchObject([{ version: 1, reportedBy: practitioner.person, breach: 'It was told on.' }]);
    await served.refuses(() => breaches(lead), { status: 403, code: 'FORBIDDEN', detail: 'only a party reads what their learning agreement says' });
    await served.post(supporter, `${path}/parties/${supporter.person}/agreement/end`);
    expect(await versions(path)).toMatchObject([{ status: 'ended' }]);
    expect((await served.recordedIn(`agreement-${engagementId}`)).slice(-2).map(({ type }) => type)).toEqual([
      ...['LearningAgreementBreachReported', 'LearningAgreementEnded'],
    ]);
    await served.refuses(() => sign(path, practitioner, 1), { status: 422, code: 'AGREEMENT_HAS_ENDED', detail: 'The learning agreement has ended.' });
    await served.refuses(() => served.get(lead, `/engagements/${randomUUID()}/agreement`), { status: 404, code: 'NOT_FOUND' });
  });
});
