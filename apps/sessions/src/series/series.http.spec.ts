import { randomUUID } from 'node:crypto';
import { DelegateEnrolled, DelegateWithdrew, GroupFormed } from '@cairn/contracts/planning';
import { serve, somebody, type Served } from '@cairn/testing/service';
import { sessions as service } from '../sessions.module.js';

let sessions: Served;
beforeAll(async () => {
  sessions = await serve(service);
});
afterAll(async () => {
  await sessions.close();
});

const facilitator = somebody('supporter');
const officer = somebody('grant-officer');
const auditor = somebody('auditor');
const next = { startsAt: '2019-05-13T09:00:00Z', minutes: 120, lengthReason: null };
const held = { heldAt: '2019-05-13T11:00:00Z', minutes: 120 };

/** A group of planning with so many delegates. */
async function formed(size = 2) {
  const [programmeId, groupId, settingId] = [randomUUID(), randomUUID(), randomUUID()] as string[] as [string, string, string];
  const people = Array.from({ length: size }, () => randomUUID() as string);
  const seats = people.map((personId) => DelegateEnrolled({ programmeId, groupId, personId, settingId }));
  const group = GroupFormed({ programmeId, groupId, name: 'Group 3', capacity: 6, sessions: 3, sessionMinutes: 120 });
  await sessions.record('programme', programmeId, group, ...seats);
  return { programmeId, groupId, people, path: `/groups/${groupId}/sessions`, stream: `series-${groupId}` };
}
const scheduled = async (path: string) => `${path}/${(await sessions.post(facilitator, path, next)).body.sessionId as string}`;
async function heldSession(size = 2) {
  const group = await formed(size);
  const session = await scheduled(group.path);
  await sessions.post(facilitator, `${session}/holding`, held);
  return { ...group, session };
}
const dataIn = async (stream: string, type: string) => (await sessions.recordedIn(stream)).filter((event) => event.type === type).map(({ data }) => data);

describe('sessions of a group', () => {
  it('are numbered as they are scheduled, and as many as the programme says', async () => {
    const { groupId, programmeId, path, stream } = await formed();
    const headers = { 'idempotency-key': randomUUID() };
    const first = await sessions.post(facilitator, path, next, headers);
    expect([first.status, first.body]).toMatchObject([201, { groupId, sessionId: expect.any(String), number: 1, stream, revision: '0' }]);
    expect((await sessions.post(facilitator, path, next, headers)).body).toEqual(first.body);
    expect((await sessions.post(facilitator, path, { ...next, minutes: 90, lengthReason: 'The hall closes early' })).body.number).toBe(2);
    expect((await sessions.post(facilitator, path, next)).body.number).toBe(3);
    expect(await sessions.refused(facilitator, path, next)).toEqual({
      ...{ status: 422, code: 'PROGRAMME_SESSION_LIMIT', detail: 'Group 3 has 3 of 3 sessions.' },
    });

    const [event] = await sessions.recordedIn(stream);
    expect(event).toMatchObject({
      data: { groupId, programmeId, number: 1, startsAt: '2019-05-13T09:00:00.000Z' },
      metadata: { basis: [{ stream: `programme-${programmeId}`, revision: '2' }] },
    });
    const { total, items } = (await sessions.get(auditor, path)).body;
    expect([total, items.map(({ number, minutes }: { number: number; minutes: number }) => [number, minutes])]).toEqual([
      3,
      [
        [1, 120],
        [2, 90],
        [3, 120],
      ],
    ]);
  });

  it('are as long as the programme says, unless there is a reason', async () => {
    const { path } = await formed();
    expect(await sessions.refused(facilitator, path, { ...next, minutes: 90 })).toEqual({
      ...{ status: 422, code: 'SESSION_LENGTH_MISMATCH', detail: 'A session of 90 minutes needs a reason: the programme has 120.' },
    });
  });

  it('never become four, however many are scheduled at once', async () => {
    const { path } = await formed();
    const answers = await Promise.all(Array.from({ length: 8 }, () => sessions.post(facilitator, path, next)));
    expect(answers.map(({ status, body }) => body.code ?? status).sort()).toEqual([201, 201, 201, ...Array(5).fill('PROGRAMME_SESSION_LIMIT')]);
  });

  it('are of a group that planning has formed, in this tenant', async () => {
    const { path } = await formed();
    const unknown = { status: 404, code: 'NOT_FOUND', detail: 'No group with this id.' };
    expect(await sessions.refused(facilitator, `/groups/${randomUUID()}/sessions`, next)).toEqual(unknown);
    expect(await sessions.refused({ ...facilitator, tenant: 'norwich' }, path, next)).toEqual(unknown);
    expect((await sessions.get({ ...facilitator, tenant: 'norwich' }, path)).status).toBe(404);
    expect((await sessions.refused(auditor, path, next)).status).toBe(403);
  });

  it('are held by whoever says so, once, and not in the future', async () => {
    const { path, stream } = await formed();
    const session = await scheduled(path);
    expect(await sessions.refused(facilitator, `${session}/holding`, { ...held, heldAt: '2999-01-01T00:00:00Z' })).toMatchObject({
      ...{ status: 422, code: 'NOT_YET_HAPPENED' },
    });
    expect((await sessions.post(facilitator, `${session}/holding`, { ...held, heldAt: '2019-05-13T12:00:00+01:00' })).status).toBe(201);
    expect(await dataIn(stream, 'GroupSessionHeld')).toMatchObject([{ facilitatorId: facilitator.person, heldAt: '2019-05-13T11:00:00.000Z', minutes: 120 }]);
    expect(await sessions.refused(facilitator, `${session}/holding`, held)).toEqual({
      ...{ status: 422, code: 'SESSION_ALREADY_HELD', detail: 'Session 1 was held before.' },
    });
    expect(await sessions.refused(facilitator, `${path}/${randomUUID()}/holding`, held)).toEqual({
      ...{ status: 404, code: 'NOT_FOUND', detail: 'No session with this id.' },
    });
  });
});

