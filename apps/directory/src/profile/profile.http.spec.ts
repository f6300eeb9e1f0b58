import { randomUUID } from 'node:crypto';
import { serve, somebody, type Served } from '@cairn/testing/service';
import { directory } from '../directory.module.js';

const admin = somebody('admin');
const supporter = somebody('supporter');

let served: Served;
beforeAll(async () => {
  served = await serve(directory);
});
afterAll(() => served.close());

/** A practitioner who is on record, as they send requests themselves. */
async function registered() {
  const practitioner = somebody('practitioner');
  await served.post(admin, `/people/${practitioner.person}`, { name: 'Ben Hale', settingId: null });
  return { practitioner, path: `/people/${practitioner.person}` };
}
const nobody = () => `/people/${randomUUID()}`;
const unknown = { status: 404, code: 'NOT_FOUND', detail: 'No person with this id.' };

describe('what a person tells of themselves', () => {
  it('is told by the person, or for them by those who keep the directory', async () => {
    const { practitioner, path } = await registered();
    expect(await served.post(practitioner, `${path}/career-stage`, { careerStage: 'early-career' })).toMatchObject({ status: 201 });
    expect(await served.post(practitioner, `${path}/expertise`, { area: 'early-language' })).toMatchObject({ status: 201 });
    expect(await served.post(admin, `${path}/expertise`, { area: 'outdoor-play' })).toMatchObject({ status: 201 });
    expect(await served.post(practitioner, `${path}/expertise-withdrawals`, { area: 'early-language' })).toMatchObject({ status: 201 });
    expect((await served.get(practitioner, path)).body).toMatchObject({ careerStage: 'early-career', expertise: ['outdoor-play'] });
    expect(await served.post(practitioner, `${(await registered()).path}/expertise`, { area: 'x' })).toMatchObject({ status: 403 });
  });
  it('is withdrawn where it was claimed', async () => {
    const { practitioner, path } = await registered();
    await served.refuses(() => served.post(practitioner, `${path}/expertise-withdrawals`, { area: 'early-language' }), {
      status: 422,
      code: 'EXPERTISE_NOT_CLAIMED',
      detail: 'This is none of the 0 areas that this person claims.',
    });
    await served.refuses(() => served.post(admin, `${nobody()}/career-stage`, { careerStage: 'leading' }), unknown);
  });
  it('is never a type of learner without a word of warning', async () => {
    const { practitioner, path } = await registered();
    const said = { needs: 'rooms without steps', preferences: 'I am a visual learner' };
    await served.warns(() => served.post(practitioner, `${path}/access-needs`, said), {
      code: 'LEARNING_STYLE_LABEL',
      detail: '1 word names a type of learner. Teaching by such types is not known to help; what a person needs and prefers, in their own words, does.',
    });
    expect((await served.get(practitioner, `${path}/access-needs`)).body).toMatchObject({ ...said, personId: practitioner.person });
  });
});

