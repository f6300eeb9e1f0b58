import { randomUUID } from 'node:crypto';
import { serve, somebody, type Served } from '@cairn/testing/service';
import { directory } from '../directory.module.js';

const admin = somebody('admin');

let served: Served;
beforeAll(async () => {
  served = await serve(directory);
});
afterAll(() => served.close());

const established = async () => String((await served.post(admin, '/organisations', { name: 'Harbour care group' })).body['organisationId']);
const report = (organisationId: string, personId: string, managerId: string) =>
  served.post(admin, `/organisations/${organisationId}/reporting-lines/${personId}`, { managerId });
const end = (organisationId: string, personId: string) =>
  served.post(admin, `/organisations/${organisationId}/reporting-lines/${personId}/end`, { reason: 'a new team' });

describe('a reporting line', () => {
  it('is set, changed and ended', async () => {
    const organisationId = await established();
    const [ana, ben, cal] = [randomUUID(), randomUUID(), randomUUID()];
    expect(await report(organisationId, ben, ana)).toMatchObject({ status: 201, body: { personId: ben, revision: '0' } });
    await report(organisationId, ben, cal);
    await end(organisationId, ben);
    const line = { organisationId, personId: ben };
    expect(await served.recordedIn(`reporting-${organisationId}`)).toMatchObject([
      {
        type: 'ReportingLineSet',
        data: { ...line, managerId: ana, previousManagerId: null },
        metadata: { subjects: [ben, ana], basis: [{ stream: `organisation-${organisationId}`, revision: '0' }] },
      },
      { type: 'ReportingLineSet', data: { ...line, managerId: cal, previousManagerId: ana } },
      { type: 'ReportingLineEnded', data: { ...line, managerId: cal, reason: 'a new team' } },
    ]);
  });
  it('is no news when it stands', async () => {
    const organisationId = await established();
    const [ana, ben] = [randomUUID(), randomUUID()];
    await report(organisationId, ben, ana);
    await served.stores(0, async () => expect(await report(organisationId, ben, ana)).toMatchObject({ status: 201, body: { revision: '0' } }));
  });

  it('never closes a circle', async () => {
    const organisationId = await established();
    const [ana, ben, cal] = [randomUUID(), randomUUID(), randomUUID()];
    await report(organisationId, ben, ana);
    await report(organisationId, cal, ben);
    const problem = { status: 422, code: 'REPORTING_CYCLE' };
    await served.refuses(() => report(organisationId, ana, ana), { ...problem, detail: 'Nobody reports to themselves.' });
    await served.refuses(() => report(organisationId, ana, cal), {
      ...problem,
      detail: 'This manager already reports to this person through 2 levels: the line would close a circle.',
    });
  });
  it('never closes a circle when two halves of it race', async () => {
    const organisationId = await established();
    const [ana, ben] = [randomUUID(), randomUUID()];
    const answers = await Promise.all([report(organisationId, ana, ben), report(organisationId, ben, ana)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    expect(await served.recordedIn(`reporting-${organisationId}`)).toHaveLength(1);
  });
  it('needs an organisation', async () => {
    const problem = { status: 404, code: 'NOT_FOUND', detail: 'No organisation with this id.' };
    await served.refuses(() => report(randomUUID(), randomUUID(), randomUUID()), problem);
  });
  it('ends only where it stands', async () => {
    const organisationId = await established();
    await served.refuses(() => end(organisationId, randomUUID()), { status: 404, code: 'NOT_FOUND', detail: 'No reporting line of a person with this id.' });
  });
});

describe('the reporting chain', () => {
  it('names everybody above, nearest first', async () => {
    const organisationId = await established();
    const [ana, ben, cal] = [randomUUID(), randomUUID(), randomUUID()];
    await report(organisationId, ben, ana);
    await report(organisationId, cal, ben);
    expect((await served.get(admin, `/people/${cal}/reporting-chain`)).body).toEqual({
      total: 2,
      items: [
        { organisationId, level: 1, personId: ben },
        { organisationId, level: 2, personId: ana },
      ],
    });
    expect((await served.get(admin, `/people/${ana}/reporting-chain`)).body).toEqual({ total: 0, items: [] });
  });
});