describe('attendance', () => {
  it('is recorded once for each delegate who was there', async () => {
    const { programmeId, groupId, people, session, stream } = await heldSession();
    const [ben, cal] = people as [string, string];
    expect((await sessions.post(facilitator, `${session}/attendance`, { present: [ben] })).status).toBe(201);
    const again = await sessions.post(facilitator, `${session}/attendance`, { present: [ben.toUpperCase(), cal] });
    expect([again.status, again.body.revision]).toEqual([201, '3']);
    expect((await sessions.post(facilitator, `${session}/attendance`, { present: people })).body.revision).toBe('3');
    expect(await dataIn(stream, 'AttendanceRecorded')).toMatchObject([{ personId: ben, number: 1, minutes: 120 }, { personId: cal }]);

    const { total, items } = (await sessions.get(auditor, `/programmes/${programmeId}/attendance`)).body;
    expect(total).toBe(2);
    expect(items).toContainEqual({ programmeId, groupId, personId: ben, attended: [1], waived: [], minutes: 120 });
  });

  it('is for delegates of the group, at a session that was held', async () => {
    const { groupId, people, path, session, programmeId } = await heldSession(3);
    const refused = (at: string, present: string[]) => sessions.refused(facilitator, `${at}/attendance`, { present });
    expect(await refused(session, [people[0]!, randomUUID()])).toEqual({
      ...{ status: 422, code: 'NOT_A_DELEGATE', detail: '1 of 2 people were no delegates of Group 3 then.' },
    });
    expect(await refused(await scheduled(path), people)).toEqual({ status: 422, code: 'SESSION_NOT_HELD', detail: 'Session 2 has not been held.' });
    expect((await refused(session, [])).status).toBe(400);

    const withdrawal = DelegateWithdrew({ programmeId, groupId, personId: people[2]!, reason: 'Moved to another setting' });
    await sessions.record('programme', programmeId, withdrawal);
    expect((await sessions.post(facilitator, `${session}/attendance`, { present: people })).status).toBe(201); // withdrew after it
  });

  it('that was wrong is put right, and the record keeps both', async () => {
    const { people, session, stream } = await heldSession();
    const correction = { personId: people[0], to: 'absent', reason: 'The sign-in sheet says otherwise' };
    const unchanged = { status: 422, code: 'ATTENDANCE_UNCHANGED' };
    expect(await sessions.refused(facilitator, `${session}/attendance-corrections`, correction)).toMatchObject(unchanged);
    await sessions.post(facilitator, `${session}/attendance`, { present: people });
    expect((await sessions.post(facilitator, `${session}/attendance-corrections`, correction)).status).toBe(201);
    expect(await dataIn(stream, 'AttendanceCorrected')).toMatchObject([{ ...correction, from: 'present', minutes: 120 }]);
    expect(await dataIn(stream, 'AttendanceRecorded')).toHaveLength(2);
    expect(await sessions.refused(facilitator, `${session}/attendance-corrections`, correction)).toEqual({
      ...unchanged,
      detail: 'This person is on record as absent at session 1 already.',
    });
  });
});

describe('a waiver', () => {
  it('excuses a delegate from a session, once, when someone who may approve says why', async () => {
    const { groupId, programmeId, people, stream } = await formed();
    const waiver = { personId: people[0], number: 2, reason: 'Jury service' };
    const waivers = `/groups/${groupId}/waivers`;
    expect((await sessions.refused(facilitator, waivers, waiver)).status).toBe(403);
    expect((await sessions.post(officer, waivers, waiver)).status).toBe(201);
    expect(await dataIn(stream, 'AttendanceWaived')).toEqual([{ ...waiver, groupId, programmeId, waivedBy: officer.person }]);
    expect(await sessions.refused(officer, waivers, waiver)).toMatchObject({ status: 422, code: 'ATTENDANCE_NOT_MISSED' });
    expect(await sessions.refused(officer, waivers, { ...waiver, number: 4 })).toEqual({
      ...{ status: 422, code: 'SESSION_NUMBER_UNKNOWN', detail: 'There is no session 4: the group has 3.' },
    });
    expect(await sessions.refused(officer, waivers, { ...waiver, personId: randomUUID() })).toMatchObject({ status: 422, code: 'NOT_A_DELEGATE' });
  });
});

it('every read model comes out the same when it is folded again from the first event', async () => {
  const admin = somebody('admin');
  for (const { name } of service.readModels)
    expect([name, (await sessions.post(admin, `/read-models/${name}/verify`)).body]).toMatchObject([name, { identical: true }]);
});