describe('what a person tells in confidence', () => {
  const toSupporter = { purpose: 'performance-context', recipientId: supporter.person };
  const required = { status: 403, code: 'CONSENT_REQUIRED', detail: 'The person has not consented to this: performance-context.' };

  it('is read by a supporter with the consent of the person, and only while it stands', async () => {
    const { practitioner, path } = await registered();
    await served.post(practitioner, `${path}/performance-context`, { context: 'back after a long absence' });
    const read = () => served.get(supporter, `${path}/performance-context`);
    await served.refuses(read, required);
    expect(await served.post(practitioner, `${path}/consents`, toSupporter)).toMatchObject({ status: 201, body: { revision: '0' } });
    await served.stores(0, () => served.post(practitioner, `${path}/consents`, toSupporter));
    expect((await read()).body).toMatchObject({ total: 1, items: [{ personId: practitioner.person, context: 'back after a long absence' }] });
    await served.refuses(() => served.get(somebody('supporter'), `${path}/performance-context`), required);
    await served.post(practitioner, `${path}/consent-withdrawals`, toSupporter);
    await served.refuses(read, required);
    expect((await served.get(practitioner, `${path}/performance-context`)).body).toMatchObject({ total: 1 });
    expect(await served.get(somebody('line-manager'), `${path}/performance-context`)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
  });
  it('covers what is needed to take part', async () => {
    const { practitioner, path } = await registered();
    await served.post(practitioner, `${path}/access-needs`, { needs: 'a hearing loop', preferences: null });
    const read = () => served.get(supporter, `${path}/access-needs`);
    await served.refuses(read, { status: 403, code: 'CONSENT_REQUIRED', detail: 'The person has not consented to this: access-needs.' });
    await served.post(practitioner, `${path}/consents`, { purpose: 'access-needs', recipientId: null });
    expect((await read()).body).toMatchObject({ needs: 'a hearing loop', preferences: null });
  });
  it('is written by nobody else', async () => {
    const { path } = await registered();
    for (const who of [admin, supporter, somebody('programme-lead')]) {
      await served.refuses(() => served.post(who, `${path}/performance-context`, { context: 'x' }), { status: 403, code: 'FORBIDDEN' });
      await served.refuses(() => served.post(who, `${path}/consents`, toSupporter), { status: 403, code: 'FORBIDDEN' });
    }
  });
});

describe('the consent ledger', () => {
  it('keeps what was given and withdrawn, for the person and for those who watch over it', async () => {
    const { practitioner, path } = await registered();
    const quotation = { purpose: 'quotation', recipientId: null };
    await served.post(practitioner, `${path}/consents`, quotation);
    await served.post(practitioner, `${path}/consent-withdrawals`, quotation);
    const entry = { personId: practitioner.person, ...quotation, standing: false, history: [{ standing: true }, { standing: false }] };
    const text = 'Words of mine may be quoted in a story about a programme.';
    expect((await served.get(practitioner, `${path}/consents`)).body).toMatchObject({ total: 1, items: [{ ...entry, text }] });
    for (const role of ['dpo', 'auditor'])
      expect((await served.get(somebody(role), `/consents?personId=${practitioner.person}&purpose=quotation&standing=false`)).body).toMatchObject({
        items: [entry],
      });
    expect((await served.get(somebody('dpo'), `/consents?personId=${practitioner.person}&standing=true`)).body).toMatchObject({ total: 0 });
    expect(await served.get(somebody('programme-lead'), '/consents')).toMatchObject({ status: 403 });
  });
  it('is that of a person, and knows what was given', async () => {
    const { practitioner, path } = await registered();
    await served.refuses(() => served.post(practitioner, `${path}/consent-withdrawals`, { purpose: 'quotation', recipientId: null }), {
      status: 422,
      code: 'CONSENT_NOT_GIVEN',
      detail: 'This is none of the 0 consents that stand.',
    });
    const stranger = somebody('practitioner');
    await served.refuses(() => served.post(stranger, `/people/${stranger.person}/consents`, { purpose: 'quotation', recipientId: null }), unknown);
  });
});

describe('safeguarding training', () => {
  const training = { level: 'practice', completedOn: '2024-02-01', validUntil: '2026-02-01' };

  it('counts until its day, and the list says whose does not', async () => {
    const people = [await registered(), await registered(), await registered()];
    const [current, expired, none] = people.map(({ practitioner }) => practitioner.person);
    const answer = await served.post(admin, `/people/${current}/safeguarding-training`, training);
    await served.post(admin, `/people/${expired}/safeguarding-training`, training);
    const correction = { ...training, validUntil: '2028-02-01', reason: 'the certificate says four years' };
    await served.post(admin, `/people/${current}/safeguarding-training/${answer.body.trainingId}/corrections`, correction);
    expect((await served.recordedIn(`safeguardingtraining-${current}`))[1]).toMatchObject({
      type: 'SafeguardingTrainingCorrected',
      data: { personId: current, from: training, to: { ...training, validUntil: '2028-02-01' } },
    });
    // By the end of a day of which nobody knows yet who will have left.
    const items = (await served.get(admin, '/safeguarding-training?on=2027-01-01&limit=500')).body.items as { personId: string }[];
    const of = (personId: string | undefined) => items.find((item) => item.personId === personId);
    expect(of(current)).toMatchObject({ status: 'current', validUntil: '2028-02-01' });
    expect(of(expired)).toMatchObject({ status: 'expired', validUntil: '2026-02-01' });
    expect(of(none)).toMatchObject({ status: 'none', validUntil: null });
    expect((await served.get(admin, '/safeguarding-training?on=2027-01-01&status=expired')).body).toMatchObject({ total: 1, items: [{ personId: expired }] });
    expect((await served.get(people[0]!.practitioner, `/people/${current}/safeguarding-training`)).body).toMatchObject({ trainings: [{ level: 'practice' }] });
  });
  it('lies in the past, and counts from its day on', async () => {
    const { path } = await registered();
    const record = (more: object) => served.post(admin, `${path}/safeguarding-training`, { ...training, ...more });
    const historian = somebody('admin', { permissions: ['record-retrospectively'] });
    const tomorrow = { ...training, completedOn: '2024-03-02' };
    await served.refuses(() => served.post(historian, `${path}/safeguarding-training`, tomorrow, { 'cairn-occurred-at': '2024-03-01T09:00:00Z' }), {
      status: 422,
      code: 'NOT_YET_HAPPENED',
      detail: 'Training cannot have been completed on 2024-03-02: it is 2024-03-01.',
    });
    await served.refuses(() => record({ validUntil: '2024-01-31' }), {
      status: 422,
      code: 'TRAINING_VALIDITY_REVERSED',
      detail: 'Training completed on 2024-02-01 cannot count only until 2024-01-31.',
    });
    await served.refuses(() => served.post(admin, `${path}/safeguarding-training/${randomUUID()}/corrections`, { ...training, reason: 'x' }), {
      status: 404,
      code: 'NOT_FOUND',
      detail: 'No safeguarding training with this id.',
    });
    await served.refuses(() => served.post(admin, `${nobody()}/safeguarding-training`, training), unknown);
  });
});
