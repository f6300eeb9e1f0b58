import { randomUUID } from 'node:crypto';
import { DelegateEnrolled, GrantReleased, GrantSpendRecorded, GroupFormed, InvitationSent, ProgrammeDesigned } from '@cairn/contracts/planning';
import { catalogue } from '@cairn/contracts';
import { AttendanceRecorded, GroupSessionHeld } from '@cairn/contracts/sessions';
import { serve, somebody, type Served } from '@cairn/testing/service';
import { history } from './history.module.js';

/** An event that planning keeps to itself: the chronicle shows it all the same. */
const TrainingPlanDrafted = catalogue['planning']!.internal.find(({ type }) => type === 'TrainingPlanDrafted')!;

const [programmeId, groupId, personId, settingId, sessionId, grantId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID(), randomUUID(), randomUUID()];
const award = { pence: 50_000, currency: 'GBP' } as const;
const minutes = 120;
const heldAt = '2019-05-13T08:30:00.000Z';
const lead = somebody('programme-lead');
const auditor = somebody('auditor');
const elsewhere = { ...auditor, tenant: 'elsewhere' };
const session = { groupId, programmeId, sessionId, number: 1 };

let served: Served;
beforeAll(async () => {
  served = await serve(history);
  const figures = { sessionsPerGroup: 3, sessionMinutes: minutes, groupCapacity: 6, award, lateSubmission: 'refuse', offPlanSpend: 'refuse' } as const;
  await served.recordLate(
    '2019-04-12T10:00:00.000Z',
    'programme',
    randomUUID(),
    ProgrammeDesigned({ programmeId, organisationId: randomUUID(), title: 'Resilient leaders', ...figures }),
    InvitationSent({ programmeId, personId, settingId }),
    GroupFormed({ programmeId, groupId, name: 'Group 1', capacity: 6, sessions: 3, sessionMinutes: minutes }),
    DelegateEnrolled({ programmeId, groupId, personId, settingId }),
  );
  await served.recordLate(
    heldAt,
    'series',
    randomUUID(),
    GroupSessionHeld({ ...session, facilitatorId: randomUUID(), minutes, heldAt }),
    AttendanceRecorded({ ...session, personId, minutes }),
  );
  await served.recordLate(
    '2019-09-16T18:00:00.000Z',
    'trainingplan',
    randomUUID(),
    TrainingPlanDrafted({ planId: randomUUID(), programmeId, personId, settingId }),
  );
  const grant = { grantId, programmeId, personId };
  await served.recordLate(
    '2019-11-11T15:00:00.000Z',
    'grant',
    randomUUID(),
    GrantReleased({ ...grant, planId: randomUUID(), settingId, releasedBy: randomUUID(), award, attended: [1], waived: [2, 3] }),
    GrantSpendRecorded({ ...grant, spendId: randomUUID(), lineId: randomUUID(), pence: 30_000 }),
  );
});
afterAll(() => served?.close());

describe('the progress of a programme', () => {
  const path = `/programmes/${programmeId}/progress`;

  it('is told in the figures that a programme lead reports', async () =>
    expect(await served.get(lead, path)).toEqual({
      status: 200,
      body: {
        ...{
          programmeId,
          title: 'Resilient leaders',
          invited: 1,
          accepted: 0,
          groups: 1,
          largestGroup: 1,
          delegates: 1,
          groupSessions: 1,
          facilitatorHours: 2,
        },
        ...{ attendances: 1, delegateHours: 2, trainingPlansSubmitted: 0, trainingPlansApproved: 0, grantsReleased: 1 },
        ...{ releasedPence: 50_000, spentPence: 30_000, returnedPence: 0 },
      },
    }));

  it('of another tenant is as unknown as that of no programme', async () => {
    const [theirs, nobodys] = [await served.get(elsewhere, path), await served.get(lead, `/programmes/${randomUUID()}/progress`)];
    expect(theirs).toMatchObject({ status: 404, body: { code: 'NOT_FOUND', detail: nobodys.body['detail'] } });
  });
});

describe('the grant ledger', () => {
  it('has every movement of money and what is left', async () => {
    const { body } = await served.get(somebody('grant-officer'), `/programmes/${programmeId}/grant-ledger`);
    const entries = [expect.objectContaining({ kind: 'released', pence: 50_000 }), expect.objectContaining({ kind: 'spent', pence: 30_000 })];
    expect(body).toMatchObject({ total: 1, items: [{ personId, award, spent: 30_000, returned: 0, balance: 20_000, entries }] });
  });

  it('has nothing for another tenant', async () =>
    expect(await served.get(elsewhere, `/programmes/${programmeId}/grant-ledger`)).toEqual({ status: 200, body: { total: 0, items: [] } }));
});

describe('the chronicle of a person', () => {
  const path = `/practitioners/${personId}/chronicle`;
  const items = ({ body }: { body: Record<string, unknown> }) => body['items'] as Record<string, unknown>[];

  it('tells in plain language what was recorded, in that order, with both clocks', async () => {
    const chronicle = items(await served.get(auditor, path));
    expect(chronicle.map(({ type }) => type)).toEqual([
      ...['InvitationSent', 'DelegateEnrolled', 'AttendanceRecorded', 'TrainingPlanDrafted', 'GrantReleased', 'GrantSpendRecorded'],
    ]);
    expect(chronicle[2]).toMatchObject({
      ...{ summary: 'A delegate attended a group session.', occurredAt: heldAt, actor: { role: 'admin' } },
      late: expect.stringMatching(/^recorded \d+ days later$/),
    });
  });

  it('goes on after a position', async () => {
    const first = items(await served.get(auditor, `${path}?limit=2`));
    const rest = items(await served.get(auditor, `${path}?after=${first[1]!['position']}`));
    expect([first.length, rest.length, rest[0]!['type']]).toEqual([2, 4, 'AttendanceRecorded']);
  });

  it('is open to the person, and to no other leader', async () => {
    expect(await served.get(somebody('setting-leader', { person: personId }), path)).toMatchObject({ status: 200 });
    expect(await served.get(somebody('setting-leader'), path)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
  });

  it('of another tenant is unknown', async () => expect(await served.get(elsewhere, path)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } }));
});

describe('the census of events', () => {
  it('counts what is on record, by tenant', async () => {
    expect((await served.get(auditor, '/events')).body).toMatchObject({ total: 9, byType: { InvitationSent: 1, GrantReleased: 1 } });
    expect((await served.get(elsewhere, '/events')).body).toEqual({ total: 0, byType: {} });
  });
});
