import { randomUUID } from 'node:crypto';
import { serve, somebody, type Served } from '@cairn/testing/service';
import { directory } from '../directory.module.js';

const admin = somebody('admin');
const historian = somebody('admin', { permissions: ['record-retrospectively'] });

let served: Served;
beforeAll(async () => {
  served = await serve(directory);
});
afterAll(() => served.close());

/** So many people who are on record. */
const people = (count: number) =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const personId = randomUUID();
      await served.post(admin, `/people/${personId}`, { name: 'Somebody', settingId: null });
      return personId;
    }),
  ) as Promise<[string, string, string]>;
const established = async () => String((await served.post(admin, '/organisations', { name: 'Harbour care group' })).body['organisationId']);
const report = (organisationId: string, personId: string, managerId: string) =>
  served.post(admin, `/organisations/${organisationId}/reporting-lines/${personId}`, { managerId });
const end = (organisationId: string, personId: string) =>
  served.post(admin, `/organisations/${organisationId}/reporting-lines/${personId}/end`, { reason: 'a new team' });

describe('a reporting line', () => {
  it('is set, changed and ended', async () => {
    const organisationId = await established();
    const [ana, ben, cal] = await people(3);
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
    const [ana, ben] = await people(2);
    await report(organisationId, ben, ana);
    await served.stores(0, async () => expect(await report(organisationId, ben, ana)).toMatchObject({ status: 201, body: { revision: '0' } }));
  });

  it('never closes a circle', async () => {
    const organisationId = await established();
    const [ana, ben, cal] = await people(3);
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
    const [ana, ben] = await people(2);
    const answers = await Promise.all([report(organisationId, ana, ben), report(organisationId, ben, ana)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    expect(await served.recordedIn(`reporting-${organisationId}`)).toHaveLength(1);
  });
  it('needs an organisation, and people who are registered', async () => {
    const [ana, ben] = await people(2);
    await served.refuses(() => report(randomUUID(), ana, ben), { status: 404, code: 'NOT_FOUND', detail: 'No organisation with this id.' });
    const organisationId = await established();
    await served.refuses(() => report(organisationId, ana, randomUUID()), {
      status: 422,
      code: 'PERSON_UNKNOWN',
      detail: '1 of the 2 people named is not registered here.',
    });
  });
  it('ends only where it stands', async () => {
    const organisationId = await established();
    await served.refuses(() => end(organisationId, randomUUID()), { status: 404, code: 'NOT_FOUND', detail: 'No reporting line of a person with this id.' });
  });
});

describe('many reporting lines', () => {
  const all = (organisationId: string, lines: object[], headers = {}) =>
    served.post(historian, `/organisations/${organisationId}/reporting-lines`, { lines }, headers);

  it('are set by one command, all or none, and each that lies on a circle is named', async () => {
    const organisationId = await established();
    const [ana, ben, cal] = await people(3);
    const line = (personId: string, managerId: string) => ({ personId, managerId });
    const refused = {
      status: 422,
      code: 'REPORTING_CYCLE',
      detail: '3 of the 3 lines would close a circle: none of them was set.',
      violations: ['lines.0', 'lines.1', 'lines.2'].map((path) => expect.objectContaining({ code: 'REPORTING_CYCLE', path })),
    };
    await served.refuses(() => all(organisationId, [line(ben, ana), line(cal, ben), line(ana, cal)]), refused);
    await served.refuses(() => all(organisationId, [line(ben, ana), line(ben, cal)]), {
      status: 422,
      code: 'REPORTING_LINE_REPEATED',
      detail: 'Everybody has one line manager in an organisation: the 2 lines are those of 1 people.',
    });
    await served.refuses(() => all(organisationId, [line(ben, ana), line(cal, randomUUID())]), {
      status: 422,
      code: 'PERSON_UNKNOWN',
      detail: '1 of the 4 people named is not registered here.',
    });
    await served.stores(2, async () =>
      expect(await all(organisationId, [line(ben, ana), line(cal, ben)])).toMatchObject({ status: 201, body: { revision: '1' } }),
    );
  });
  it('are refused where they would meet a line that began later', async () => {
    const organisationId = await established();
    const [ana, ben] = await people(2);
    await all(organisationId, [{ personId: ben, managerId: ana }], { 'cairn-occurred-at': '2026-05-01T00:00:00Z' });
    const earlier = { 'cairn-occurred-at': '2026-03-01T00:00:00Z' };
    const path = `/organisations/${organisationId}/reporting-lines/${ana}`;
    await served.refuses(() => served.post(historian, path, { managerId: ben }, earlier), {
      status: 422,
      code: 'REPORTING_CYCLE',
      detail: 'This manager already reports to this person through 1 level from 2026-05-01T00:00:00.000Z on: the line would close a circle.',
    });
  });
});

describe('the reporting chain', () => {
  it('names everybody above, nearest first', async () => {
    const organisationId = await established();
    const [ana, ben, cal] = await people(3);
    await report(organisationId, ben, ana);
    await report(organisationId, cal, ben);
    expect((await served.get(admin, `/people/${cal}/reporting-chain`)).body).toEqual({
      total: 2,
      items: [
        { organisationId, level: 1, personId: ben, since: expect.any(String) },
        { organisationId, level: 2, personId: ana, since: expect.any(String) },
      ],
    });
    expect((await served.get(admin, `/people/${ana}/reporting-chain`)).body).toEqual({ total: 0, items: [] });
  });
});
